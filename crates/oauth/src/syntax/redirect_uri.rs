use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::syntax::percent;
use crate::syntax::uri::{self, Parts};
use crate::{Parameters, UriError};

/// `redirect_uri`: where the authorization response goes.
///
/// [RFC 6749 section 3.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-3.1.2). It is kept as
/// it was written and never normalised. What can be written is what every reader understands the
/// same way: `https` on any host; `http` on `127.0.0.1`, `[::1]` and `localhost`; a private-use
/// scheme with a period in it
/// ([RFC 8252 section 7.1](https://www.rfc-editor.org/rfc/rfc8252#section-7.1)). There are no
/// patterns.
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
    /// Checks the URI, at registration and at every use.
    pub fn new(text: &str) -> Result<RedirectUri, RedirectUriError> {
        let parts = uri::split(text).map_err(RedirectUriError::Uri)?;
        check_scheme(&parts)?;
        check_query(parts.query.unwrap_or_default())?;
        Ok(RedirectUri(text.to_owned()))
    }

    /// The URI as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this URI of a request is the registered one: equal to the last byte, or, on the
    /// loopback literals `127.0.0.1` and `[::1]`, equal but for the port.
    ///
    /// [RFC 6749 section 3.1.2.3](https://www.rfc-editor.org/rfc/rfc6749#section-3.1.2.3),
    /// [RFC 9700 section 4.1.3](https://www.rfc-editor.org/rfc/rfc9700#section-4.1.3),
    /// [RFC 8252 section 7.3](https://www.rfc-editor.org/rfc/rfc8252#section-7.3). The name
    /// `localhost` has no such freedom
    /// ([section 8.3](https://www.rfc-editor.org/rfc/rfc8252#section-8.3)).
    pub fn matches(&self, registered: &RedirectUri) -> bool {
        // RFC 6749 §3.1.2.3: simple string comparison.
        if self.0 == registered.0 {
            return true;
        }
        // RFC 8252 §7.3: any port on a loopback literal.
        match (self.without_loopback_port(), registered.without_loopback_port()) {
            (Some(asked), Some(registered)) => asked == registered,
            _ => false,
        }
    }

    /// The URI with response parameters added to its query, which is kept.
    ///
    /// [RFC 6749 section 4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2).
    pub fn append(&self, response: &Parameters) -> String {
        // RFC 6749 §3.1.2: the query is retained.
        match uri::split(&self.0).ok().and_then(|parts| parts.query) {
            None => format!("{}?{}", self.0, response.encode()),
            Some("") => format!("{}{}", self.0, response.encode()),
            Some(_) => format!("{}&{}", self.0, response.encode()),
        }
    }

    /// Whether it is plain `http`, which only the machine the browser runs on can receive.
    pub fn is_loopback(&self) -> bool {
        self.0.starts_with("http:")
    }

    /// A loopback literal and what follows its port.
    fn without_loopback_port(&self) -> Option<(&'static str, &str)> {
        let (literal, after) = ["http://127.0.0.1", "http://[::1]"]
            .into_iter()
            .find_map(|literal| Some((literal, self.0.strip_prefix(literal)?)))?;
        let rest = match after.strip_prefix(':') {
            Some(port) => port.trim_start_matches(|digit: char| digit.is_ascii_digit()),
            None => after,
        };
        Some((literal, rest))
    }
}

/// Why a text cannot be a redirect URI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RedirectUriError {
    /// Not an absolute URI without fragment that every reader understands the same way:
    /// [RFC 6749 section 3.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-3.1.2).
    #[error(transparent)]
    Uri(UriError),
    /// Neither `https`, nor `http` on the loopback interface, nor a private-use scheme:
    /// [RFC 8252 section 7](https://www.rfc-editor.org/rfc/rfc8252#section-7).
    #[error("the redirect URI has a scheme that is not allowed for its host")]
    Scheme,
    /// The query is not in the form encoding, or repeats a name:
    /// [RFC 6749 section 3.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-3.1.2).
    #[error("the query of the redirect URI is not form-encoded")]
    Query,
    /// The query holds a parameter of authorization responses, which would then be there twice:
    /// [RFC 6749 section 3.1](https://www.rfc-editor.org/rfc/rfc6749#section-3.1).
    #[error("the redirect URI already holds a response parameter")]
    ResponseParameter,
}

impl RedirectUriError {
    /// A stable name for logs and metrics.
    pub fn code(&self) -> &'static str {
        match self {
            RedirectUriError::Uri(error) => error.code(),
            RedirectUriError::Scheme => "redirect_uri.scheme",
            RedirectUriError::Query => "redirect_uri.query",
            RedirectUriError::ResponseParameter => "redirect_uri.response_parameter",
        }
    }
}

/// What an authorization response is made of, in every registered response mode.
const RESPONSE_PARAMETERS: [&str; 13] = [
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

/// An allow-list: what is not known to be safe is not safe.
fn check_scheme(parts: &Parts<'_>) -> Result<(), RedirectUriError> {
    match parts.scheme {
        // RFC 3986 §3.2: https and http name a host.
        "https" | "http" if parts.host.is_none() => Err(RedirectUriError::Uri(UriError::Host)),
        "https" => Ok(()),
        // RFC 8252 §7.3 and §8.3: the loopback interface.
        "http" if parts.is_on_loopback() => Ok(()),
        // RFC 8252 §7.1: a domain name in reverse, so there is a period in it.
        scheme if scheme.contains('.') => {
            if parts.host.is_none() && parts.path.is_empty() {
                return Err(RedirectUriError::Uri(UriError::Host));
            }
            Ok(())
        }
        _ => Err(RedirectUriError::Scheme),
    }
}

fn check_query(query: &str) -> Result<(), RedirectUriError> {
    for piece in query.split('&') {
        let name = piece.split_once('=').map_or(piece, |(name, _)| name);
        // Decoded first, as the client will; and a name without a value counts too.
        let name = percent::decode_form(name).map_err(|_| RedirectUriError::Query)?;
        // RFC 6749 §3.1: response parameters are not included more than once.
        if RESPONSE_PARAMETERS.iter().any(|parameter| parameter.as_bytes() == name) {
            return Err(RedirectUriError::ResponseParameter);
        }
    }
    // RFC 6749 §3.1.2: a query is form-encoded.
    Parameters::parse(query).map(|_| ()).map_err(|_| RedirectUriError::Query)
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

    fn from_str(text: &str) -> Result<RedirectUri, RedirectUriError> {
        RedirectUri::new(text)
    }
}

impl Serialize for RedirectUri {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for RedirectUri {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<RedirectUri, D::Error> {
        RedirectUri::new(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}
