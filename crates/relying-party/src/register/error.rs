//! The reason why a registration cannot be made, read, changed or deleted.

use http::StatusCode;
use symbolon_discovery::MetadataError;
use symbolon_oauth::bearer::BearerError;
use symbolon_oauth::flow::OutOfTurn;
use symbolon_oauth::{ClientId, ErrorResponse};
use symbolon_registration::{ClientInformationError, ClientMetadataError};

/// The reason why a registration cannot be made, read, changed or deleted.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RegisterError {
    /// The provider has no registration endpoint
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error("the provider has no registration endpoint")]
    NoEndpoint,
    /// The provider's metadata is not safe to use
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error(transparent)]
    Provider(#[from] MetadataError),
    /// The metadata of the client breaks a rule, or asks for something that the provider does not
    /// offer. Nothing was sent
    /// ([Registration §2](https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata)).
    #[error(transparent)]
    Metadata(#[from] ClientMetadataError),
    /// The initial access token or the registration access token contains characters that are not
    /// allowed. Nothing was sent
    /// ([RFC 6750 §2.1](https://www.rfc-editor.org/rfc/rfc6750#section-2.1)).
    #[error(transparent)]
    Token(#[from] BearerError),
    /// The registration has no URL and no token with which it can be managed
    /// ([RFC 7592 §3](https://www.rfc-editor.org/rfc/rfc7592#section-3)).
    #[error("the provider returned no `registration_client_uri` for this registration")]
    NoAccess,
    /// The provider refused the request, or its answer cannot be used
    /// ([RFC 7591 §3.2](https://www.rfc-editor.org/rfc/rfc7591#section-3.2)).
    #[error(transparent)]
    Answer(#[from] ClientInformationError),
    /// The answer is about another client
    /// ([RFC 7592 §2.1](https://www.rfc-editor.org/rfc/rfc7592#section-2.1)).
    #[error("the answer is about the client {found}; expected {expected}")]
    OtherClient {
        /// The client of the registration.
        expected: ClientId,
        /// The client in the answer.
        found: ClientId,
    },
    /// The provider did not confirm the deletion
    /// ([RFC 7592 §2.3](https://www.rfc-editor.org/rfc/rfc7592#section-2.3)).
    #[error("the response to the deletion has the status {0}; expected 204")]
    NotDeleted(StatusCode),
    /// Your program started the flow twice, or passed it a response that the flow had not asked
    /// for.
    #[error(transparent)]
    OutOfTurn(#[from] OutOfTurn),
}

impl RegisterError {
    /// Returns a stable name for logs and metrics, such as `"register.no_endpoint"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoEndpoint => "register.no_endpoint",
            Self::Provider(error) => error.code(),
            Self::Metadata(error) => error.code(),
            Self::Token(error) => error.code(),
            Self::NoAccess => "register.no_access",
            Self::Answer(error) => error.code(),
            Self::OtherClient { .. } => "register.other_client",
            Self::NotDeleted(_) => "register.not_deleted",
            Self::OutOfTurn(error) => error.code(),
        }
    }

    /// Returns the provider's error response. `None` if the provider did not refuse the request, or
    /// if its error response cannot be read.
    #[must_use]
    pub fn refusal(&self) -> Option<&ErrorResponse> {
        match self {
            Self::Answer(error) => error.refusal(),
            _ => None,
        }
    }

    /// Returns the HTTP status of a response that reports an error or that has an unexpected
    /// status. `None` for every other error. After 401, the registration access token is not valid
    /// any more: the client may have been deleted at the provider.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Answer(
                ClientInformationError::Refused { status, .. }
                | ClientInformationError::Status(status),
            )
            | Self::NotDeleted(status) => Some(*status),
            _ => None,
        }
    }
}
