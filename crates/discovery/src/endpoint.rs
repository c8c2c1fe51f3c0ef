//! The URL of a provider's endpoint, exactly as the metadata contains it.

use std::fmt;

use http::Uri;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use symbolon_jose::json::document::TextValue;
use symbolon_oauth::{Issuer, UriError, check_uri};
use url::Url;

/// The URL of a provider's endpoint, exactly as the metadata contains it.
///
/// [OpenID Connect Discovery 1.0 §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata):
/// an `https` URL with an optional port, path and query. The text is kept byte for byte
/// ([`as_str`](Self::as_str)). The URL obeys the rules of [`check_uri`]. Therefore, the parsed URL
/// ([`url`](Self::url)) and the target of an HTTP request ([`uri`](Self::uri)) always name the same
/// resource.
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
    /// Creates an endpoint from an `https` URL. The text stays unchanged.
    ///
    /// # Errors
    /// [`EndpointError::Scheme`] when the text is not an `https` URL; use
    /// [`on_loopback`](Self::on_loopback) for an `http` URL on this machine. [`EndpointError::Uri`]
    /// when [`check_uri`] refuses the URL, because two parsers could understand it differently.
    /// [`EndpointError::Syntax`] when the URL is not valid as the URI of an HTTP request.
    pub fn new(text: &str) -> Result<Self, EndpointError> {
        let endpoint = Self::on_loopback(text)?;
        // Discovery §3: the URL of every endpoint has the `https` scheme.
        if endpoint.is_https() { Ok(endpoint) } else { Err(EndpointError::Scheme) }
    }

    /// Creates an endpoint from an `https` URL, or from an `http` URL with the host `127.0.0.1`,
    /// `[::1]` or `localhost`.
    ///
    /// Use `http` for development only. Metadata with an `http` endpoint is accepted only if the
    /// issuer is also an `http` URL with one of these hosts.
    ///
    /// # Errors
    /// [`EndpointError::Scheme`] when the text is neither an `https` URL nor an `http` URL with one
    /// of these hosts. [`EndpointError::Uri`] when [`check_uri`] refuses the URL, because two
    /// parsers could understand it differently. [`EndpointError::Syntax`] when the URL is not valid
    /// as the URI of an HTTP request.
    pub fn on_loopback(text: &str) -> Result<Self, EndpointError> {
        let endpoint = Self::on_any_host(text)?;
        if endpoint.is_https() || endpoint.is_on_loopback() {
            Ok(endpoint)
        } else {
            Err(EndpointError::Scheme)
        }
    }

    /// Creates an endpoint of the provider with this issuer from an `https` URL. An `http` URL is
    /// accepted only if the issuer is also an `http` URL.
    ///
    /// If the issuer is an `http` URL on this machine ([`Issuer::on_loopback`]), the endpoint may
    /// be an `http` URL on this machine. If the issuer is an `http` URL on another host
    /// ([`danger::http_issuer`](symbolon_oauth::danger::http_issuer)), the endpoint may be an
    /// `http` URL with the scheme, host and port of the issuer. The readers of metadata apply the
    /// same rule.
    ///
    /// ```
    /// use symbolon_discovery::Endpoint;
    /// use symbolon_oauth::danger;
    ///
    /// let issuer = danger::http_issuer("http://keycloak:8080/realms/dev")?;
    /// assert!(Endpoint::beside("http://keycloak:8080/realms/dev/certs", &issuer).is_ok());
    /// assert!(Endpoint::beside("http://evil.example/certs", &issuer).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`EndpointError::Scheme`] when the text is neither an `https` URL nor an allowed `http` URL.
    /// [`EndpointError::Uri`] when [`check_uri`] refuses the URL, because two parsers could
    /// understand it differently. [`EndpointError::Syntax`] when the URL is not valid as the URI of
    /// an HTTP request.
    pub fn beside(text: &str, issuer: &Issuer) -> Result<Self, EndpointError> {
        let endpoint = Self::on_any_host(text)?;
        if endpoint.is_allowed_beside(issuer) { Ok(endpoint) } else { Err(EndpointError::Scheme) }
    }

    /// Creates an endpoint from an `https` URL or from an `http` URL, on any host.
    pub(crate) fn on_any_host(text: &str) -> Result<Self, EndpointError> {
        if !text.starts_with("https://") && !text.starts_with("http://") {
            return Err(EndpointError::Scheme);
        }
        // Discovery §3: an endpoint is allowed to have a port, a path and a query. RFC 3986 §7.6:
        // two parsers of the URL must not find two different hosts.
        check_uri(text).map_err(EndpointError::Uri)?;
        let url = Url::parse(text).map_err(|_| EndpointError::Syntax)?;
        let uri = text.parse().map_err(|_| EndpointError::Syntax)?;
        Ok(Self { text: text.to_owned(), url, uri })
    }

    /// Returns the text of the URL, unchanged.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the parsed URL.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// Returns the URL as the target of an HTTP request.
    #[must_use]
    pub fn uri(&self) -> &Uri {
        &self.uri
    }

    /// Returns `true` for an `https` URL, and `false` for an `http` URL.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// Checks whether the provider with this issuer may have this endpoint, by the rule of
    /// [`beside`](Self::beside).
    pub(crate) fn is_allowed_beside(&self, issuer: &Issuer) -> bool {
        let own_origin = || {
            let issuer = Url::parse(issuer.as_str());
            issuer.is_ok_and(|issuer| issuer.origin() == self.url.origin())
        };
        let on_loopback = || issuer.is_on_loopback() && self.is_on_loopback();
        self.is_https() || (!issuer.is_https() && (on_loopback() || own_origin()))
    }

    /// Checks whether the host is this machine.
    pub(crate) fn is_on_loopback(&self) -> bool {
        matches!(self.url.host_str(), Some("127.0.0.1" | "[::1]" | "localhost"))
    }
}

/// The reason why a text is not the URL of an endpoint.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EndpointError {
    /// The scheme is not `https`. [`Endpoint::on_loopback`] also accepts `http` for `127.0.0.1`,
    /// `[::1]` and `localhost`. [`Endpoint::beside`] accepts `http` only if the issuer is also an
    /// `http` URL
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error(
        "the scheme is not https; http is allowed only if the issuer is also an http URL, on this \
         machine (`Issuer::on_loopback`) or with the same host and port (`danger::http_issuer`)"
    )]
    Scheme,
    /// Two parsers could understand the URL differently, or it has a fragment, a user name or a
    /// password
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error(transparent)]
    Uri(UriError),
    /// The URL is not valid as the URI of an HTTP request
    /// ([RFC 9112 §3.2.2](https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2)).
    #[error("the URL is not valid as the URI of an HTTP request")]
    Syntax,
}

impl EndpointError {
    /// Returns the stable name of the error, such as `"endpoint.scheme"`.
    #[must_use]
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

/// Reads an `https` URL, or an `http` URL on any host. The reader of the metadata then decides
/// whether `http` is allowed beside the issuer.
impl TextValue for Endpoint {
    type Error = EndpointError;

    fn from_text(text: &str) -> Result<Self, EndpointError> {
        Self::on_any_host(text)
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

/// Accepts what [`Endpoint::on_loopback`] accepts, so that a program can store endpoints.
impl<'de> Deserialize<'de> for Endpoint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::on_loopback(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}
