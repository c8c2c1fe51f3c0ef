//! The identifier of a protected resource, and the place of its metadata.

use std::fmt;

use http::Uri;
use symbolon_oauth::bearer::Challenge;
use symbolon_oauth::{Issuer, check_uri};
use url::Url;

use super::ResourceIdentifierError;
use crate::Endpoint;

/// The identifier of a protected resource: an `https` URL without a fragment, exactly as it was
/// stated.
///
/// [RFC 9728 §1.2](https://www.rfc-editor.org/rfc/rfc9728#section-1.2). Identifiers are compared
/// byte for byte. A query is allowed, but
/// [RFC 8707 §2](https://www.rfc-editor.org/rfc/rfc8707#section-2) advises against it.
///
/// ```
/// use symbolon_discovery::resource::ResourceIdentifier;
///
/// let resource = ResourceIdentifier::new("https://resource.example.com/resource1")?;
/// assert_eq!(
///     resource.well_known_uri(),
///     "https://resource.example.com/.well-known/oauth-protected-resource/resource1"
/// );
/// # Ok::<(), symbolon_discovery::resource::ResourceIdentifierError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ResourceIdentifier {
    text: String,
    well_known: Uri,
}

/// The well-known name of RFC 9728 §3.
const NAME: &str = "/.well-known/oauth-protected-resource";

/// The attribute of a challenge with the URL of the metadata (RFC 9728 §5.1).
pub(super) const ATTRIBUTE: &str = "resource_metadata";

impl ResourceIdentifier {
    /// Creates an identifier from an `https` URL. The text stays unchanged.
    ///
    /// # Errors
    /// [`ResourceIdentifierError::Scheme`] when the text is not an `https` URL; use
    /// [`on_loopback`](Self::on_loopback) for an `http` URL on this machine.
    /// [`ResourceIdentifierError::Uri`] when [`check_uri`] refuses the URL, for example because it
    /// has a fragment. [`ResourceIdentifierError::Syntax`] when the URL has no host, or is not
    /// valid as the URI of an HTTP request.
    pub fn new(text: &str) -> Result<Self, ResourceIdentifierError> {
        let resource = Self::on_loopback(text)?;
        // RFC 9728 §1.2: the URL has the https scheme.
        if resource.is_https() { Ok(resource) } else { Err(ResourceIdentifierError::Scheme) }
    }

    /// Creates an identifier for development, from an `https` URL, or from an `http` URL with the
    /// host `127.0.0.1`, `[::1]` or `localhost`.
    ///
    /// # Errors
    /// [`ResourceIdentifierError::Scheme`] when the text is neither an `https` URL nor an `http`
    /// URL with one of these hosts, and the other errors of [`new`](Self::new).
    pub fn on_loopback(text: &str) -> Result<Self, ResourceIdentifierError> {
        if !text.starts_with("https://") && !text.starts_with("http://") {
            return Err(ResourceIdentifierError::Scheme);
        }
        // RFC 9728 §1.2: the URL has no fragment. RFC 3986 §7.6: two parsers of the URL must not
        // find two different hosts.
        check_uri(text).map_err(ResourceIdentifierError::Uri)?;
        let url = Url::parse(text).map_err(|_| ResourceIdentifierError::Syntax)?;
        let is_local = matches!(url.host_str(), Some("127.0.0.1" | "[::1]" | "localhost"));
        if url.scheme() != "https" && !is_local {
            return Err(ResourceIdentifierError::Scheme);
        }
        let (origin, path) = split(text);
        // RFC 9728 §3.1: a slash that ends the host is removed before the insertion.
        let path = match path.strip_prefix('/') {
            Some(rest) if rest.is_empty() || rest.starts_with('?') => rest,
            _ => path,
        };
        let well_known = format!("{origin}{NAME}{path}").parse();
        let well_known = well_known.map_err(|_| ResourceIdentifierError::Syntax)?;
        Ok(Self { text: text.to_owned(), well_known })
    }

    /// Returns the text of the identifier, unchanged.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns whether the identifier is an `https` URL. Otherwise, it is an `http` URL on this
    /// machine.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.text.starts_with("https:")
    }

    /// Returns the URL of the metadata of the resource
    /// ([RFC 9728 §3](https://www.rfc-editor.org/rfc/rfc9728#section-3)): the well-known name
    /// `oauth-protected-resource` stands between the host and the path.
    #[must_use]
    pub fn well_known_uri(&self) -> &Uri {
        &self.well_known
    }

    /// Creates the challenge with which the resource asks for a token and names its metadata
    /// ([RFC 9728 §5.1](https://www.rfc-editor.org/rfc/rfc9728#section-5.1)). Set its other
    /// attributes, such as the error, before you send it.
    ///
    /// A client accepts the metadata only if the URL of its request is this identifier.
    ///
    /// ```
    /// use symbolon_discovery::ResourceIdentifier;
    ///
    /// let challenge = ResourceIdentifier::new("https://api.example/photos")?.challenge();
    /// assert_eq!(
    ///     challenge.to_header_value()?,
    ///     r#"Bearer resource_metadata="https://api.example/.well-known/oauth-protected-resource/photos""#
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn challenge(&self) -> Challenge {
        let mut challenge = Challenge::default();
        challenge.extra.push((ATTRIBUTE.to_owned(), self.well_known.to_string()));
        challenge
    }

    /// Returns whether a document of this resource may have this URL: `http` is allowed only if
    /// both are on this machine.
    pub(super) fn allows(&self, endpoint: &Endpoint) -> bool {
        endpoint.is_https() || (!self.is_https() && endpoint.is_on_loopback())
    }

    /// Returns whether this resource may name this authorization server: an `http` issuer is
    /// allowed only if both are on this machine.
    pub(super) fn allows_issuer(&self, issuer: &Issuer) -> bool {
        issuer.is_https() || (!self.is_https() && issuer.is_on_loopback())
    }

    /// Returns the scheme, host and port.
    pub(super) fn origin(&self) -> &str {
        split(&self.text).0
    }
}

/// Splits a URL behind its host and port.
fn split(text: &str) -> (&str, &str) {
    let host = text.find("://").map_or(0, |scheme| scheme.saturating_add(3));
    let rest = text.get(host..).unwrap_or_default();
    let end = rest.find(['/', '?']).map_or(text.len(), |end| host.saturating_add(end));
    text.split_at_checked(end).unwrap_or((text, ""))
}

impl fmt::Debug for ResourceIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ResourceIdentifier").field(&self.text).finish()
    }
}

impl fmt::Display for ResourceIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
