//! `iss`: the identifier of an authorization server.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use symbolon_jose::Excerpt;
use symbolon_jose::json::document::TextValue;

use crate::UriError;
use crate::syntax::uri::{self, Parts};

/// `iss`: the identifier of an authorization server or OpenID provider.
///
/// [RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414#section-2),
/// [RFC 9207 §2](https://www.rfc-editor.org/rfc/rfc9207#section-2). The text is kept exactly as it
/// was given and compared byte for byte: `https://op.example` and `https://op.example/` are two
/// issuers. Clones share the text in memory.
///
/// ```
/// use symbolon_oauth::Issuer;
/// let issuer = Issuer::new("https://op.example")?;
/// assert_ne!(issuer, Issuer::new("https://op.example/")?);
/// assert!(Issuer::new("http://op.example").is_err());
/// # Ok::<(), symbolon_oauth::IssuerError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Issuer(Arc<str>);

impl Issuer {
    /// Creates an issuer from an `https` URL that has no query, no fragment and no user name or
    /// password.
    ///
    /// # Errors
    /// [`IssuerError`] when the text is not an `https` URL, or has a query, a fragment, a user name
    /// or a password.
    pub fn new(text: &str) -> Result<Self, IssuerError> {
        Self::accept(text, |parts| parts.scheme == "https")
    }

    /// Creates an issuer for development. Accepts the same URLs as [`new`](Self::new), and also
    /// `http` on `127.0.0.1`, `[::1]` and `localhost`.
    ///
    /// # Errors
    /// [`IssuerError`] when the text is neither an `https` URL nor an `http` URL on one of these
    /// hosts, or has a query, a fragment, a user name or a password.
    pub fn on_loopback(text: &str) -> Result<Self, IssuerError> {
        Self::accept(text, |parts| {
            parts.scheme == "https" || (parts.scheme == "http" && parts.is_on_loopback())
        })
    }

    /// Creates an issuer that uses `https`, or `http` on any host, for `danger::http_issuer`.
    pub(crate) fn on_any_host(text: &str) -> Result<Self, IssuerError> {
        Self::accept(text, |parts| matches!(parts.scheme, "https" | "http"))
    }

    /// Returns the text from which the issuer was created, unchanged.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns whether the issuer uses `https`; otherwise it uses `http`.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https:")
    }

    /// Returns whether the host is `127.0.0.1`, `[::1]` or `localhost`.
    #[must_use]
    pub fn is_on_loopback(&self) -> bool {
        uri::split(&self.0).is_ok_and(|parts| parts.is_on_loopback())
    }

    fn accept(text: &str, scheme: impl Fn(&Parts<'_>) -> bool) -> Result<Self, IssuerError> {
        let parts = uri::split(text).map_err(IssuerError::Uri)?;
        // RFC 8414 §2: the issuer uses the https scheme.
        if !scheme(&parts) {
            return Err(IssuerError::Scheme { found: Excerpt::new(parts.scheme) });
        }
        // RFC 8414 §2: the issuer is a URL, so it has a host.
        if parts.host.is_none() {
            return Err(IssuerError::Uri(UriError::no_host()));
        }
        // RFC 8414 §2: the issuer has no query.
        if let Some(position) = text.find('?') {
            return Err(IssuerError::Query { position });
        }
        Ok(Self(text.into()))
    }
}

/// The reason why a text is not accepted as an issuer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IssuerError {
    /// The text has no host, or it breaks a rule of [`check_uri`](crate::check_uri): for example,
    /// it has a fragment
    /// ([RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414#section-2)).
    #[error(transparent)]
    Uri(UriError),
    /// The scheme is not `https`
    /// ([RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414#section-2)).
    ///
    /// For `http` use [`Issuer::on_loopback`] or
    /// [`danger::http_issuer`](crate::danger::http_issuer).
    #[error(
        "the issuer has the scheme {found}; expected \"https\" (use `Issuer::on_loopback` for \
         http on 127.0.0.1, [::1] or localhost, `danger::http_issuer` for http on another host)"
    )]
    Scheme {
        /// The scheme of the text.
        found: Excerpt,
    },
    /// The issuer contains a query
    /// ([RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414#section-2)).
    #[error("the issuer has a query, which begins with the `?` at byte {position}; remove it")]
    Query {
        /// The index of the question mark; the first byte has index 0.
        position: usize,
    },
}

impl IssuerError {
    /// Returns a stable name for logs and metrics, such as `"issuer.scheme"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Uri(error) => error.code(),
            Self::Scheme { .. } => "issuer.scheme",
            Self::Query { .. } => "issuer.query",
        }
    }
}

/// Reads an issuer that uses `https`, or `http` on this machine. The reader of a document then
/// decides whether `http` is allowed in it.
impl TextValue for Issuer {
    type Error = IssuerError;

    fn from_text(text: &str) -> Result<Self, IssuerError> {
        Self::on_loopback(text)
    }

    fn as_text(&self) -> &str {
        &self.0
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

/// Accepts what [`Issuer::new`] accepts.
impl FromStr for Issuer {
    type Err = IssuerError;

    fn from_str(text: &str) -> Result<Self, IssuerError> {
        Self::new(text)
    }
}

impl Serialize for Issuer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// Reads an issuer from your own store or settings: accepts what [`Issuer::on_loopback`] accepts.
///
/// For a record that can contain an issuer from
/// [`danger::http_issuer`](crate::danger::http_issuer), use
/// [`stored_issuer`](crate::stored_issuer).
impl<'de> Deserialize<'de> for Issuer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::on_loopback(&String::deserialize(deserializer)?).map_err(de::Error::custom)
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
            ("http://op.example", "issuer.scheme"),
            ("http://127.0.0.1", "issuer.scheme"),
            ("javascript:alert", "issuer.scheme"),
            ("https:op.example", "uri.host"),
            ("https://op.example?", "issuer.query"),
            ("https://op.example?tenant=1", "issuer.query"),
            ("https://op.example#", "uri.fragment"),
            ("https://op.example\\@evil.example", "uri.character"),
            ("https://op.example@evil.example", "uri.user_info"),
            ("https://op.example/../x", "uri.dot_segment"),
            ("https://op.example/%C0%AE", "uri.character"),
            ("https://xn--zz--", "uri.host"),
            (" https://op.example", "uri.character"),
            ("https://op.example/\u{202e}", "uri.character"),
        ] {
            assert_eq!(Issuer::new(text).unwrap_err().code(), error, "{text}");
        }
    }

    #[test]
    fn an_error_says_what_was_found_and_names_the_way_out() {
        assert_eq!(
            Issuer::new("http://localhost:8080").unwrap_err().to_string(),
            "the issuer has the scheme \"http\"; expected \"https\" (use `Issuer::on_loopback` for \
             http on 127.0.0.1, [::1] or localhost, `danger::http_issuer` for http on another host)"
        );
        assert_eq!(
            Issuer::new("https://op.example?tenant=1").unwrap_err().to_string(),
            "the issuer has a query, which begins with the `?` at byte 18; remove it"
        );
    }

    #[test]
    fn on_loopback_accepts_http_on_three_hosts_only() {
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
            let error = Issuer::on_loopback(refused).unwrap_err();
            assert_eq!(error.code(), "issuer.scheme", "{refused}");
        }
        assert!(Issuer::on_loopback("http://localhost:1").unwrap().is_on_loopback());
        assert!(!Issuer::on_loopback("http://localhost:1").unwrap().is_https());
    }

    #[test]
    fn rfc8414_2_deserialising_accepts_what_on_loopback_accepts() {
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
