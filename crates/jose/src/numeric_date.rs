//! Times in seconds since 1970-01-01T00:00:00Z, as JWTs contain them.
//!
//! ```
//! use symbolon_jose::NumericDate;
//!
//! let date = NumericDate::from_seconds(1_800_000_000).unwrap();
//! assert_eq!(date.to_string(), "2027-01-15T08:00:00Z");
//! assert_eq!(date.after(core::time::Duration::from_secs(60)).seconds(), 1_800_000_060);
//! ```

use core::time::Duration;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::OffsetDateTime;

/// A point in time in whole seconds since 1970-01-01T00:00:00Z: the NumericDate of [RFC 7519 §2].
///
/// The value is always within the years -9999 to 9999. [`after`](Self::after) and
/// [`before`](Self::before) never leave that range.
///
/// A fraction of a second in JSON is rounded down, so that a token never expires late. Only the
/// fraction of `nbf` in [`Claims`](crate::jwt::Claims) is rounded up, so that a token is never
/// valid early.
///
/// [RFC 7519 §2]: https://www.rfc-editor.org/rfc/rfc7519#section-2
///
/// ```
/// use symbolon_jose::NumericDate;
///
/// let issued = NumericDate::from_seconds(1_800_000_000).unwrap();
/// let expires = issued.after(core::time::Duration::from_secs(600));
/// assert!(issued < expires);
/// assert_eq!(expires.since(issued).as_secs(), 600);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct NumericDate(i64);

/// -9999-01-01T00:00:00Z.
const FIRST: i64 = -377_705_116_800;
/// 9999-12-31T23:59:59Z.
const LAST: i64 = 253_402_300_799;

impl NumericDate {
    /// Returns the time that is `seconds` after 1970-01-01T00:00:00Z, or `None` if that time is not
    /// within the years -9999 to 9999.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Option<Self> {
        if seconds < FIRST || seconds > LAST { None } else { Some(Self(seconds)) }
    }

    /// Reads a JSON number as a time and rounds a fraction down.
    ///
    /// Returns `None` if the value is not a number, or if the time is not within the years -9999 to
    /// 9999.
    #[must_use]
    pub fn from_json(value: &Value) -> Option<Self> {
        Self::whole(value, f64::floor)
    }

    /// Reads a JSON number as a time and rounds a fraction up. Use it for times at which validity
    /// begins.
    pub(crate) fn from_json_rounded_up(value: &Value) -> Option<Self> {
        Self::whole(value, f64::ceil)
    }

    fn whole(value: &Value, round: fn(f64) -> f64) -> Option<Self> {
        if let Some(seconds) = value.as_i64() {
            return Self::from_seconds(seconds);
        }
        // A fraction, or a number outside i64. Within the bounds, the cast to i64 is exact.
        let seconds = round(value.as_f64()?);
        #[expect(clippy::cast_precision_loss, reason = "both bounds are below 2^53")]
        let within = seconds >= FIRST as f64 && seconds <= LAST as f64;
        #[expect(clippy::cast_possible_truncation, reason = "a whole number within the bounds")]
        within.then_some(Self(seconds as i64))
    }

    /// Returns the number of seconds from 1970-01-01T00:00:00Z to this time.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0
    }

    /// Returns this time as a date and time in UTC.
    #[must_use]
    pub fn datetime(self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(self.0).unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }

    /// Returns the time that is `duration` later than `self`. The result is never later than
    /// 9999-12-31T23:59:59Z. A fraction of a second in `duration` is ignored.
    #[must_use]
    pub fn after(self, duration: Duration) -> Self {
        let seconds = i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
        Self(self.0.saturating_add(seconds).min(LAST))
    }

    /// Returns the time that is `duration` earlier than `self`. The result is never earlier than
    /// -9999-01-01T00:00:00Z. A fraction of a second in `duration` is ignored.
    #[must_use]
    pub fn before(self, duration: Duration) -> Self {
        let seconds = i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
        Self(self.0.saturating_sub(seconds).max(FIRST))
    }

    /// Returns how much time passes from `earlier` to `self`, or zero if `self` is before
    /// `earlier`.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_secs(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }
}

/// Prints the time as [RFC 3339](https://www.rfc-editor.org/rfc/rfc3339) does, such as
/// `2011-07-21T20:59:30Z`. A time before the year 0 is printed as its number of seconds.
/// Prints the same as `Display`, so that an error is readable under `Debug` too.
impl fmt::Debug for NumericDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for NumericDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.datetime();
        let ((year, month, day), (hour, minute, second)) = (at.to_calendar_date(), at.to_hms());
        let month = u8::from(month);
        if year < 0 {
            return write!(f, "{} seconds since 1970", self.0);
        }
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

impl From<OffsetDateTime> for NumericDate {
    fn from(at: OffsetDateTime) -> Self {
        Self(at.unix_timestamp().clamp(FIRST, LAST))
    }
}

impl From<NumericDate> for Value {
    fn from(date: NumericDate) -> Self {
        Self::from(date.0)
    }
}

impl<'de> Deserialize<'de> for NumericDate {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Self::from_json(&value).ok_or_else(|| {
            serde::de::Error::custom(
                "not a number of seconds since 1970-01-01T00:00:00Z within the years -9999 to 9999",
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attack_062_numbers_outside_the_range_are_refused() {
        for text in ["1e300", "-1e300", "9223372036854775807", "18446744073709551617"] {
            let value: Value = serde_json::from_str(text).unwrap();
            assert_eq!(NumericDate::from_json(&value), None, "{text}");
        }
        for (text, seconds) in [("-1", -1), ("1.5", 1), ("-0.5", -1), ("1e-400", 0), ("0", 0)] {
            let value: Value = serde_json::from_str(text).unwrap();
            assert_eq!(NumericDate::from_json(&value), Some(NumericDate(seconds)), "{text}");
        }
    }

    #[test]
    fn rfc7519_4_1_5_a_fraction_of_nbf_is_rounded_up() {
        for (text, seconds) in [("-1", -1), ("1.5", 2), ("-0.5", 0), ("1e-300", 1), ("0", 0)] {
            let value: Value = serde_json::from_str(text).unwrap();
            let date = NumericDate::from_json_rounded_up(&value);
            assert_eq!(date, Some(NumericDate(seconds)), "{text}");
        }
        let past: Value = serde_json::from_str("253402300799.5").unwrap();
        assert_eq!(NumericDate::from_json_rounded_up(&past), None);
    }

    #[test]
    fn attack_061_only_a_json_number_is_read_as_a_time() {
        for text in ["\"9999999999\"", "null", "true", "[]", "{}"] {
            let value: Value = serde_json::from_str(text).unwrap();
            assert_eq!(NumericDate::from_json(&value), None, "{text}");
        }
    }

    #[test]
    fn attack_124_sums_stop_at_the_ends_of_the_range() {
        let last = NumericDate::from_seconds(LAST).unwrap();
        let first = NumericDate::from_seconds(FIRST).unwrap();
        assert_eq!(last.after(Duration::MAX), last);
        assert_eq!(first.before(Duration::MAX), first);
        assert_eq!(first.since(last), Duration::ZERO);
        assert_eq!(first.after(Duration::MAX), last);
    }

    #[test]
    fn the_first_and_the_last_second_are_in_the_range() {
        assert_eq!(NumericDate::from_seconds(LAST).unwrap().datetime().year(), 9999);
        assert_eq!(NumericDate::from_seconds(FIRST).unwrap().datetime().year(), -9999);
        assert_eq!(NumericDate::from_seconds(LAST + 1), None);
        assert_eq!(NumericDate::from_seconds(FIRST - 1), None);
    }
}
