//! The clock of the system.

use time::OffsetDateTime;

/// Returns the current time.
#[expect(clippy::disallowed_methods, reason = "an adapter may read the clock")]
pub(crate) fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}
