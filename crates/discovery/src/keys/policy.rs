//! How long a key set is kept, and how often it is fetched.

use std::time::Duration;

use super::freshness::Freshness;

/// The limits of a [`KeyCache`](super::KeyCache).
///
/// | field | default | reason |
/// |---|---|---|
/// | `default_lifetime` | 10 minutes | about the time by which providers announce a key before they use it |
/// | `max_lifetime` | 24 hours | a withdrawn key is not trusted for longer |
/// | `cool_down` | 1 minute | neither invented key IDs nor `no-store` cause a fetch for every token |
/// | `retry_delay` | 5 seconds | a provider that is back after a failure is noticed soon |
/// | `fetch_timeout` | 30 seconds | longer than HTTP clients wait |
/// | `stale_if_error` | 1 hour | enough to outlast most failures |
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeyCachePolicy {
    /// How long a set is fresh if its response does not say so.
    pub default_lifetime: Duration,
    /// The longest time for which a set is fresh, whatever its response says.
    pub max_lifetime: Duration,
    /// The shortest time between two fetches, and the shortest time for which a set is fresh,
    /// whatever its response says.
    pub cool_down: Duration,
    /// How long after a failed fetch the next fetch is allowed.
    pub retry_delay: Duration,
    /// How long a fetch may be under way before it counts as lost. Not shorter than the timeout of
    /// your HTTP client.
    pub fetch_timeout: Duration,
    /// How long a set that is no longer fresh may be used while no newer set is available, unless
    /// its response forbids that.
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
    /// Returns how long a response is fresh, counted from its request.
    pub(super) fn fresh(&self, freshness: &Freshness) -> Duration {
        let stated = freshness.lifetime.map_or(self.default_lifetime, Duration::from_secs);
        stated.min(self.max_lifetime).max(self.cool_down)
    }

    /// Returns how long a response may be used at all, counted from its request.
    pub(super) fn usable(&self, freshness: &Freshness, fresh: Duration) -> Duration {
        // RFC 9111 §4.2.4: a stale response is not used if a directive forbids that.
        if freshness.stale_allowed { fresh.saturating_add(self.stale_if_error) } else { fresh }
    }
}
