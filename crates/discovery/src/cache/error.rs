//! The reasons why a cache does not use a response.

use http::Uri;

use crate::DiscoveryError;

/// The reason why a [`MetadataCache`](crate::MetadataCache) does not use the response to a fetch.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MetadataFetchError {
    /// The response is not valid metadata of the issuer
    /// ([Discovery §4.3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationValidation)).
    #[error(transparent)]
    Discovery(#[from] DiscoveryError),
    /// The response to a later fetch arrived before this response. Call
    /// [`MetadataCache::metadata`](crate::MetadataCache::metadata) again: the cache has the document
    /// of the later fetch.
    #[error("the response to a later fetch arrived before this response")]
    Superseded,
    /// The ticket is from a cache for another document. Pass the response to the cache that
    /// returned the ticket.
    #[error("the response is from {found}, and the cache is for {expected}")]
    OtherCache {
        /// The URL of the document of the cache.
        expected: Box<Uri>,
        /// The URL of the document of the ticket.
        found: Box<Uri>,
    },
}

impl MetadataFetchError {
    /// Returns the stable name of the error, such as `"metadata_cache.superseded"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Discovery(error) => error.code(),
            Self::Superseded => "metadata_cache.superseded",
            Self::OtherCache { .. } => "metadata_cache.other_cache",
        }
    }
}
