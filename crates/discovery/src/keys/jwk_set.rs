//! The JWK Set document at a `jwks_uri`: its request, its response, and its publication.
//!
//! [RFC 7517 §5](https://www.rfc-editor.org/rfc/rfc7517#section-5), at the `jwks_uri` of
//! [OpenID Connect Discovery 1.0 §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata).
//! Use a [`KeyCache`](crate::KeyCache) to keep a set and to fetch it again.
//!
//! ```
//! use symbolon_discovery::jwk_set;
//! use symbolon_jose::jwk::PublicJwkSet;
//!
//! let response = jwk_set::to_http(&PublicJwkSet::new(Vec::new()), 3600);
//! assert!(jwk_set::from_http(&response)?.keys().is_empty());
//! # Ok::<(), symbolon_discovery::jwk_set::JwkSetError>(())
//! ```

use http::{Request, Response};
use symbolon_jose::Limits;
use symbolon_jose::jwk::{self, PublicJwkSet};

use crate::quirks::Quirks;
use crate::{DocumentError, Endpoint, PreparedDocument, document};

/// The media type of a JWK Set
/// ([RFC 7517 §8.5.1](https://www.rfc-editor.org/rfc/rfc7517#section-8.5.1)).
pub const CONTENT_TYPE: &str = "application/jwk-set+json";

/// The largest allowed number of keys in a fetched JWK Set. A larger set is refused.
pub const MAX_KEYS: usize = 100;

/// Creates the HTTP request for the JWK Set at this `jwks_uri`.
#[must_use]
pub fn request(jwks_uri: &Endpoint) -> Request<Vec<u8>> {
    document::get(jwks_uri.uri().clone(), "application/jwk-set+json, application/json")
}

/// Reads the JWK Set from the response to [`request`].
///
/// A key that cannot be used (an unknown type, a symmetric key, a malformed member) is left out,
/// and the rest of the set is still read; [`PublicJwkSet::dropped`] lists the keys that were left
/// out. A set without keys is valid. It means that its owner has withdrawn all keys.
///
/// # Errors
/// [`JwkSetError::Document`] when the status, the content type or the size of the response is not
/// accepted, [`JwkSetError::Set`] when the document is not a JWK Set or has more than [`MAX_KEYS`]
/// keys.
pub fn from_http<B: AsRef<[u8]>>(response: &Response<B>) -> Result<PublicJwkSet, JwkSetError> {
    from_http_with_quirks(response, &Quirks::default())
}

/// Reads the JWK Set of a party from an HTTP response, as [`from_http`] does, and accepts the
/// quirks of the party.
///
/// # Errors
/// The errors of [`from_http`].
pub fn from_http_with_quirks<B: AsRef<[u8]>>(
    response: &Response<B>,
    quirks: &Quirks,
) -> Result<PublicJwkSet, JwkSetError> {
    // RFC 7517 §8.5.1 registers the first type. Discovery §3 names no type, and most providers send
    // the second.
    let body = document::body(response, &[CONTENT_TYPE, "application/json"], &quirks.metadata)?;
    // RFC 7517 §5: implementations ignore keys that they do not understand. The number of keys is
    // checked before any key is read.
    let limits = Limits { keys: MAX_KEYS, ..Limits::DEFAULT };
    Ok(PublicJwkSet::parse_with_quirks(body, &limits, &quirks.keys)?)
}

/// Creates the response with which a provider or client publishes its JWK Set at its `jwks_uri`.
/// Caches are allowed to keep the response for `max_age` seconds.
///
/// Publish a new key at least `max_age` seconds before you sign with it for the first time, because
/// caches can keep the old set for this time.
///
/// ```
/// use symbolon_discovery::jwk_set;
/// use symbolon_jose::jwk::PublicJwkSet;
///
/// let response = jwk_set::to_http(&PublicJwkSet::new(Vec::new()), 3600);
/// assert_eq!(response.headers()["content-type"], "application/jwk-set+json");
/// assert_eq!(response.headers()["cache-control"], "public, max-age=3600");
/// ```
#[must_use]
pub fn to_http(keys: &PublicJwkSet, max_age: u32) -> Response<Vec<u8>> {
    prepare(keys).to_http(max_age)
}

/// Writes a JWK Set once, so that a server can send it many times. See [`to_http`].
///
/// ```
/// use symbolon_discovery::jwk_set;
/// use symbolon_jose::jwk::PublicJwkSet;
///
/// let document = jwk_set::prepare(&PublicJwkSet::new(Vec::new())); // when the program starts
/// let response = document.to_http(3600); // for each request
/// assert_eq!(response.body(), br#"{"keys":[]}"#);
/// ```
#[must_use]
pub fn prepare(keys: &PublicJwkSet) -> PreparedDocument {
    PreparedDocument::new(CONTENT_TYPE, keys.to_object().to_json())
}

/// The reason why a response is not a usable JWK Set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JwkSetError {
    /// The status, the content type or the size of the response is not accepted.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// The document is not a JWK Set, or has more than [`MAX_KEYS`] keys
    /// ([RFC 7517 §5](https://www.rfc-editor.org/rfc/rfc7517#section-5)).
    #[error(transparent)]
    Set(#[from] jwk::Error),
}

impl JwkSetError {
    /// Returns the stable name of the error, such as `"document.status"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Document(error) => error.code(),
            Self::Set(error) => error.code(),
        }
    }
}
