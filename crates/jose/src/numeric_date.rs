//! Seconds since the epoch, as JWTs write time.

use core::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::OffsetDateTime;

/// A point in time as whole seconds since 1970-01-01T00:00:00Z: NumericDate of [RFC 7519 §2].
///
/// Always within the years -9999 to 9999, so converting and adding cannot fail: sums stop at the
/// ends of that range. A fraction in JSON is rounded down, so nothing is valid for longer than it
/// says. That of `nbf` in [`Claims`](crate::jwt::Claims) is rounded up, so nothing is valid before.
///
/// [RFC 7519 §2]: https://www.rfc-editor.org/rfc/rfc7519#section-2
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct NumericDate(i64);

/// -9999-01-01T00:00:00Z.
const FIRST: i64 = -377_705_116_800;
/// 9999-12-31T23:59:59Z.
const LAST: i64 = 253_402_300_799;

impl NumericDate {
    /// The point in time this many seconds after the epoch; `None` outside the years -9999 to 9999.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Option<Self> {
        if seconds < FIRST || seconds > LAST { None } else { Some(Self(seconds)) }
    }

    /// A JSON number as a point in time, a fraction rounded down; `None` for any other type, and
    /// outside the range.
    #[must_use]
    pub fn from_json(value: &Value) -> Option<Self> {
        Self::whole(value, f64::floor)
    }

    /// The same with a fraction rounded up: for the time from when on something is valid.
    pub(crate) fn from_json_rounded_up(value: &Value) -> Option<Self> {
        Self::whole(value, f64::ceil)
    }

    fn whole(value: &Value, round: fn(f64) -> f64) -> Option<Self> {
        if let Some(seconds) = value.as_i64() {
            return Self::from_seconds(seconds);
        }
        // A fraction, or a number past i64. The bounds hold it within what a cast keeps exact.
        let seconds = round(value.as_f64()?);
        #[expect(clippy::cast_precision_loss, reason = "both bounds are below 2^53")]
        let within = seconds >= FIRST as f64 && seconds <= LAST as f64;
        #[expect(clippy::cast_possible_truncation, reason = "a whole number within the bounds")]
        within.then_some(Self(seconds as i64))
    }

    /// Seconds since the epoch.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0
    }

    /// The same point as a date and time in UTC.
    #[must_use]
    pub fn datetime(self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(self.0).unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }

    /// The point this much later, or the last one there is.
    #[must_use]
    pub fn after(self, duration: Duration) -> Self {
        let seconds = i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
        Self(self.0.saturating_add(seconds).min(LAST))
    }

    /// The point this much earlier, or the first one there is.
    #[must_use]
    pub fn before(self, duration: Duration) -> Self {
        let seconds = i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
        Self(self.0.saturating_sub(seconds).max(FIRST))
    }

    /// How long after `earlier` this is; zero if it is not.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_secs(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
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
        Self::from_json(&value).ok_or_else(|| serde::de::Error::custom("not a NumericDate"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attack_062_number_extremes() {
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
    fn rfc7519_4_1_5_nothing_is_valid_before_its_time() {
        for (text, seconds) in [("-1", -1), ("1.5", 2), ("-0.5", 0), ("1e-300", 1), ("0", 0)] {
            let value: Value = serde_json::from_str(text).unwrap();
            let date = NumericDate::from_json_rounded_up(&value);
            assert_eq!(date, Some(NumericDate(seconds)), "{text}");
        }
        let past: Value = serde_json::from_str("253402300799.5").unwrap();
        assert_eq!(NumericDate::from_json_rounded_up(&past), None);
    }

    #[test]
    fn attack_061_other_types_are_no_date() {
        for text in ["\"9999999999\"", "null", "true", "[]", "{}"] {
            let value: Value = serde_json::from_str(text).unwrap();
            assert_eq!(NumericDate::from_json(&value), None, "{text}");
        }
    }

    #[test]
    fn attack_124_sums_stop_at_the_ends() {
        let last = NumericDate::from_seconds(LAST).unwrap();
        let first = NumericDate::from_seconds(FIRST).unwrap();
        assert_eq!(last.after(Duration::MAX), last);
        assert_eq!(first.before(Duration::MAX), first);
        assert_eq!(first.since(last), Duration::ZERO);
        assert_eq!(first.after(Duration::MAX), last);
    }

    #[test]
    fn the_ends_are_dates() {
        assert_eq!(NumericDate::from_seconds(LAST).unwrap().datetime().year(), 9999);
        assert_eq!(NumericDate::from_seconds(FIRST).unwrap().datetime().year(), -9999);
        assert_eq!(NumericDate::from_seconds(LAST + 1), None);
        assert_eq!(NumericDate::from_seconds(FIRST - 1), None);
    }
}
