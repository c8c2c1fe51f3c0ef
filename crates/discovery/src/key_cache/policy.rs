//! The bounds within which keys are kept.

use std::time::Duration;

use crate::freshness::Freshness;

/// How long keys are kept, and how often they are fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeyCachePolicy {
    /// How long a set is fresh whose answer does not say. Default: 10 minutes, about as long as a
    /// provider announces a key ahead.
    pub default_lifetime: Duration,
    /// The longest a set is fresh, whatever its answer says. Default: 24 hours, so that a withdrawn
    /// key is not trusted for longer.
    pub max_lifetime: Duration,
    /// The shortest time between two fetches, and the shortest a set is fresh, whatever its answer
    /// says. Default: 1 minute, so that neither made-up key IDs nor `no-store` make a fetch per login.
    pub cool_down: Duration,
    /// How long after a failed fetch the next may be sent. Default: 5 seconds, since a provider
    /// that cannot be reached has to be found again soon.
    pub retry_delay: Duration,
    /// How long a fetch may be under way before it counts as lost. Default: 30 seconds; not less
    /// than your HTTP client's own limit.
    pub fetch_timeout: Duration,
    /// How long a set that is no longer fresh may serve while no newer one can be had, unless its
    /// answer forbade it. Default: 1 hour, enough to outlast most failures.
    pub stale_if_error: Duration,
}

impl Default for KeyCachePolicy {
    fn default() -> Self {
        const MINUTE: u64 = 60;
        const HOUR: u64 = 60 * MINUTE;
        Self {
            default_lifetime: Duration::from_secs(10 * MINUTE),
            max_lifetime: Duration::from_secs(24 * HOUR),
            cool_down: Duration::from_secs(MINUTE),
            retry_delay: Duration::from_secs(5),
            fetch_timeout: Duration::from_secs(30),
            stale_if_error: Duration::from_secs(HOUR),
        }
    }
}

impl KeyCachePolicy {
    /// How long an answer is fresh, from the time of its request.
    pub(super) fn fresh(&self, freshness: &Freshness) -> Duration {
        let stated = freshness.lifetime.map_or(self.default_lifetime, Duration::from_secs);
        stated.min(self.max_lifetime).max(self.cool_down)
    }

    /// How long an answer may serve at all, from the time of its request.
    pub(super) fn usable(&self, freshness: &Freshness, fresh: Duration) -> Duration {
        // RFC 9111 §4.2.4: a stale answer is not used where a directive forbids it.
        if freshness.stale_allowed { fresh.saturating_add(self.stale_if_error) } else { fresh }
    }
}
