//! `redirect_uri`: the address at which a client receives authorization responses.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use symbolon_jose::Excerpt;
use symbolon_jose::json::document::TextValue;

use crate::syntax::percent;
use crate::syntax::uri::{self, Parts};
use crate::{Parameters, ParametersError, UriError};

/// `redirect_uri`: the address at which a client receives authorization responses.
///
/// [RFC 6749 §3.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-3.1.2). These URIs are
/// accepted:
/// - `https` on any host,
/// - `http` on `127.0.0.1`, `[::1]` and `localhost`,
/// - private-use schemes that contain a period, such as `com.example.app:/cb`
///   ([RFC 8252 §7.1](https://www.rfc-editor.org/rfc/rfc8252#section-7.1)).
///
/// Two other functions accept more URIs:
/// [`danger::http_redirect_uri`](crate::danger::http_redirect_uri) accepts `http` on any host, and
/// [`private_scheme_without_period`](Self::private_scheme_without_period) accepts schemes such as
/// `msauth`. To store a URI from one of these two functions with serde, use
/// [`stored_redirect_uri`](crate::stored_redirect_uri).
///
/// The text is kept exactly as it was given. Patterns and wildcards are not supported.
///
/// ```
/// use symbolon_oauth::{Parameters, RedirectUri};
/// let registered = RedirectUri::new("https://client.example/cb?tenant=1")?;
/// assert!(RedirectUri::new("https://client.example/cb?tenant=1")?.matches(&registered));
/// assert!(!RedirectUri::new("https://client.example/cb")?.matches(&registered));
///
/// let mut response = Parameters::new();
/// response.push("code", "SplxlOBe");
/// assert_eq!(registered.append(&response), "https://client.example/cb?tenant=1&code=SplxlOBe");
/// # Ok::<(), symbolon_oauth::RedirectUriError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RedirectUri(String);

impl RedirectUri {
    /// Checks the text and creates a redirect URI from it.
    ///
    /// # Errors
    /// [`RedirectUriError`] when the text is not an absolute URI, when its scheme or host is not
    /// accepted, or when its query is malformed or contains a parameter that authorization
    /// responses add, such as `code`.
    pub fn new(text: &str) -> Result<Self, RedirectUriError> {
        Self::accept(text, check_scheme)
    }

    /// Creates a redirect URI of a client whose provider prescribes a private-use scheme without a
    /// period, such as `msal5a434691-ccb2-4fd1-b97b-000000000000://auth`. The function also accepts
    /// every URI that [`new`](Self::new) accepts.
    ///
    /// Use this function only in a client. A provider should refuse such a scheme, because several
    /// apps can choose the same scheme
    /// ([RFC 8252 §8.4](https://www.rfc-editor.org/rfc/rfc8252#section-8.4)): another app on the
    /// device can then receive the authorization code. PKCE prevents that app from using the code.
    ///
    /// # Errors
    /// [`RedirectUriError`] in the cases of [`new`](Self::new), but not for a scheme without a
    /// period. A scheme without a period that browsers or operating systems use for another
    /// purpose, such as `javascript`, `data`, `file` or `mailto`, is still refused.
    ///
    /// ```
    /// use symbolon_oauth::RedirectUri;
    /// assert!(RedirectUri::new("msauth://com.example.app/cb").is_err());
    /// assert!(RedirectUri::private_scheme_without_period("msauth://com.example.app/cb").is_ok());
    /// assert!(RedirectUri::private_scheme_without_period("javascript:alert(1)").is_err());
    /// ```
    pub fn private_scheme_without_period(text: &str) -> Result<Self, RedirectUriError> {
        Self::accept(text, |parts| match parts.scheme {
            scheme if scheme.contains('.') || KNOWN_SCHEMES.contains(&scheme) => {
                check_scheme(parts)
            }
            _ => check_private_scheme(parts),
        })
    }

    /// Creates a redirect URI that uses `http` on any host, or that [`new`](Self::new) accepts.
    pub(crate) fn on_any_host(text: &str) -> Result<Self, RedirectUriError> {
        Self::accept(text, |parts| match (parts.scheme, parts.host) {
            ("http", Some(_)) => Ok(()),
            _ => check_scheme(parts),
        })
    }

    /// Creates a redirect URI from a text that at least one of the public functions accepts.
    pub(crate) fn stored(text: &str) -> Result<Self, RedirectUriError> {
        Self::on_any_host(text)
            .or_else(|error| Self::private_scheme_without_period(text).map_err(|_| error))
    }

    fn accept(
        text: &str,
        scheme: impl FnOnce(&Parts<'_>) -> Result<(), RedirectUriError>,
    ) -> Result<Self, RedirectUriError> {
        let parts = uri::split(text).map_err(RedirectUriError::Uri)?;
        scheme(&parts)?;
        check_query(parts.query.unwrap_or_default())?;
        Ok(Self(text.to_owned()))
    }

    /// Returns the text from which the URI was created, unchanged.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns whether this URI, which a request contains, matches a registered URI.
    ///
    /// The two URIs must be equal byte for byte
    /// ([RFC 6749 §3.1.2.3](https://www.rfc-editor.org/rfc/rfc6749#section-3.1.2.3),
    /// [RFC 9700 §4.1.3](https://www.rfc-editor.org/rfc/rfc9700#section-4.1.3)).
    ///
    /// There is one exception: if both URIs use `http` and the host is `127.0.0.1` or `[::1]`, the
    /// ports can differ ([RFC 8252 §7.3](https://www.rfc-editor.org/rfc/rfc8252#section-7.3)). If
    /// the host is `localhost`, the ports must be equal
    /// ([§8.3](https://www.rfc-editor.org/rfc/rfc8252#section-8.3)).
    #[must_use]
    pub fn matches(&self, registered: &Self) -> bool {
        // RFC 6749 §3.1.2.3: simple string comparison.
        if self.0 == registered.0 {
            return true;
        }
        // RFC 8252 §7.3: any port on a loopback address.
        match (self.without_loopback_port(), registered.without_loopback_port()) {
            (Some(asked), Some(registered)) => asked == registered,
            _ => false,
        }
    }

    /// Adds the parameters of a response to the query of the URI, and returns the result.
    ///
    /// The existing query is kept
    /// ([RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2)).
    #[must_use]
    pub fn append(&self, response: &Parameters) -> String {
        // RFC 6749 §3.1.2: the query is retained.
        match uri::split(&self.0).ok().and_then(|parts| parts.query) {
            None => format!("{}?{}", self.0, response.encode()),
            Some("") => format!("{}{}", self.0, response.encode()),
            Some(_) => format!("{}&{}", self.0, response.encode()),
        }
    }

    /// Returns whether the URI uses `http` and its host is `127.0.0.1`, `[::1]` or `localhost`.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.0.starts_with("http:") && self.has_loopback_host()
    }

    /// Returns whether the URI uses `http` and its host is not loopback, so that an authorization
    /// code passes the network without encryption.
    ///
    /// The client of such a URI must be confidential
    /// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)). Such a
    /// URI comes from [`danger::http_redirect_uri`](crate::danger::http_redirect_uri), or from an
    /// authorization request that was read. A URI from a request must still be compared with the
    /// registered URIs.
    #[must_use]
    pub fn is_unencrypted(&self) -> bool {
        self.0.starts_with("http:") && !self.has_loopback_host()
    }

    fn has_loopback_host(&self) -> bool {
        uri::split(&self.0).is_ok_and(|parts| parts.is_on_loopback())
    }

    /// Returns the loopback address and what follows its port.
    fn without_loopback_port(&self) -> Option<(&'static str, &str)> {
        let (address, after) = ["http://127.0.0.1", "http://[::1]"]
            .into_iter()
            .find_map(|address| Some((address, self.0.strip_prefix(address)?)))?;
        let rest = match after.strip_prefix(':') {
            Some(port) => port.trim_start_matches(|digit: char| digit.is_ascii_digit()),
            None => after,
        };
        Some((address, rest))
    }
}

/// Reads what [`RedirectUri::new`] accepts, such as an element of `redirect_uris` in client metadata
/// ([RFC 7591 §2](https://www.rfc-editor.org/rfc/rfc7591#section-2)).
impl TextValue for RedirectUri {
    type Error = RedirectUriError;

    fn from_text(text: &str) -> Result<Self, RedirectUriError> {
        Self::new(text)
    }

    fn as_text(&self) -> &str {
        &self.0
    }
}

/// The reason why a text is not accepted as a redirect URI.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RedirectUriError {
    /// The URI has no host, or [`check_uri`](crate::check_uri) refuses it, for example because it
    /// has a fragment ([RFC 6749 §3.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-3.1.2)). A
    /// URI with a private-use scheme can have a path instead of a host.
    #[error(transparent)]
    Uri(UriError),
    /// The scheme is not accepted. Use `https`, a private-use scheme with a period, or `http` with
    /// the host `127.0.0.1`, `[::1]` or `localhost`
    /// ([RFC 8252 §7](https://www.rfc-editor.org/rfc/rfc8252#section-7)).
    ///
    /// A confidential client can use `http` on another host with
    /// [`danger::http_redirect_uri`](crate::danger::http_redirect_uri). A client whose provider
    /// prescribes a scheme without a period can use
    /// [`RedirectUri::private_scheme_without_period`].
    #[error(
        "the redirect URI has the scheme {found}; expected https, http on 127.0.0.1, [::1] or \
         localhost, or a private-use scheme with a period, such as com.example.app{}",
        way_out(.found)
    )]
    Scheme {
        /// The scheme of the URI.
        found: Excerpt,
    },
    /// [`Parameters::parse`] refuses the query of the URI, for example because a name is repeated
    /// ([RFC 6749 §3.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-3.1.2)).
    #[error("the query of the redirect URI cannot be read: {0}")]
    Query(ParametersError),
    /// The query contains a parameter that authorization responses add, such as `code`. A response
    /// would then contain this parameter twice
    /// ([RFC 6749 §3.1](https://www.rfc-editor.org/rfc/rfc6749#section-3.1)).
    #[error(
        "the query of the redirect URI has `{name}`, which authorization responses add; remove it"
    )]
    ResponseParameter {
        /// The name of the parameter.
        name: &'static str,
    },
}

impl RedirectUriError {
    /// Returns a stable name for logs and metrics, such as `"redirect_uri.scheme"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Uri(error) => error.code(),
            Self::Scheme { .. } => "redirect_uri.scheme",
            Self::Query(_) => "redirect_uri.query",
            Self::ResponseParameter { .. } => "redirect_uri.response_parameter",
        }
    }
}

/// Returns the end of the error message about a scheme, which names the function that accepts the
/// scheme. Returns an empty text if no function accepts the scheme.
fn way_out(scheme: &Excerpt) -> &'static str {
    match scheme.as_str() {
        "http" => " (`danger::http_redirect_uri` accepts http on every host)",
        known if KNOWN_SCHEMES.contains(&known) => "",
        _ => " (`RedirectUri::private_scheme_without_period` accepts other schemes in a client)",
    }
}

/// The parameters of authorization responses, in every registered response mode.
pub(crate) const RESPONSE_PARAMETERS: [&str; 13] = [
    "access_token",
    "code",
    "error",
    "error_description",
    "error_uri",
    "expires_in",
    "id_token",
    "iss",
    "response",
    "scope",
    "session_state",
    "state",
    "token_type",
];

/// Checks the scheme against a list of schemes that are known to be safe.
fn check_scheme(parts: &Parts<'_>) -> Result<(), RedirectUriError> {
    let no_host = || Err(RedirectUriError::Uri(UriError::no_host()));
    match parts.scheme {
        // RFC 3986 §3.2: https and http name a host.
        "https" | "http" if parts.host.is_none() => no_host(),
        "https" => Ok(()),
        // RFC 8252 §7.3 and §8.3: the loopback interface.
        "http" if parts.is_on_loopback() => Ok(()),
        // RFC 8252 §7.1: a private-use scheme is a domain name in reverse, so it has a period.
        scheme if scheme.contains('.') => check_private_scheme(parts),
        scheme => Err(RedirectUriError::Scheme { found: Excerpt::new(scheme) }),
    }
}

/// Checks that a host or a path follows the private-use scheme.
fn check_private_scheme(parts: &Parts<'_>) -> Result<(), RedirectUriError> {
    if parts.host.is_none() && parts.path.is_empty() {
        return Err(RedirectUriError::Uri(UriError::no_host()));
    }
    Ok(())
}

/// Schemes without a period that already have another purpose. Browsers run or show their content,
/// or pass it to a program that is not the client.
const KNOWN_SCHEMES: [&str; 42] = [
    "about",
    "android-app",
    "blob",
    "cap",
    "chrome",
    "chrome-extension",
    "cid",
    "content",
    "data",
    "dav",
    "dns",
    "facetime",
    "feed",
    "file",
    "filesystem",
    "ftp",
    "ftps",
    "geo",
    "http",
    "https",
    "intent",
    "irc",
    "jar",
    "javascript",
    "ldap",
    "livescript",
    "mailto",
    "market",
    "mid",
    "mocha",
    "moz-extension",
    "ms-settings",
    "news",
    "resource",
    "sms",
    "ssh",
    "tel",
    "urn",
    "vbscript",
    "view-source",
    "ws",
    "wss",
];

fn check_query(query: &str) -> Result<(), RedirectUriError> {
    for piece in query.split('&') {
        let name = piece.split_once('=').map_or(piece, |(name, _)| name);
        // The client decodes the name, and reads also a name without a value.
        let Ok(name) = percent::decode_form(name) else { break };
        // RFC 6749 §3.1: response parameters are not included more than once.
        if let Some(name) = RESPONSE_PARAMETERS.into_iter().find(|it| it.as_bytes() == name) {
            return Err(RedirectUriError::ResponseParameter { name });
        }
    }
    // RFC 6749 §3.1.2: a query is form-encoded.
    Parameters::parse(query).map(|_| ()).map_err(RedirectUriError::Query)
}

impl fmt::Display for RedirectUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for RedirectUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RedirectUri").field(&self.0).finish()
    }
}

impl FromStr for RedirectUri {
    type Err = RedirectUriError;

    fn from_str(text: &str) -> Result<Self, RedirectUriError> {
        Self::new(text)
    }
}

impl Serialize for RedirectUri {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for RedirectUri {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}
