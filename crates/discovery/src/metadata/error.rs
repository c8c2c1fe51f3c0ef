//! The reasons why metadata is refused, and what a provider's metadata lacks.

use symbolon_jose::{Excerpt, Excerpts, MemberError, json};
use symbolon_oauth::{IssuerError, PageUrlError, SyntaxError};

use crate::EndpointError;

/// The reason why the metadata of a provider or of a protected resource is refused, or cannot be
/// published.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MetadataError {
    /// The text is not a JSON object
    /// ([Discovery §4.2](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationResponse)).
    #[error(transparent)]
    Json(#[from] json::Error),
    /// A member does not have the JSON type that the specification requires
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error(transparent)]
    Member(#[from] MemberError),
    /// The required member with this name is missing, or it is an empty list
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error("`{0}` is required, and it is missing or empty")]
    Missing(&'static str),
    /// The member with this name is in `extra`, but the type of the document has a field for it.
    /// Remove the member from `extra`, and set the field
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error("`extra` contains `{0}`, which has a field: set the field instead")]
    Registered(&'static str),
    /// The issuer in the metadata is not the issuer for which the metadata was requested
    /// ([Discovery §4.3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationValidation)).
    #[error("the metadata states the issuer {found}; expected {expected}")]
    IssuerMismatch {
        /// The issuer for which the metadata was requested, or the text that
        /// [`MetadataQuirks::stated_issuer`](crate::quirks::MetadataQuirks::stated_issuer)
        /// requires.
        expected: Excerpt,
        /// The issuer that the metadata states.
        found: Excerpt,
    },
    /// The value of a member is not the URL of an endpoint
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error("`{member}` is {found}, which is not an endpoint: {error}")]
    Endpoint {
        /// The member's name.
        member: &'static str,
        /// The member's value.
        found: Excerpt,
        /// The reason why the value is not the URL of an endpoint.
        error: EndpointError,
    },
    /// The value of a member is not the URL of a web page
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error("`{member}` is {found}: {error}")]
    Page {
        /// The member's name.
        member: &'static str,
        /// The member's value.
        found: Excerpt,
        /// The reason why the value is not the URL of a web page.
        error: PageUrlError,
    },
    /// A value in a list is not the issuer of an authorization server
    /// ([RFC 9728 §2](https://www.rfc-editor.org/rfc/rfc9728#section-2)).
    #[error("`{member}` contains {found}, which is not an issuer: {error}")]
    Issuer {
        /// The member's name.
        member: &'static str,
        /// The value in the list.
        found: Excerpt,
        /// The reason why the value is not an issuer.
        error: IssuerError,
    },
    /// A value in a list has the wrong syntax
    /// ([RFC 6749 §A](https://www.rfc-editor.org/rfc/rfc6749#appendix-A)).
    #[error("`{member}` contains {found}, which is not allowed: {error}")]
    Value {
        /// The member's name.
        member: &'static str,
        /// The value in the list.
        found: Excerpt,
        /// The reason why the value is not allowed.
        error: SyntaxError,
    },
}

impl MetadataError {
    /// Returns the stable name of the error, such as `"metadata.missing"`.
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
            Self::Issuer { error, .. } => error.code(),
            Self::Value { .. } => "metadata.value",
        }
    }
}

/// The reason why a provider must not publish its metadata.
///
/// Relying parties can still use the metadata, except in the case of [`Metadata`](Self::Metadata).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PublicationError {
    /// The metadata breaks one of the [`RULES`](crate::metadata::RULES).
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
    /// The list with this name contains the algorithm `none`, but a client assertion must be signed
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata),
    /// [RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414#section-2)).
    #[error("`{0}` contains \"none\", which is forbidden for client assertions")]
    UnsignedAssertions(&'static str),
    /// The list with this name is missing or empty, but the endpoint accepts client assertions. The
    /// list must state the algorithms with which the assertions can be signed
    /// ([RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414#section-2)).
    #[error("`{0}` is missing, and it is required because the endpoint accepts client assertions")]
    AssertionAlgorithms(&'static str),
    /// `dpop_signing_alg_values_supported` contains an algorithm that no DPoP proof may have:
    /// `none` or a symmetric algorithm
    /// ([RFC 9449 §5.1](https://www.rfc-editor.org/rfc/rfc9449#section-5.1)).
    #[error(
        "`dpop_signing_alg_values_supported` contains {found}, and only asymmetric algorithms are allowed"
    )]
    DpopAlgorithm {
        /// The forbidden algorithm.
        found: Excerpt,
    },
    /// A member has a value that is allowed only beside another member, which is missing or `false`
    /// ([CIBA §4](https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#registration),
    /// [Back-Channel Logout §2.1](https://openid.net/specs/openid-connect-backchannel-1_0.html#BCSupport)).
    #[error("`{member}` needs `{needs}`, which is missing or false")]
    Needs {
        /// The name of the member that has a value.
        member: &'static str,
        /// The name of the member that is missing or `false`.
        needs: &'static str,
    },
}

impl PublicationError {
    /// Returns the stable name of the error, such as `"metadata.missing"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Metadata(error) => error.code(),
            Self::OpenIdScope { .. } => "publication.openid_scope",
            Self::Rs256 { .. } => "publication.rs256",
            Self::UnsignedAssertions(_) => "publication.unsigned_assertions",
            Self::AssertionAlgorithms(_) => "publication.assertion_algorithms",
            Self::DpopAlgorithm { .. } => "publication.dpop_algorithm",
            Self::Needs { .. } => "publication.needs",
        }
    }
}
