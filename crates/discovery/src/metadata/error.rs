//! Why metadata is refused.

use symbolon_jose::{MemberError, json};
use symbolon_oauth::SyntaxError;

use crate::{EndpointError, PageUrlError};

/// Why metadata is refused: by a relying party, and by a provider that would publish it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MetadataError {
    /// Not a JSON object
    /// ([Discovery §4.2](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationResponse)).
    #[error(transparent)]
    Json(#[from] json::Error),
    /// A member of the wrong JSON type
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error(transparent)]
    Member(#[from] MemberError),
    /// A required member is missing, or a required list is empty
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error("{0} is missing")]
    Missing(&'static str),
    /// `extra` holds the name of a typed member
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error("{0} is a member of its own and stands in `extra`")]
    Registered(&'static str),
    /// The issuer is not the one the document was asked for under
    /// ([Discovery §4.3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationValidation)).
    #[error("the issuer is not the one that was asked for")]
    IssuerMismatch,
    /// A member is not an endpoint
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error("{member} is not an endpoint")]
    Endpoint {
        /// The member's name.
        member: &'static str,
        /// What is wrong with it.
        #[source]
        error: EndpointError,
    },
    /// A member is not the URL of a web page
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error("{member} is not the URL of a web page")]
    Page {
        /// The member's name.
        member: &'static str,
        /// What is wrong with it.
        #[source]
        error: PageUrlError,
    },
    /// A list holds something that its grammar does not allow
    /// ([RFC 6749 Appendix A](https://www.rfc-editor.org/rfc/rfc6749#appendix-A)).
    #[error("{member} holds a value that its grammar does not allow")]
    Value {
        /// The member's name.
        member: &'static str,
        /// What is wrong with the value.
        #[source]
        error: SyntaxError,
    },
}

impl MetadataError {
    /// A stable name for logs and metrics.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Json(error) => error.code(),
            Self::Member(error) => error.code(),
            Self::Missing(_) => "metadata.missing",
            Self::Registered(_) => "metadata.registered",
            Self::IssuerMismatch => "metadata.issuer_mismatch",
            Self::Endpoint { error, .. } => error.code(),
            Self::Page { error, .. } => error.code(),
            Self::Value { .. } => "metadata.value",
        }
    }
}

/// Which duty of a provider its metadata does not meet. A relying party can live with these.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PublicationError {
    /// Nobody could use the metadata.
    #[error(transparent)]
    Metadata(#[from] MetadataError),
    /// `scopes_supported` is given without `openid`
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error("scopes_supported does not include openid")]
    OpenIdScope,
    /// `id_token_signing_alg_values_supported` is without `RS256`
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error("id_token_signing_alg_values_supported does not include RS256")]
    Rs256,
    /// A list of algorithms for client assertions contains `none`
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata),
    /// [RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414#section-2)).
    #[error("{0} includes none")]
    UnsignedAssertions(&'static str),
    /// Client assertions are accepted, but with which algorithms is not said
    /// ([RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414#section-2)).
    #[error("{0} is missing although client assertions are accepted")]
    AssertionAlgorithms(&'static str),
}

impl PublicationError {
    /// A stable name for logs and metrics.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Metadata(error) => error.code(),
            Self::OpenIdScope => "publication.openid_scope",
            Self::Rs256 => "publication.rs256",
            Self::UnsignedAssertions(_) => "publication.unsigned_assertions",
            Self::AssertionAlgorithms(_) => "publication.assertion_algorithms",
        }
    }
}
