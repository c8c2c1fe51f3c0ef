//! The URL of an endpoint: what a metadata document may send a client to.

use std::fmt;

use http::Uri;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use symbolon_jose::json::document::TextValue;
use symbolon_oauth::{UriError, check_uri};
use url::Url;

/// The URL of a provider's endpoint, as the metadata states it.
///
/// [OpenID Connect Discovery 1.0 §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata):
/// `https`, with an optional port, path and query. The text is kept byte for byte
/// ([`as_str`](Self::as_str)). It obeys the rules of [`check_uri`], as an issuer does, so that the
/// parsed form ([`url`](Self::url)) and the target of a request ([`uri`](Self::uri)) are one place.
///
/// ```
/// use symbolon_discovery::Endpoint;
///
/// let endpoint = Endpoint::new("https://op.example/token?tenant=a")?;
/// assert_eq!(endpoint.as_str(), "https://op.example/token?tenant=a");
/// assert!(Endpoint::new("javascript:alert(1)").is_err());
/// assert!(Endpoint::new("https://op.example/a/../b").is_err());
/// # Ok::<(), symbolon_discovery::EndpointError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Endpoint {
    text: String,
    url: Url,
    uri: Uri,
}

impl Endpoint {
    /// An `https` endpoint.
    ///
    /// # Errors
    /// Any [`EndpointError`]: the text is refused, never repaired.
    pub fn new(text: &str) -> Result<Self, EndpointError> {
        let endpoint = Self::on_loopback(text)?;
        // Discovery §3: every endpoint's URL uses the `https` scheme.
        if endpoint.is_https() { Ok(endpoint) } else { Err(EndpointError::Scheme) }
    }

    /// An `https` endpoint, or an `http` one on `127.0.0.1`, `[::1]` or `localhost`: for
    /// development, beside an issuer that is itself on loopback.
    ///
    /// # Errors
    /// Any [`EndpointError`].
    pub fn on_loopback(text: &str) -> Result<Self, EndpointError> {
        let is_https = text.starts_with("https://");
        if !is_https && !text.starts_with("http://") {
            return Err(EndpointError::Scheme);
        }
        // Discovery §3: port, path and query are the components an endpoint may have. RFC 3986 §7.6:
        // two readers of one URL must not reach two places.
        check_uri(text).map_err(EndpointError::Uri)?;
        let url = Url::parse(text).map_err(|_| EndpointError::Syntax)?;
        if !is_https && !is_loopback(&url) {
            return Err(EndpointError::Scheme);
        }
        let uri = text.parse().map_err(|_| EndpointError::Syntax)?;
        Ok(Self { text: text.to_owned(), url, uri })
    }

    /// The URL exactly as it was stated.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The parsed URL.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// The URL as the target of a request.
    pub fn uri(&self) -> &Uri {
        &self.uri
    }

    /// Whether the scheme is `https`; otherwise it is `http` on loopback.
    pub fn is_https(&self) -> bool {
        self.url.scheme() == "https"
    }
}

/// Why a text is not an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EndpointError {
    /// Not `https`
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error("the scheme is not https")]
    Scheme,
    /// Not a URL that every reader understands the same way; a fragment and user information count
    /// as that
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error(transparent)]
    Uri(UriError),
    /// Not the target of a request
    /// ([RFC 9112 §3.2.2](https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2)).
    #[error("the URL cannot be requested")]
    Syntax,
}

impl EndpointError {
    /// A stable name for logs and metrics.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Scheme => "endpoint.scheme",
            Self::Uri(error) => error.code(),
            Self::Syntax => "endpoint.syntax",
        }
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Endpoint").field(&self.text).finish()
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Reads what [`Endpoint::on_loopback`] accepts. The rules of the document then decide about `http`.
impl TextValue for Endpoint {
    type Error = EndpointError;

    fn from_text(text: String) -> Result<Self, EndpointError> {
        Self::on_loopback(&text)
    }

    fn as_text(&self) -> &str {
        &self.text
    }
}

impl Serialize for Endpoint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

/// For your own store: takes what [`Endpoint::on_loopback`] takes.
impl<'de> Deserialize<'de> for Endpoint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::on_loopback(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

/// Whether a URL's host is one of the spellings of this machine.
fn is_loopback(url: &Url) -> bool {
    matches!(url.host_str(), Some("127.0.0.1" | "[::1]" | "localhost"))
}
