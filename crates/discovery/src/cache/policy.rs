//! How long the metadata of a provider is kept, and how often it is fetched.

use std::time::Duration;

use crate::held::Lifetimes;

/// The times that limit how long a [`MetadataCache`](crate::MetadataCache) uses a document and how
/// often it fetches the document.
///
/// | field | default | reason |
/// |---|---|---|
/// | `default_lifetime` | 1 hour | metadata changes rarely, and a new endpoint usually works beside the old endpoint |
/// | `max_lifetime` | 24 hours | an endpoint that the provider gave up is not used for a longer time |
/// | `cool_down` | 1 minute | `no-store` causes at most one fetch in this time |
/// | `retry_delay` | 5 seconds | the metadata is available again soon after the provider has recovered |
/// | `fetch_timeout` | 30 seconds | longer than the usual timeout of HTTP clients |
/// | `stale_if_error` | 24 hours | logins still work if only the document is not available |
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MetadataCachePolicy {
    /// The time for which a document is fresh if the HTTP response does not state a lifetime.
    pub default_lifetime: Duration,
    /// The longest time for which a document is fresh, even if the HTTP response lets caches keep
    /// it for a longer time.
    pub max_lifetime: Duration,
    /// The shortest time between a successful fetch and the next fetch. A document is fresh for at
    /// least this time, even if the HTTP response lets caches keep it only for a shorter time.
    pub cool_down: Duration,
    /// The time that must pass after a failed fetch before the next fetch is allowed.
    pub retry_delay: Duration,
    /// The time after which a fetch without a response counts as lost, so that a new fetch is
    /// allowed. Choose a time that is at least as long as the timeout of your HTTP client.
    pub fetch_timeout: Duration,
    /// The time for which the cache still uses a document that is no longer fresh, if the cache has
    /// no newer document. The HTTP response can forbid this use, for example with
    /// `Cache-Control: must-revalidate`.
    pub stale_if_error: Duration,
}

impl Default for MetadataCachePolicy {
    fn default() -> Self {
        const MINUTE: u64 = 60;
        const HOUR: u64 = 60 * MINUTE;
        Self {
            default_lifetime: Duration::from_secs(HOUR),
            max_lifetime: Duration::from_secs(24 * HOUR),
            cool_down: Duration::from_secs(MINUTE),
            retry_delay: Duration::from_secs(5),
            fetch_timeout: Duration::from_secs(30),
            stale_if_error: Duration::from_secs(24 * HOUR),
        }
    }
}

impl MetadataCachePolicy {
    pub(super) fn lifetimes(&self) -> Lifetimes {
        Lifetimes {
            default_lifetime: self.default_lifetime,
            max_lifetime: self.max_lifetime,
            cool_down: self.cool_down,
            stale_if_error: self.stale_if_error,
        }
    }
}
