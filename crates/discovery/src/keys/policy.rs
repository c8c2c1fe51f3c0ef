//! How long a JWK Set is kept, and how often it is fetched.

use std::time::Duration;

use crate::held::Lifetimes;

/// The times that limit how long a [`KeyCache`](super::KeyCache) uses a JWK Set and how often it
/// fetches the set.
///
/// | field | default | reason |
/// |---|---|---|
/// | `default_lifetime` | 10 minutes | providers usually publish a new key about this long before they use it |
/// | `max_lifetime` | 24 hours | a withdrawn key is not trusted for a longer time |
/// | `cool_down` | 1 minute | invented key IDs and `no-store` cause at most one fetch and one early fetch in this time |
/// | `early_fetch` | `true` | the cache finds a new key even if the provider published it less than a minute after a fetch |
/// | `retry_delay` | 5 seconds | the keys are available again soon after the provider has recovered |
/// | `fetch_timeout` | 30 seconds | longer than the usual timeout of HTTP clients |
/// | `stale_if_error` | 1 hour | longer than most failures last |
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeyCachePolicy {
    /// The time for which a JWK Set is fresh if the HTTP response does not state a lifetime, for
    /// example in `Cache-Control`.
    pub default_lifetime: Duration,
    /// The longest time for which a JWK Set is fresh, even if the HTTP response lets caches keep it
    /// for a longer time.
    pub max_lifetime: Duration,
    /// The shortest time between a successful fetch and the next fetch. A JWK Set is fresh for at
    /// least this time, even if the HTTP response lets caches keep it only for a shorter time.
    pub cool_down: Duration,
    /// Whether an unknown key ID can cause one fetch during the cool-down after a fetch. The
    /// cool-down after such an early fetch allows no further fetch. Invented key IDs can then cause
    /// at most two fetches in the time of [`cool_down`](Self::cool_down).
    pub early_fetch: bool,
    /// The time that must pass after a failed fetch before the next fetch is allowed.
    pub retry_delay: Duration,
    /// The time after which a fetch without a response counts as lost, so that a new fetch is
    /// allowed. Choose a time that is at least as long as the timeout of your HTTP client.
    pub fetch_timeout: Duration,
    /// The time for which the cache still uses a JWK Set that is no longer fresh, if the cache has
    /// no newer set. The HTTP response can forbid this use, for example with
    /// `Cache-Control: must-revalidate`.
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
            early_fetch: true,
            retry_delay: Duration::from_secs(5),
            fetch_timeout: Duration::from_secs(30),
            stale_if_error: Duration::from_secs(HOUR),
        }
    }
}

impl KeyCachePolicy {
    pub(super) fn lifetimes(&self) -> Lifetimes {
        Lifetimes {
            default_lifetime: self.default_lifetime,
            max_lifetime: self.max_lifetime,
            cool_down: self.cool_down,
            stale_if_error: self.stale_if_error,
        }
    }
}
