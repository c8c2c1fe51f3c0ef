//! The URL of an endpoint: what a metadata document may send a client to.

use std::fmt;

use http::Uri;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use url::{Host, Url};

/// The URL of a provider's endpoint, as the metadata states it.
///
/// [OpenID Connect Discovery 1.0 §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata):
/// `https`, with an optional port, path and query. The text is kept byte for byte
/// ([`as_str`](Self::as_str)); the parsed form ([`url`](Self::url)) names the same host by construction.
///
/// ```
/// use symbolon_discovery::Endpoint;
///
/// let endpoint = Endpoint::new("https://op.example/token?tenant=a")?;
/// assert_eq!(endpoint.as_str(), "https://op.example/token?tenant=a");
/// assert!(Endpoint::new("javascript:alert(1)").is_err());
/// # Ok::<(), symbolon_discovery::EndpointError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Endpoint {
    text: String,
    url: Url,
    uri: Uri,
}

impl Endpoint {
    /// The longest endpoint accepted, in bytes.
    pub const MAX_LENGTH: usize = 2048;

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
        if text.len() > Self::MAX_LENGTH {
            return Err(EndpointError::TooLong);
        }
        // RFC 3986 §2: a URI is made of these characters only. A URL parser drops tabs and line
        // ends, trims spaces and turns `\` into `/`, so they are refused before it sees them.
        if !text.bytes().all(is_uri_byte) {
            return Err(EndpointError::Character);
        }
        let url = Url::parse(text).map_err(|_| EndpointError::Syntax)?;
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&url) => {}
            _ => return Err(EndpointError::Scheme),
        }
        // Discovery §3: port, path and query are the components an endpoint may have.
        if url.fragment().is_some() {
            return Err(EndpointError::Fragment);
        }
        // The same sentence: no userinfo, which only serves to disguise the host.
        if authority(text).is_some_and(|authority| authority.contains('@')) {
            return Err(EndpointError::UserInfo);
        }
        if !states_its_host(text, &url) {
            return Err(EndpointError::Host);
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
    /// Longer than [`Endpoint::MAX_LENGTH`].
    #[error("the URL is too long")]
    TooLong,
    /// A character that [RFC 3986 §2](https://www.rfc-editor.org/rfc/rfc3986#section-2) does not allow.
    #[error("the URL contains a character that no URI may contain")]
    Character,
    /// Not an absolute URL ([RFC 3986 §4.3](https://www.rfc-editor.org/rfc/rfc3986#section-4.3)).
    #[error("not an absolute URL")]
    Syntax,
    /// Not `https`
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error("the scheme is not https")]
    Scheme,
    /// A fragment, which is not among the components an endpoint may have
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error("the URL has a fragment")]
    Fragment,
    /// User information before the host
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error("the URL has user information")]
    UserInfo,
    /// The host is not a plain name or address, or not the one a URL parser reads
    /// ([RFC 3986 §7.4](https://www.rfc-editor.org/rfc/rfc3986#section-7.4)).
    #[error("the host is not a plain name or address")]
    Host,
}

impl EndpointError {
    /// A stable name for logs and metrics.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLong => "endpoint.too_long",
            Self::Character => "endpoint.character",
            Self::Syntax => "endpoint.syntax",
            Self::Scheme => "endpoint.scheme",
            Self::Fragment => "endpoint.fragment",
            Self::UserInfo => "endpoint.user_info",
            Self::Host => "endpoint.host",
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
    match url.host() {
        Some(Host::Ipv4(address)) => address.octets() == [127, 0, 0, 1],
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

/// Unreserved, reserved, or the percent sign (RFC 3986 §2).
pub(crate) fn is_uri_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte)
}

/// The authority of a URL's text, when the text has one.
fn authority(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("://")?;
    rest.split(['/', '?', '#']).next()
}

/// Whether the host in the text is the host that the URL parser read, and a plain one.
///
/// Two readers of one URL must not reach two hosts: the parser decodes percent signs and rewrites
/// numbers such as `0x7f.1`, and it takes shell syntax such as `$(id)` for a name.
fn states_its_host(text: &str, url: &Url) -> bool {
    let (Some(authority), Some(host)) = (authority(text), url.host_str()) else { return false };
    let plain = match url.host() {
        Some(Host::Domain(name)) => {
            name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte))
        }
        Some(Host::Ipv4(_) | Host::Ipv6(_)) => true,
        None => false,
    };
    let stated = authority.to_ascii_lowercase();
    plain
        && stated.strip_prefix(host).is_some_and(|port| {
            port.is_empty()
                || port.strip_prefix(':').is_some_and(|digits| digits.parse::<u16>().is_ok())
        })
}
