//! Why metadata is refused, and what a provider's metadata lacks.

use symbolon_jose::{Excerpt, Excerpts, MemberError, json};
use symbolon_oauth::{Issuer, SyntaxError};

use crate::{EndpointError, PageUrlError};

/// Why metadata is refused, by a relying party that reads it or a provider that publishes it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MetadataError {
    /// The text is not a JSON object
    /// ([Discovery §4.2](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationResponse)).
    #[error(transparent)]
    Json(#[from] json::Error),
    /// A member has another JSON type than the specification says
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error(transparent)]
    Member(#[from] MemberError),
    /// A required member is missing, or a required list is empty
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error("`{0}` is required, and it is missing or empty")]
    Missing(&'static str),
    /// `extra` contains a member that has a field
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error("`{0}` is in `extra`, and it has a field: set the field instead")]
    Registered(&'static str),
    /// The metadata states another issuer than the one it was requested for
    /// ([Discovery §4.3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationValidation)).
    #[error("the metadata states the issuer {found}, and it was requested for \"{expected}\"")]
    IssuerMismatch {
        /// The issuer for which the metadata was requested.
        expected: Issuer,
        /// The issuer that the metadata states.
        found: Excerpt,
    },
    /// A member is not an endpoint
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error("`{member}` is {found}, which is not an endpoint: {error}")]
    Endpoint {
        /// The member's name.
        member: &'static str,
        /// The member's value.
        found: Excerpt,
        /// Why the value is not an endpoint.
        error: EndpointError,
    },
    /// A member is not the URL of a web page
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error("`{member}` is {found}, which is not the URL of a web page: {error}")]
    Page {
        /// The member's name.
        member: &'static str,
        /// The member's value.
        found: Excerpt,
        /// Why the value is not the URL of a web page.
        error: PageUrlError,
    },
    /// A list contains a value that does not have the value's grammar
    /// ([RFC 6749 §A](https://www.rfc-editor.org/rfc/rfc6749#appendix-A)).
    #[error("`{member}` contains {found}, which is not allowed: {error}")]
    Value {
        /// The member's name.
        member: &'static str,
        /// The value in the list.
        found: Excerpt,
        /// Why the value is not allowed.
        error: SyntaxError,
    },
}

impl MetadataError {
    /// Returns a stable name for logs and metrics.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Json(error) => error.code(),
            Self::Member(error) => error.code(),
            Self::Missing(_) => "metadata.missing",
            Self::Registered(_) => "metadata.registered",
            Self::IssuerMismatch { .. } => "metadata.issuer_mismatch",
            Self::Endpoint { error, .. } => error.code(),
            Self::Page { error, .. } => error.code(),
            Self::Value { .. } => "metadata.value",
        }
    }
}

/// Which rule for publishing providers the metadata breaks.
///
/// A relying party can still use the metadata, except for [`Metadata`](Self::Metadata).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PublicationError {
    /// The metadata breaks a rule that relying parties check too.
    #[error(transparent)]
    Metadata(#[from] MetadataError),
    /// `scopes_supported` does not contain `openid`
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error("`scopes_supported` is {found}, and it must contain \"openid\"")]
    OpenIdScope {
        /// The values of `scopes_supported`.
        found: Excerpts,
    },
    /// `id_token_signing_alg_values_supported` does not contain `RS256`
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error("`id_token_signing_alg_values_supported` is {found}, and it must contain \"RS256\"")]
    Rs256 {
        /// The values of `id_token_signing_alg_values_supported`.
        found: Excerpts,
    },
    /// A list of algorithms for client assertions contains `none`
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata),
    /// [RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414#section-2)).
    #[error("`{0}` contains \"none\", which is forbidden for client assertions")]
    UnsignedAssertions(&'static str),
    /// An endpoint accepts client assertions, and the metadata does not state their algorithms
    /// ([RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414#section-2)).
    #[error("`{0}` is missing, and it is required because the endpoint accepts client assertions")]
    AssertionAlgorithms(&'static str),
}

impl PublicationError {
    /// Returns a stable name for logs and metrics.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Metadata(error) => error.code(),
            Self::OpenIdScope { .. } => "publication.openid_scope",
            Self::Rs256 { .. } => "publication.rs256",
            Self::UnsignedAssertions(_) => "publication.unsigned_assertions",
            Self::AssertionAlgorithms(_) => "publication.assertion_algorithms",
        }
    }
}
