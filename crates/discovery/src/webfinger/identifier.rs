//! The identifier that a user types, and its normalisation.

use http::Uri;
use symbolon_oauth::obligation::{AddressFrom, Fetch};

use super::resource::is_scheme;
use super::{CONTENT_TYPE, ISSUER_REL, PATH, Resource, ResourceError, percent};
use crate::document;

/// The identifier that a user typed, such as an email address, in its normalised form.
///
/// [OpenID Connect Discovery 1.0 §2.1](https://openid.net/specs/openid-connect-discovery-1_0.html#IdentifierNormalization).
/// The identifier says which host to ask for the issuer. It does not say who the user is: only the
/// ID Token of the provider does.
///
/// | the user types | [`resource`](Self::resource) | [`host`](Self::host) |
/// |---|---|---|
/// | `joe@example.com` | `acct:joe@example.com` | `example.com` |
/// | `joe@home.example@example.com` | `acct:joe%40home.example@example.com` | `example.com` |
/// | `example.com` | `https://example.com/` | `example.com` |
/// | `example.com:8080` | `https://example.com:8080/` | `example.com:8080` |
/// | `joe@example.com:8080` | `https://joe@example.com:8080/` | `example.com:8080` |
/// | `example.com/joe#me` | `https://example.com/joe` | `example.com` |
/// | `https://example.com/joe` | `https://example.com/joe` | `example.com` |
/// | `acct:joe@example.com` | `acct:joe@example.com` | `example.com` |
/// | `mailto:joe@example.com` | `mailto:joe@example.com` | `example.com` |
///
/// ```
/// use symbolon_discovery::webfinger::Identifier;
///
/// let identifier = Identifier::new("joe@example.com")?;
/// assert_eq!(
///     identifier.request().request.uri(),
///     "https://example.com/.well-known/webfinger?resource=acct%3Ajoe%40example.com\
///      &rel=http%3A%2F%2Fopenid.net%2Fspecs%2Fconnect%2F1.0%2Fissuer"
/// );
/// # Ok::<(), symbolon_discovery::webfinger::IdentifierError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identifier {
    resource: Resource,
    uri: Uri,
    is_local: bool,
}

impl Identifier {
    /// Reads the identifier that a user typed, and normalises it. White space at its beginning and
    /// its end is ignored.
    ///
    /// # Errors
    /// [`IdentifierError::Xri`] when the text begins with `=`, `@` or `!`.
    /// [`IdentifierError::NoHost`] when the text names no host that can be asked.
    /// [`IdentifierError::Resource`] when the text is not a URI, and does not become a URI
    /// when `https://` or `acct:` is put before it.
    pub fn new(text: &str) -> Result<Self, IdentifierError> {
        Self::of_resource(Resource::parse(&normalise(text)?)?, "https")
    }

    /// Reads an identifier for development, and normalises it. If the host is `127.0.0.1`, `[::1]`
    /// or `localhost`, the request is sent over `http`, and the issuer may be an `http` URL on this
    /// machine. For every other host, this method does the same as [`new`](Self::new).
    ///
    /// Do not call this method with the input of strangers: it lets them send requests to
    /// this machine.
    ///
    /// # Errors
    /// The errors of [`new`](Self::new).
    pub fn on_loopback(text: &str) -> Result<Self, IdentifierError> {
        let resource = Resource::parse(&normalise(text)?)?;
        let is_local = resource.host().is_some_and(is_loopback);
        let identifier = Self::of_resource(resource, if is_local { "http" } else { "https" })?;
        Ok(Self { is_local, ..identifier })
    }

    fn of_resource(resource: Resource, scheme: &str) -> Result<Self, IdentifierError> {
        // RFC 7033 §4: the query goes to the host of the query target, and its path is well-known.
        let host = resource.host().ok_or(IdentifierError::NoHost)?;
        let (target, rel) = (percent::encode(resource.as_str()), percent::encode(ISSUER_REL));
        let uri = format!("{scheme}://{host}{PATH}?resource={target}&rel={rel}");
        let uri = uri.parse().map_err(|_| IdentifierError::NoHost)?;
        Ok(Self { resource, uri, is_local: false })
    }

    /// Returns the normalised URI, which is the `resource` of the WebFinger query.
    #[must_use]
    pub fn resource(&self) -> &Resource {
        &self.resource
    }

    /// Returns the host of the WebFinger query in lower case, followed by the port if the
    /// identifier states a port.
    #[must_use]
    pub fn host(&self) -> &str {
        self.resource.host().unwrap_or_default()
    }

    /// Creates the WebFinger request for the issuer of the user.
    ///
    /// A stranger chose the host, so the request has the limits of [`AddressFrom::Stranger`]. The response can be a redirect: [`Identify`](super::Identify)
    /// sends the request and follows redirects.
    pub fn request(&self) -> Fetch {
        self.request_to(self.uri.clone())
    }

    /// Creates the WebFinger request to this address, which can be the target of a redirect.
    pub(super) fn request_to(&self, uri: Uri) -> Fetch {
        let address = if self.is_local && uri.host().is_some_and(is_loopback) {
            AddressFrom::Configuration
        } else {
            AddressFrom::Stranger
        };
        document::limited(document::get(uri, ACCEPT), address)
    }

    /// Returns the address of the WebFinger request.
    pub(super) fn uri(&self) -> &Uri {
        &self.uri
    }

    /// Returns whether the identifier was created by [`on_loopback`](Self::on_loopback), and its
    /// host is this machine.
    pub(super) fn is_local(&self) -> bool {
        self.is_local
    }
}

/// The media types of a JRD. RFC 7033 §10.2 registers the first type. Some servers send the second.
pub(super) const CONTENT_TYPES: [&str; 2] = [CONTENT_TYPE, "application/json"];
const ACCEPT: &str = "application/jrd+json, application/json";

/// Returns whether a host, with or without a port, is this machine.
fn is_loopback(host: &str) -> bool {
    ["127.0.0.1", "[::1]", "localhost"].iter().any(|local| {
        host.strip_prefix(local).is_some_and(|port| port.is_empty() || port.starts_with(':'))
    })
}

/// Normalises an identifier (Discovery §2.1.2). The result is not yet checked.
fn normalise(text: &str) -> Result<String, IdentifierError> {
    // RFC 3986 §C: white space around a URI does not belong to it.
    let text = text.trim_ascii();
    // Discovery §2.1.1 (1): the global context symbols of XRI are reserved.
    if let Some(found) = text.chars().next().filter(|first| "=@!".contains(*first)) {
        return Err(IdentifierError::Xri { found });
    }
    if text.is_empty() {
        return Err(IdentifierError::NoHost);
    }
    // Discovery §2.1.2 (5): the fragment is removed.
    let (uri, has_fragment) = match text.split_once('#') {
        Some((uri, _)) => (uri, true),
        None => (text, false),
    };
    // Discovery §2.1.2 (4): a URI with a scheme stays as it is.
    if has_scheme(uri) {
        return Ok(uri.to_owned());
    }
    // Discovery §2.1.2 (1): [userinfo "@"] host [":" port] path-abempty ["?" query].
    let (authority, path) = uri.split_at(uri.find(['/', '?']).unwrap_or(uri.len()));
    let (user, host) = match authority.rsplit_once('@') {
        Some((user, host)) => (Some(user), host),
        None => (None, authority),
    };
    // RFC 7565 §4: an at sign in the user name is percent-encoded.
    let user = user.map(|user| user.replace('@', "%40"));
    let after_literal = host.rsplit_once(']').map_or(host, |(_, after)| after);
    Ok(match user {
        // Discovery §2.1.2 (2): a user and a host without any further part.
        Some(user) if path.is_empty() && !has_fragment && !after_literal.contains(':') => {
            format!("acct:{user}@{host}")
        }
        // Discovery §2.1.2 (3): everything else is an https URL. §2.2.3 prints its empty path as `/`.
        user => {
            let user = user.map(|user| format!("{user}@")).unwrap_or_default();
            let slash = if path.starts_with('/') { "" } else { "/" };
            format!("https://{user}{host}{slash}{path}")
        }
    })
}

/// Returns whether a text begins with a scheme.
///
/// RFC 3986 reads `example.com:8080` as a URI with the scheme `example.com`. Discovery §2.1.2 (1)
/// reads it as host and port, so digits behind the colon are a port.
fn has_scheme(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, rest)| {
        let port = rest.split(['/', '?']).next().unwrap_or_default();
        let is_port = !rest.starts_with("//") && port.bytes().all(|byte| byte.is_ascii_digit());
        is_scheme(scheme) && !is_port
    })
}

/// The reason why a text cannot be used as the identifier of a user.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdentifierError {
    /// The text begins with a symbol that is reserved for XRI identifiers
    /// ([Discovery §2.1.1](https://openid.net/specs/openid-connect-discovery-1_0.html#IdentifierTypes)).
    #[error("the identifier begins with {found:?}, which is reserved for XRI identifiers")]
    Xri {
        /// The first character: `=`, `@` or `!`.
        found: char,
    },
    /// The text names no host that can be asked for the issuer
    /// ([Discovery §2.1](https://openid.net/specs/openid-connect-discovery-1_0.html#IdentifierNormalization)).
    #[error(
        "the identifier names no host; expected an email address such as `joe@example.com`, a \
         host such as `example.com`, or a URL such as `https://example.com/joe`"
    )]
    NoHost,
    /// The normalised text is not a URI that every parser reads the same way
    /// ([Discovery §2.1.1](https://openid.net/specs/openid-connect-discovery-1_0.html#IdentifierTypes)).
    #[error(transparent)]
    Resource(#[from] ResourceError),
}

impl IdentifierError {
    /// Returns the stable name of the error, such as `"identifier.xri"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Xri { .. } => "identifier.xri",
            Self::NoHost => "identifier.no_host",
            Self::Resource(error) => error.code(),
        }
    }
}
