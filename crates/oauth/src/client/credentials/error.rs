//! The reason why client credentials cannot be read.

use thiserror::Error;

use crate::{ClientId, ErrorCode, ErrorResponse};

/// The reason why client credentials cannot be read from a request.
///
/// The error never contains the `Authorization` header or the assertion, because both can contain a
/// secret even when they are malformed.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClientCredentialsError {
    /// The request contains neither credentials nor a `client_id`
    /// ([RFC 6749 §3.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-3.2.1)).
    #[error("the request names no client; expected credentials or `client_id`")]
    Missing,
    /// `client_id` contains a character that is not printable ASCII
    /// ([RFC 6749 §A.1](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.1)).
    #[error("`client_id` has a character that is not printable ASCII")]
    ClientId,
    /// `client_secret` contains a character that is not printable ASCII
    /// ([RFC 6749 §A.2](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.2)).
    #[error("`client_secret` has a character that is not printable ASCII")]
    Secret,
    /// The `Authorization` header is malformed, or the request has several `Authorization` headers.
    /// The header must contain the base64 form of `client_id:client_secret`, both form-encoded and
    /// not empty ([RFC 6749 §2.3.1](https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1)).
    #[error(
        "the Basic credentials are malformed; expected one Authorization header with the base64 of \
         `client_id:client_secret`, both form-encoded and not empty"
    )]
    Basic,
    /// The scheme of the `Authorization` header is not `Basic`
    /// ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
    #[error("the scheme of the Authorization header does not authenticate clients; expected Basic")]
    Scheme,
    /// The request contains a client secret in the `Authorization` header and also in the body
    /// ([RFC 6749 §2.3](https://www.rfc-editor.org/rfc/rfc6749#section-2.3)).
    #[error(
        "the request has a client secret in the Authorization header and in the body; expected one \
         method of client authentication"
    )]
    SeveralMethods,
    /// The request contains an assertion and a client secret
    /// ([RFC 7521 §4.2.1](https://www.rfc-editor.org/rfc/rfc7521#section-4.2.1)).
    #[error(
        "the request has a client assertion and a client secret; expected one method of client \
         authentication"
    )]
    AssertionAndMore,
    /// The request contains only one of `client_assertion` and `client_assertion_type`, or the type
    /// is not [`JWT_BEARER`](crate::ClientCredentials::JWT_BEARER)
    /// ([RFC 7523 §2.2](https://www.rfc-editor.org/rfc/rfc7523#section-2.2)).
    #[error(
        "expected `client_assertion` together with the `client_assertion_type` \
         urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    )]
    AssertionType,
    /// The assertion is malformed. It must be a signed JWT, and its `sub` must be a client
    /// identifier ([RFC 7523 §3](https://www.rfc-editor.org/rfc/rfc7523#section-3) (2)).
    #[error("the client assertion is not a signed JWT whose `sub` is a client identifier")]
    Assertion,
    /// The parameter `client_id` and the credentials name two different clients
    /// ([RFC 7521 §4.2](https://www.rfc-editor.org/rfc/rfc7521#section-4.2)).
    #[error("`client_id` is {parameter}, but the credentials are those of {credentials}")]
    Mismatch {
        /// The parameter `client_id`.
        parameter: ClientId,
        /// The client that the credentials name.
        credentials: ClientId,
    },
}

impl ClientCredentialsError {
    /// Returns a stable name for logs and metrics, such as `"client_credentials.several_methods"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing => "client_credentials.missing",
            Self::ClientId => "client_credentials.client_id",
            Self::Secret => "client_credentials.secret",
            Self::Basic => "client_credentials.basic",
            Self::Scheme => "client_credentials.scheme",
            Self::SeveralMethods => "client_credentials.several_methods",
            Self::AssertionAndMore => "client_credentials.assertion_and_more",
            Self::AssertionType => "client_credentials.assertion_type",
            Self::Assertion => "client_credentials.assertion",
            Self::Mismatch { .. } => "client_credentials.mismatch",
        }
    }
}

impl From<ClientCredentialsError> for ErrorResponse {
    /// Builds the error message for the client.
    ///
    /// RFC 6749 §5.2: several mechanisms are `invalid_request`, and everything else is a failed
    /// client authentication. RFC 7521 §4.2.1: several mechanisms are `invalid_client` when one of
    /// them is an assertion.
    fn from(error: ClientCredentialsError) -> Self {
        let code = match error {
            ClientCredentialsError::SeveralMethods => ErrorCode::INVALID_REQUEST,
            _ => ErrorCode::INVALID_CLIENT,
        };
        Self::new(code).description_of(&error)
    }
}
