//! One fetch of a key set: its request, its ticket, its failure.

use http::Request;
use time::OffsetDateTime;

use crate::Endpoint;
use crate::jwk_set::JwkSetError;

/// A fetch that a [`KeyCache`](crate::KeyCache) asks for.
#[derive(Debug)]
#[must_use = "a fetch that is neither answered nor failed blocks the next until it times out"]
pub struct Fetch {
    /// What to hand back with the answer.
    pub ticket: FetchTicket,
    /// What to send. Do not follow redirects.
    pub request: Request<Vec<u8>>,
}

/// Which fetch an answer belongs to.
///
/// Intentionally not `Clone`: a fetch has one answer.
///
/// ```compile_fail,E0382
/// # use symbolon_discovery::{FetchTicket, KeyCache};
/// # use time::OffsetDateTime;
/// fn twice(cache: &mut KeyCache, ticket: FetchTicket, response: &http::Response<Vec<u8>>) {
///     let now = OffsetDateTime::UNIX_EPOCH;
///     let _ = cache.receive(ticket, response, now);
///     let _ = cache.receive(ticket, response, now);
/// }
/// ```
#[derive(Debug)]
pub struct FetchTicket {
    pub(super) jwks_uri: Endpoint,
    /// Counts up with every fetch of the cache, so that answers have an order.
    pub(super) generation: u64,
    pub(super) since: OffsetDateTime,
}

/// Why the answer to a fetch is not used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// Not a usable JWK Set document.
    #[error(transparent)]
    JwkSet(#[from] JwkSetError),
    /// A newer answer has arrived before; ask the cache again, it has that one.
    #[error("a newer key set has arrived before this one")]
    Superseded,
    /// The ticket is one of another provider's cache, whose keys say nothing here.
    #[error("the fetch was begun by another cache")]
    OtherCache,
}

impl FetchError {
    /// A stable name for logs and metrics.
    pub fn code(&self) -> &'static str {
        match self {
            Self::JwkSet(error) => error.code(),
            Self::Superseded => "key_cache.superseded",
            Self::OtherCache => "key_cache.other_cache",
        }
    }
}
