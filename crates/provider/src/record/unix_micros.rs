//! Times to the microsecond.

use serde::{Deserialize, Serialize};
use symbolon_jose::NumericDate;
use time::OffsetDateTime;

/// A time in microseconds since 1970-01-01 UTC.
///
/// With whole seconds, a sign-in just before a request could not be distinguished from a sign-in
/// because of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct UnixMicros(i64);

impl From<OffsetDateTime> for UnixMicros {
    fn from(at: OffsetDateTime) -> Self {
        // The years -9999 to 9999 in microseconds fit in an i64.
        Self(i64::try_from(at.unix_timestamp_nanos().div_euclid(1000)).unwrap_or(i64::MAX))
    }
}

impl From<UnixMicros> for NumericDate {
    fn from(at: UnixMicros) -> Self {
        // A record can contain any number. A number that is not a date counts as 1970.
        let seconds = at.0.div_euclid(1_000_000);
        Self::from_seconds(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_those_of_the_clock() {
        for nanos in [0, 999, 1_500_000_000, -1, -1_500_000_000] {
            let at = OffsetDateTime::from_unix_timestamp_nanos(nanos).unwrap();
            assert_eq!(NumericDate::from(UnixMicros::from(at)), at.into(), "{nanos}");
        }
    }

    #[test]
    fn attack_124_the_first_and_the_last_date_survive() {
        for second in [-377_705_116_800, 253_402_300_799] {
            let at = OffsetDateTime::from_unix_timestamp(second).unwrap();
            assert_eq!(NumericDate::from(UnixMicros::from(at)), at.into());
        }
        assert_eq!(NumericDate::from(UnixMicros(i64::MAX)).seconds(), 0);
    }
}
