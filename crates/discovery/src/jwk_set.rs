//! The provider's JWK Set document: asked for, read, published.
//!
//! [RFC 7517 §5](https://www.rfc-editor.org/rfc/rfc7517#section-5) at the `jwks_uri` of
//! [OpenID Connect Discovery 1.0 §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata).
//! To keep a set and refresh it, use a [`KeyCache`](crate::KeyCache).

use http::{Request, Response};
use symbolon_jose::Limits;
use symbolon_jose::jwk::{self, PublicJwkSet};

use crate::{DocumentError, Endpoint, document};

/// The media type of a JWK Set
/// ([RFC 7517 §8.5.2](https://www.rfc-editor.org/rfc/rfc7517#section-8.5.2)).
pub const CONTENT_TYPE: &str = "application/jwk-set+json";

/// The most keys a fetched set may hold.
pub const MAX_KEYS: usize = 100;

/// The request for the JWK Set at a `jwks_uri`.
pub fn request(jwks_uri: &Endpoint) -> Request<Vec<u8>> {
    document::get(jwks_uri.uri().clone(), "application/jwk-set+json, application/json")
}

/// Reads the answer to [`request`].
///
/// A key that cannot be used (an unknown type, a symmetric key, a broken member) is dropped and
/// never fails the set; [`PublicJwkSet::dropped`] says which. A set without keys is an answer too:
/// the provider has withdrawn them.
///
/// # Errors
/// [`JwkSetError`]: the answer is not a JWK Set document, or it is out of bounds.
pub fn from_http<B: AsRef<[u8]>>(response: &Response<B>) -> Result<PublicJwkSet, JwkSetError> {
    // RFC 7517 §8.5.2 registers the first; Discovery §3 names none, and most providers send the second.
    let body = document::body(response, &[CONTENT_TYPE, "application/json"])?;
    // RFC 7517 §5: keys that are not understood are ignored, not refused. How many are looked at
    // is bounded first.
    let limits = Limits { keys: MAX_KEYS, ..Limits::DEFAULT };
    Ok(PublicJwkSet::parse_within(body, &limits)?)
}

/// The provider's answer at its `jwks_uri`: the set, which caches may keep for `max_age` seconds.
///
/// Publish a new key at least `max_age` seconds before signing with it.
///
/// ```
/// use symbolon_discovery::jwk_set;
/// use symbolon_jose::jwk::PublicJwkSet;
///
/// let response = jwk_set::to_http(&PublicJwkSet::new(Vec::new()), 3600);
/// assert_eq!(response.headers()["content-type"], "application/jwk-set+json");
/// assert_eq!(response.headers()["cache-control"], "public, max-age=3600");
/// ```
pub fn to_http(keys: &PublicJwkSet, max_age: u32) -> Response<Vec<u8>> {
    document::publish(CONTENT_TYPE, max_age, keys.to_object().to_json())
}

/// Why an answer is not a usable JWK Set document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JwkSetError {
    /// Not the JSON document that was asked for.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// Not a JWK Set, or one of more than [`MAX_KEYS`] keys
    /// ([RFC 7517 §5](https://www.rfc-editor.org/rfc/rfc7517#section-5)).
    #[error(transparent)]
    Set(#[from] jwk::Error),
}

impl JwkSetError {
    /// A stable name for logs and metrics.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Document(error) => error.code(),
            Self::Set(error) => error.code(),
        }
    }
}
