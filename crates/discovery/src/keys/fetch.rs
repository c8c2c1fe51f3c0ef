//! The ticket of a fetch, and the reasons why a response is not used.

use http::HeaderValue;

use super::jwk_set::JwkSetError;
use crate::Endpoint;
use crate::fetches::Started;

/// A ticket that tells a [`KeyCache`](super::KeyCache) to which fetch a response belongs.
///
/// This type intentionally does not implement `Clone`, because each fetch has only one response.
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
#[must_use = "a fetch without response or failure blocks the next fetch until it times out"]
pub struct FetchTicket {
    pub(super) jwks_uri: Endpoint,
    pub(super) fetch: Started,
    /// The entity tag in the request, if the request is conditional.
    pub(super) condition: Option<HeaderValue>,
}

/// The reason why a [`KeyCache`](super::KeyCache) does not use the response to a fetch.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// The response is not a usable JWK Set document
    /// ([RFC 7517 §5](https://www.rfc-editor.org/rfc/rfc7517#section-5)).
    #[error(transparent)]
    JwkSet(#[from] JwkSetError),
    /// The response to a later fetch arrived before this response. Call
    /// [`KeyCache::keys`](super::KeyCache::keys) again: the cache has the JWK Set of the later
    /// fetch.
    #[error("the response to a later fetch arrived before this response")]
    Superseded,
    /// The ticket is from a cache for another `jwks_uri`. Pass the response to the cache that
    /// returned the ticket.
    #[error("the response is from {found}, and the cache is for {expected}")]
    OtherCache {
        /// The `jwks_uri` of the cache.
        expected: Box<Endpoint>,
        /// The `jwks_uri` of the ticket.
        found: Box<Endpoint>,
    },
}

impl FetchError {
    /// Returns the stable name of the error, such as `"key_cache.superseded"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::JwkSet(error) => error.code(),
            Self::Superseded => "key_cache.superseded",
            Self::OtherCache { .. } => "key_cache.other_cache",
        }
    }
}
