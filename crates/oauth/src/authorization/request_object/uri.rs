//! The URI at which a client hosts a request object.

use std::fmt;

use http::Uri;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use symbolon_jose::json::document::TextValue;
use symbolon_jose::{Crypto, Excerpt, Fingerprint};

use crate::UriError;
use crate::syntax::uri::{self, Parts};

/// The URI at which a client hosts a request object, for the parameter `request_uri` and for the
/// client's registered `request_uris`.
///
/// [Core §6.2](https://openid.net/specs/openid-connect-core-1_0.html#RequestUriParameter). If the
/// URI has a fragment, the fragment is the SHA-256 hash of the object in base64url, which allows
/// the provider to cache the object.
///
/// ```
/// use symbolon_oauth::request_object::RequestObjectUri;
///
/// let registered = RequestObjectUri::new("https://client.example/request.jwt")?;
/// let hash = "#GkurKxf5T0Y-mnPFCHqWOMiZi4VS138cQO_V7PZHAdM";
/// assert!(registered.allows(&format!("https://client.example/request.jwt{hash}")));
/// assert!(!registered.allows("https://client.example/other.jwt"));
/// assert!(RequestObjectUri::new("http://client.example/request.jwt").is_err());
/// # Ok::<(), symbolon_oauth::request_object::RequestObjectUriError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct RequestObjectUri(String);

impl RequestObjectUri {
    /// Creates a URI from an `https` URL without a user name or password. The URL can have a
    /// fragment.
    ///
    /// # Errors
    /// [`RequestObjectUriError`] when the text is not an `https` URL, or breaks a rule of
    /// [`check_uri`](crate::check_uri) that is not about the fragment.
    pub fn new(text: &str) -> Result<Self, RequestObjectUriError> {
        Self::accept(text, |parts| parts.scheme == "https")
    }

    /// Creates a URI for development. Accepts the same URLs as [`new`](Self::new), and also `http`
    /// on `127.0.0.1`, `[::1]` and `localhost`.
    ///
    /// # Errors
    /// [`RequestObjectUriError`] when the text is neither an `https` URL nor an `http` URL on one
    /// of these hosts, or breaks a rule of [`check_uri`](crate::check_uri) that is not about the
    /// fragment.
    pub fn on_loopback(text: &str) -> Result<Self, RequestObjectUriError> {
        Self::accept(text, |parts| {
            parts.scheme == "https" || (parts.scheme == "http" && parts.is_on_loopback())
        })
    }

    /// Returns the text from which the URI was created, unchanged.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns whether a client that registered this URI is allowed to send `request_uri`.
    ///
    /// The two texts must be equal byte for byte. If the registered URI has no fragment, the
    /// `request_uri` is allowed to have any fragment, because the hash of an object is often not
    /// known when the client registers.
    #[must_use]
    pub fn allows(&self, request_uri: &str) -> bool {
        let (before, _) = cut(request_uri);
        self.0 == request_uri || self.0 == before
    }

    /// Returns the fragment, if the URI has a fragment.
    #[must_use]
    pub fn fragment(&self) -> Option<&str> {
        cut(&self.0).1
    }

    /// Returns the same URI with the SHA-256 hash of this content as its fragment.
    #[must_use]
    pub fn with_hash_of(&self, content: &[u8], crypto: &Crypto) -> Self {
        let hash = Fingerprint::of(content, crypto);
        Self(format!("{}#{}", cut(&self.0).0, hash.as_str()))
    }

    /// Returns the target of the HTTP request for the object. The target has no fragment.
    ///
    /// # Errors
    /// [`RequestObjectUriError::Uri`] when an HTTP library cannot represent the target.
    pub fn target(&self) -> Result<Uri, RequestObjectUriError> {
        let unusable = |_| RequestObjectUriError::Uri(UriError::no_host());
        cut(&self.0).0.parse().map_err(unusable)
    }

    fn accept(
        text: &str,
        scheme: impl Fn(&Parts<'_>) -> bool,
    ) -> Result<Self, RequestObjectUriError> {
        let (before, fragment) = cut(text);
        let parts = uri::split(before)?;
        if !scheme(&parts) {
            let found = Excerpt::new(parts.scheme);
            return Err(RequestObjectUriError::Scheme { found });
        }
        if parts.host.is_none() {
            return Err(UriError::no_host().into());
        }
        let start = before.len().saturating_add(1);
        uri::check_fragment(fragment.unwrap_or_default(), start)?;
        Ok(Self(text.to_owned()))
    }
}

/// Cuts a URI before its fragment.
fn cut(text: &str) -> (&str, Option<&str>) {
    text.split_once('#').map_or((text, None), |(before, fragment)| (before, Some(fragment)))
}

impl fmt::Debug for RequestObjectUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RequestObjectUri").field(&self.0).finish()
    }
}

impl fmt::Display for RequestObjectUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for RequestObjectUri {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// Reads a URI that [`RequestObjectUri::on_loopback`] accepts.
impl<'de> Deserialize<'de> for RequestObjectUri {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::on_loopback(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

/// Reads what [`RequestObjectUri::on_loopback`] accepts, such as an element of `request_uris` in
/// client metadata. The reader of the metadata decides whether `http` is allowed.
impl TextValue for RequestObjectUri {
    type Error = RequestObjectUriError;

    fn from_text(text: &str) -> Result<Self, RequestObjectUriError> {
        Self::on_loopback(text)
    }

    fn as_text(&self) -> &str {
        &self.0
    }
}

/// The reason why a text is not accepted as the URI of a request object.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RequestObjectUriError {
    /// The text has no host, or it breaks a rule of [`check_uri`](crate::check_uri) that is not
    /// about the fragment
    /// ([RFC 3986 §3](https://www.rfc-editor.org/rfc/rfc3986#section-3)).
    #[error(transparent)]
    Uri(#[from] UriError),
    /// The scheme is not `https`
    /// ([RFC 9101 §5.2](https://www.rfc-editor.org/rfc/rfc9101#section-5.2)). For `http` on this
    /// machine, use [`RequestObjectUri::on_loopback`].
    #[error(
        "the URI of the request object has the scheme {found}; expected \"https\" (use \
         `RequestObjectUri::on_loopback` for http on 127.0.0.1, [::1] or localhost)"
    )]
    Scheme {
        /// The scheme of the text.
        found: Excerpt,
    },
}

impl RequestObjectUriError {
    /// Returns a stable name for logs and metrics, such as `"request_object_uri.scheme"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Uri(error) => error.code(),
            Self::Scheme { .. } => "request_object_uri.scheme",
        }
    }
}
