//! The document at `/.well-known/openid-configuration`: its request, its response, its publication.

use http::{Request, Response, Uri};
use symbolon_jose::{Object, json};
use symbolon_oauth::Issuer;

use crate::quirks::MetadataQuirks;
use crate::{DocumentError, MetadataError, PreparedDocument, ProviderMetadata, document};

/// The media type of the document.
pub(crate) const CONTENT_TYPE: &str = "application/json";

/// The place at which an issuer publishes its metadata.
///
/// Your program must know the place: the flows try one place only, because a second place could
/// have the metadata of another issuer. The document is of the same kind at every place, and the
/// issuer in it must be the issuer for which it was requested.
///
/// ```
/// use symbolon_discovery::WellKnown;
/// use symbolon_oauth::Issuer;
///
/// let issuer = Issuer::new("https://op.example/tenant")?;
/// assert_eq!(
///     WellKnown::OpenId.uri(&issuer)?,
///     "https://op.example/tenant/.well-known/openid-configuration"
/// );
/// assert_eq!(
///     WellKnown::OAuth.uri(&issuer)?,
///     "https://op.example/.well-known/oauth-authorization-server/tenant"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum WellKnown {
    /// `/.well-known/openid-configuration` behind the path of the issuer
    /// ([OpenID Connect Discovery 1.0 §4](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig)).
    /// This is the place of an OpenID Provider.
    #[default]
    OpenId,
    /// `/.well-known/oauth-authorization-server` before the path of the issuer
    /// ([RFC 8414 §3](https://www.rfc-editor.org/rfc/rfc8414#section-3)). This is the place of an
    /// authorization server that is not an OpenID Provider.
    OAuth,
    /// `/.well-known/openid-configuration` before the path of the issuer
    /// ([RFC 8414 §5](https://www.rfc-editor.org/rfc/rfc8414#section-5)). Some servers publish the
    /// document of an OpenID Provider at this place too.
    OpenIdInserted,
}

impl WellKnown {
    /// Returns the URL of the metadata of this issuer.
    ///
    /// # Errors
    /// [`DiscoveryError::Location`] when the URL is not valid as the URI of an HTTP request.
    pub fn uri(self, issuer: &Issuer) -> Result<Uri, DiscoveryError> {
        // Discovery §4.1, RFC 8414 §3.1: a trailing "/" is removed first. The rest of the issuer
        // stays unchanged, including its path.
        let issuer_text = issuer.as_str();
        let prefix = issuer_text.strip_suffix('/').unwrap_or(issuer_text);
        // An issuer begins with a scheme and two slashes, so its path begins at the next slash.
        let path_start = prefix.match_indices('/').nth(2).map_or(prefix.len(), |(index, _)| index);
        let (host, path) = prefix.split_at(path_start);
        let text = match self {
            Self::OpenId => format!("{prefix}/.well-known/openid-configuration"),
            Self::OAuth => format!("{host}/.well-known/oauth-authorization-server{path}"),
            Self::OpenIdInserted => format!("{host}/.well-known/openid-configuration{path}"),
        };
        text.parse().map_err(|_| DiscoveryError::Location(issuer.clone()))
    }
}

/// Creates the HTTP request for the metadata of the provider with this issuer.
///
/// See
/// [OpenID Connect Discovery 1.0 §4.1](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationRequest).
///
/// ```
/// use symbolon_oauth::Issuer;
///
/// let request = symbolon_discovery::request(&Issuer::new("https://op.example/tenant/")?)?;
/// assert_eq!(request.uri(), "https://op.example/tenant/.well-known/openid-configuration");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`DiscoveryError::Location`] when the well-known URL that is built from `issuer` is not valid as
/// the URI of an HTTP request.
pub fn request(issuer: &Issuer) -> Result<Request<Vec<u8>>, DiscoveryError> {
    request_with_quirks(issuer, &MetadataQuirks::default())
}

/// Creates the HTTP request for the metadata of a provider, as [`request`] does, but to the URL in
/// [`MetadataQuirks::published_at`] if the quirks contain a URL.
///
/// # Errors
/// The errors of [`request`].
pub fn request_with_quirks(
    issuer: &Issuer,
    quirks: &MetadataQuirks,
) -> Result<Request<Vec<u8>>, DiscoveryError> {
    request_at(issuer, quirks, WellKnown::OpenId)
}

/// Creates the HTTP request for the metadata at this place, or at the place of the quirks.
pub(crate) fn request_at(
    issuer: &Issuer,
    quirks: &MetadataQuirks,
    well_known: WellKnown,
) -> Result<Request<Vec<u8>>, DiscoveryError> {
    let uri = match &quirks.published_at {
        Some(location) => location.uri().clone(),
        None => well_known.uri(issuer)?,
    };
    Ok(document::get(uri, CONTENT_TYPE))
}

impl ProviderMetadata {
    /// Reads the metadata from the response to [`request`]. `issuer` is the issuer for which the
    /// request was created.
    ///
    /// [OpenID Connect Discovery 1.0 §4.2](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationResponse)
    /// and
    /// [§4.3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationValidation).
    /// If the provider is known to publish a faulty document, call
    /// [`document_from_http`](Self::document_from_http), correct the object, and call
    /// [`from_object`](Self::from_object).
    ///
    /// # Errors
    /// [`DiscoveryError::Document`] when the status, the content type or the size of the response
    /// is not accepted, [`DiscoveryError::Json`] when its body is not a JSON object,
    /// [`DiscoveryError::Metadata`] when the object is not valid metadata of `issuer`.
    pub fn from_http<B: AsRef<[u8]>>(
        response: &Response<B>,
        issuer: &Issuer,
    ) -> Result<Self, DiscoveryError> {
        Self::from_http_with_quirks(response, issuer, &MetadataQuirks::default())
    }

    /// Reads the metadata from an HTTP response, as [`from_http`](Self::from_http) does, and
    /// accepts the quirks of the provider.
    ///
    /// # Errors
    /// The errors of [`from_http`](Self::from_http).
    pub fn from_http_with_quirks<B: AsRef<[u8]>>(
        response: &Response<B>,
        issuer: &Issuer,
        quirks: &MetadataQuirks,
    ) -> Result<Self, DiscoveryError> {
        let object = document_from_http(response, quirks)?;
        Ok(Self::from_object_with_quirks(object, issuer, quirks)?)
    }

    /// Returns the JSON object in the response to [`request`]. The members of the object are not
    /// checked: [`from_object`](Self::from_object) checks them.
    ///
    /// # Errors
    /// [`DiscoveryError::Document`] when the status, the content type or the size of the response
    /// is not accepted, [`DiscoveryError::Json`] when its body is not a JSON object.
    pub fn document_from_http<B: AsRef<[u8]>>(
        response: &Response<B>,
    ) -> Result<Object, DiscoveryError> {
        document_from_http(response, &MetadataQuirks::default())
    }

    /// Creates the response that the provider sends at its well-known URL. Caches are allowed to
    /// keep the response for `max_age` seconds.
    ///
    /// # Errors
    /// The errors of [`validate`](Self::validate) when the metadata breaks a rule that relying
    /// parties check.
    pub fn to_http(&self, max_age: u32) -> Result<Response<Vec<u8>>, MetadataError> {
        Ok(self.prepare()?.to_http(max_age))
    }

    /// Checks and writes the metadata once, so that a server can send it many times.
    ///
    /// ```
    /// # fn f(metadata: &symbolon_discovery::ProviderMetadata) -> Result<(), Box<dyn std::error::Error>> {
    /// let document = metadata.prepare()?; // when the program starts
    /// let response = document.to_http(3600); // for each request
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The errors of [`validate`](Self::validate) when the metadata breaks a rule that relying
    /// parties check.
    pub fn prepare(&self) -> Result<PreparedDocument, MetadataError> {
        self.validate()?;
        Ok(PreparedDocument::new(CONTENT_TYPE, self.to_object().to_json()))
    }
}

/// Returns the JSON object in a response.
pub(crate) fn document_from_http<B: AsRef<[u8]>>(
    response: &Response<B>,
    quirks: &MetadataQuirks,
) -> Result<Object, DiscoveryError> {
    Ok(Object::parse(document::body(response, &[CONTENT_TYPE], quirks)?)?)
}

/// The reason why the metadata of a provider cannot be requested or read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DiscoveryError {
    /// The well-known URL that is built from this issuer is not valid as the URI of an HTTP
    /// request. No request was sent
    /// ([Discovery §4.1](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationRequest)).
    #[error("the well-known URL of the issuer {0} is not valid as the URI of an HTTP request")]
    Location(Issuer),
    /// The status, the content type or the size of the response is not accepted
    /// ([Discovery §4.2](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationResponse)).
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// The body of the response is not a JSON object
    /// ([Discovery §4.2](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationResponse)).
    #[error(transparent)]
    Json(#[from] json::Error),
    /// The JSON object is not valid metadata of the issuer
    /// ([Discovery §4.3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationValidation)).
    #[error(transparent)]
    Metadata(#[from] MetadataError),
}

impl DiscoveryError {
    /// Returns the stable name of the error, such as `"discovery.location"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Location(_) => "discovery.location",
            Self::Document(error) => error.code(),
            Self::Json(error) => error.code(),
            Self::Metadata(error) => error.code(),
        }
    }
}
