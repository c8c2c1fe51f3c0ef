use serde::{Deserialize, Serialize};
use symbolon_jose::NumericDate;
use time::OffsetDateTime;

/// A point in time to the microsecond. Whole seconds are too coarse to tell a user who signed in
/// before a request from one who signed in for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Moment(i64);

impl From<OffsetDateTime> for Moment {
    fn from(at: OffsetDateTime) -> Self {
        // The years -9999 to 9999 in microseconds are far from what an i64 ends at.
        Self(i64::try_from(at.unix_timestamp_nanos().div_euclid(1000)).unwrap_or(i64::MAX))
    }
}

impl From<Moment> for NumericDate {
    fn from(moment: Moment) -> Self {
        // A record may hold any number; a moment that is none is longest ago.
        let seconds = moment.0.div_euclid(1_000_000);
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
            assert_eq!(NumericDate::from(Moment::from(at)), at.into(), "{nanos}");
        }
    }

    #[test]
    fn attack_124_the_ends_of_time_are_moments() {
        for second in [-377_705_116_800, 253_402_300_799] {
            let at = OffsetDateTime::from_unix_timestamp(second).unwrap();
            assert_eq!(NumericDate::from(Moment::from(at)), at.into());
        }
        assert_eq!(NumericDate::from(Moment(i64::MAX)).seconds(), 0);
    }
}
