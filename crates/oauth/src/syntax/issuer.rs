use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::UriError;
use crate::syntax::uri::{self, Parts};

/// `iss`: the name of an authorization server or OpenID provider.
///
/// [RFC 8414 section 2](https://www.rfc-editor.org/rfc/rfc8414#section-2),
/// [RFC 9207 section 2](https://www.rfc-editor.org/rfc/rfc9207#section-2). It is kept as it was
/// written and compared byte for byte: nothing is normalised, and `https://op.example` is not
/// `https://op.example/`.
///
/// ```
/// use symbolon_oauth::Issuer;
/// let issuer = Issuer::new("https://op.example")?;
/// assert_ne!(issuer, Issuer::new("https://op.example/")?);
/// assert!(Issuer::new("http://op.example").is_err());
/// # Ok::<(), symbolon_oauth::IssuerError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Issuer(String);

impl Issuer {
    /// An `https` issuer without query, fragment and user information.
    pub fn new(text: &str) -> Result<Issuer, IssuerError> {
        Issuer::accept(text, |parts| parts.scheme == "https")
    }

    /// For development: also takes `http` on `127.0.0.1`, `[::1]` and `localhost`.
    pub fn on_loopback(text: &str) -> Result<Issuer, IssuerError> {
        Issuer::accept(text, |parts| {
            parts.scheme == "https" || (parts.scheme == "http" && parts.is_on_loopback())
        })
    }

    /// What [`danger::http_issuer`](crate::danger::http_issuer) is made of.
    pub(crate) fn on_any_host(text: &str) -> Result<Issuer, IssuerError> {
        Issuer::accept(text, |parts| matches!(parts.scheme, "https" | "http"))
    }

    /// The issuer as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether TLS stands behind the name.
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https:")
    }

    /// Whether the host is `127.0.0.1`, `[::1]` or `localhost`.
    pub fn is_on_loopback(&self) -> bool {
        uri::split(&self.0).is_ok_and(|parts| parts.is_on_loopback())
    }

    fn accept(text: &str, scheme: impl Fn(&Parts<'_>) -> bool) -> Result<Issuer, IssuerError> {
        let parts = uri::split(text).map_err(IssuerError::Uri)?;
        // RFC 8414 §2: uses the https scheme.
        if !scheme(&parts) {
            return Err(IssuerError::Scheme);
        }
        // RFC 8414 §2: a URL, so there is a host.
        if parts.host.is_none() {
            return Err(IssuerError::Uri(UriError::Host));
        }
        // RFC 8414 §2: has no query.
        if parts.query.is_some() {
            return Err(IssuerError::Query);
        }
        Ok(Issuer(text.to_owned()))
    }
}

/// A text cannot be an issuer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IssuerError {
    /// Not a URI that every reader understands the same way; a fragment counts as that:
    /// [RFC 8414 section 2](https://www.rfc-editor.org/rfc/rfc8414#section-2).
    #[error(transparent)]
    Uri(UriError),
    /// A scheme other than `https`:
    /// [RFC 8414 section 2](https://www.rfc-editor.org/rfc/rfc8414#section-2).
    #[error("the issuer does not use https")]
    Scheme,
    /// A query component:
    /// [RFC 8414 section 2](https://www.rfc-editor.org/rfc/rfc8414#section-2).
    #[error("the issuer has a query")]
    Query,
}

impl IssuerError {
    /// A stable name for logs and metrics.
    pub fn code(&self) -> &'static str {
        match self {
            IssuerError::Uri(error) => error.code(),
            IssuerError::Scheme => "issuer.scheme",
            IssuerError::Query => "issuer.query",
        }
    }
}

impl fmt::Display for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Issuer").field(&self.0).finish()
    }
}

/// As [`Issuer::new`].
impl FromStr for Issuer {
    type Err = IssuerError;

    fn from_str(text: &str) -> Result<Issuer, IssuerError> {
        Issuer::new(text)
    }
}

impl Serialize for Issuer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// Reads an issuer from your own store or settings: accepts what [`Issuer::on_loopback`] accepts. For a
/// record that may hold an issuer from [`danger::http_issuer`](crate::danger::http_issuer), use
/// [`stored_issuer`](crate::stored_issuer).
impl<'de> Deserialize<'de> for Issuer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Issuer, D::Error> {
        Issuer::on_loopback(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc8414_2_compared_byte_for_byte() {
        let issuer = Issuer::new("https://op.example/tenant").unwrap();
        for other in [
            "https://op.example/tenant/",
            "https://op.example/Tenant",
            "https://OP.example/tenant",
            "https://op.example:443/tenant",
        ] {
            assert_ne!(issuer, Issuer::new(other).unwrap());
        }
        assert_eq!(issuer.to_string(), "https://op.example/tenant");
    }

    #[test]
    fn rfc8414_2_https_without_query_and_fragment() {
        for (text, error) in [
            ("http://op.example", IssuerError::Scheme),
            ("http://127.0.0.1", IssuerError::Scheme),
            ("javascript:alert", IssuerError::Scheme),
            ("https:op.example", IssuerError::Uri(UriError::Host)),
            ("https://op.example?", IssuerError::Query),
            ("https://op.example?tenant=1", IssuerError::Query),
            ("https://op.example#", IssuerError::Uri(UriError::Fragment)),
            ("https://op.example\\@evil.example", IssuerError::Uri(UriError::Character)),
            ("https://op.example@evil.example", IssuerError::Uri(UriError::UserInfo)),
            ("https://op.example/../x", IssuerError::Uri(UriError::DotSegment)),
            ("https://op.example/%C0%AE", IssuerError::Uri(UriError::Character)),
            ("https://xn--zz--", IssuerError::Uri(UriError::Host)),
            (" https://op.example", IssuerError::Uri(UriError::Character)),
            ("https://op.example/\u{202e}", IssuerError::Uri(UriError::Character)),
        ] {
            assert_eq!(Issuer::new(text), Err(error), "{text}");
        }
    }

    #[test]
    fn loopback_is_asked_for_and_exact() {
        for accepted in [
            "http://127.0.0.1:9400",
            "http://[::1]:9400/op",
            "http://localhost",
            "https://op.example",
        ] {
            assert!(Issuer::on_loopback(accepted).is_ok(), "{accepted}");
        }
        for refused in [
            "http://localhost.evil.example",
            "http://127.0.0.2",
            "http://op.example",
            "ftp://localhost",
        ] {
            assert_eq!(Issuer::on_loopback(refused), Err(IssuerError::Scheme), "{refused}");
        }
        assert!(Issuer::on_loopback("http://localhost:1").unwrap().is_on_loopback());
        assert!(!Issuer::on_loopback("http://localhost:1").unwrap().is_https());
    }

    #[test]
    fn rfc8414_2_deserialised_as_on_loopback() {
        for accepted in ["https://op.example", "http://127.0.0.1:9400", "http://localhost/op"] {
            let stored = serde_json::to_string(&Issuer::on_loopback(accepted).unwrap()).unwrap();
            assert_eq!(serde_json::from_str::<Issuer>(&stored).unwrap().as_str(), accepted);
        }
        for refused in
            ["\"http://op.internal\"", "\"op.internal\"", "\"https://op.example?x\"", "1"]
        {
            assert!(serde_json::from_str::<Issuer>(refused).is_err(), "{refused}");
        }
    }
}
