//! The document at `/.well-known/openid-configuration`: asked for, read, published.

use http::{Request, Response};
use symbolon_jose::{Object, json};
use symbolon_oauth::Issuer;

use crate::{DocumentError, MetadataError, ProviderMetadata, document};

const PATH: &str = "/.well-known/openid-configuration";
const CONTENT_TYPE: &str = "application/json";

/// The request for a provider's metadata.
///
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
/// [`DiscoveryError::Location`] when the issuer makes no URL that HTTP can carry.
pub fn request(issuer: &Issuer) -> Result<Request<Vec<u8>>, DiscoveryError> {
    let issuer = issuer.as_str();
    // §4.1: a terminating "/" is removed before the well-known path is appended. The rest of the
    // issuer, its path included, stays as it is.
    let prefix = issuer.strip_suffix('/').unwrap_or(issuer);
    let uri = format!("{prefix}{PATH}").parse().map_err(|_| DiscoveryError::Location)?;
    Ok(document::get(uri, CONTENT_TYPE))
}

impl ProviderMetadata {
    /// Reads the answer to [`request`], sent for this issuer.
    ///
    /// [OpenID Connect Discovery 1.0 §4.2](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationResponse)
    /// and [§4.3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationValidation).
    /// For a provider that needs a correction first, take the pieces:
    /// [`document_from_http`](Self::document_from_http), then your change, then
    /// [`from_object`](Self::from_object).
    ///
    /// # Errors
    /// [`DiscoveryError`]: the answer is not the document, or the document breaks a rule.
    pub fn from_http<B: AsRef<[u8]>>(
        response: &Response<B>,
        issuer: &Issuer,
    ) -> Result<Self, DiscoveryError> {
        Ok(Self::from_object(Self::document_from_http(response)?, issuer)?)
    }

    /// The JSON object in the answer to [`request`], not yet judged as metadata.
    ///
    /// # Errors
    /// [`DiscoveryError`]: the answer is not a JSON document of bounded size.
    pub fn document_from_http<B: AsRef<[u8]>>(
        response: &Response<B>,
    ) -> Result<Object, DiscoveryError> {
        let body = document::body(response, &[CONTENT_TYPE])?;
        Ok(Object::parse(body)?)
    }

    /// The provider's answer at its well-known location, which caches may keep for `max_age` seconds.
    ///
    /// # Errors
    /// [`MetadataError`]: a relying party would refuse this metadata.
    pub fn to_http(&self, max_age: u32) -> Result<Response<Vec<u8>>, MetadataError> {
        self.validate()?;
        Ok(document::publish(CONTENT_TYPE, max_age, self.to_object().to_json()))
    }
}

/// Why a provider's metadata could not be obtained.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DiscoveryError {
    /// The issuer makes no URL that HTTP can carry
    /// ([Discovery §4.1](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationRequest)).
    #[error("the issuer makes no URL that HTTP can carry")]
    Location,
    /// Not the JSON document that was asked for.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// Not a JSON object
    /// ([Discovery §4.2](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationResponse)).
    #[error(transparent)]
    Json(#[from] json::Error),
    /// The metadata breaks a rule
    /// ([Discovery §4.3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationValidation)).
    #[error(transparent)]
    Metadata(#[from] MetadataError),
}

impl DiscoveryError {
    /// A stable name for logs and metrics.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Location => "discovery.location",
            Self::Document(error) => error.code(),
            Self::Json(error) => error.code(),
            Self::Metadata(error) => error.code(),
        }
    }
}
