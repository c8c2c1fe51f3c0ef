//! The times of the harness.

use core::time::Duration;

use symbolon_jose::NumericDate;
use time::OffsetDateTime;

/// The time of the logins: the first second of the year 2100. A database that deletes expired rows by
/// its own clock keeps the records of the harness.
pub(super) fn now() -> OffsetDateTime {
    after(0)
}

/// Returns the time so many seconds after the logins.
pub(super) fn after(seconds: u64) -> OffsetDateTime {
    date(seconds).datetime()
}

/// Returns the same time as [`after`].
pub(super) fn date(seconds: u64) -> NumericDate {
    let start = OffsetDateTime::UNIX_EPOCH.saturating_add(time::Duration::days(47_482));
    NumericDate::from(start).after(Duration::from_secs(seconds))
}

/// When the records of a login expire, in seconds after the login.
pub(super) mod end {
    pub(crate) const PENDING: u64 = 600;
    pub(crate) const SESSION: u64 = 900;
    pub(crate) const SESSION_EXTENDED: u64 = 1800;
    pub(crate) const CODE: u64 = 60;
    pub(crate) const PUSHED_REQUEST: u64 = 60;
    pub(crate) const REQUEST_OBJECT: u64 = 3600;
    pub(crate) const ACCESS_TOKEN: u64 = 600;
    pub(crate) const INITIAL_ACCESS_TOKEN: u64 = 600;
    pub(crate) const CLIENT_DOCUMENT: u64 = 3600;
    pub(crate) const UNUSED_REGISTRATION: u64 = 7200;
    pub(crate) const REFRESH_TOKEN: u64 = 86_400;
}
