//! The time of every test. It is a value; no suite reads a clock.

use symbolon_jose::NumericDate;
use time::{Duration, OffsetDateTime};

/// The second at which tests begin, counted from 1970: a moment of the year 2027.
pub const NOW: i64 = 1_800_000_000;

/// Returns the moment at which tests begin.
#[must_use]
pub fn now() -> OffsetDateTime {
    at(0)
}

/// Returns the moment this many seconds after [`NOW`], or before it when the number is negative.
#[must_use]
pub fn at(seconds: i64) -> OffsetDateTime {
    let beginning = OffsetDateTime::from_unix_timestamp(NOW).unwrap();
    beginning.checked_add(Duration::seconds(seconds)).unwrap()
}

/// Returns the same moment as [`at`], as a date in a token.
#[must_use]
pub fn date(seconds: i64) -> NumericDate {
    NumericDate::from(at(seconds))
}
