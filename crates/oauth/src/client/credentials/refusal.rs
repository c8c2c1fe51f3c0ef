//! Why credentials cannot be taken, and how to say so.

use http::{Response, StatusCode, header};
use thiserror::Error;

use super::basic;
use crate::{ErrorCode, ErrorResponse};

/// A request whose client cannot be read: why, and in what manner it is to be answered.
///
/// [RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2): a client that came with an
/// `Authorization` field is told so by status and challenge, whatever is wrong.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("{reason}")]
pub struct ClientCredentialsRefusal {
    reason: ClientCredentialsError,
    by_field: bool,
}

impl ClientCredentialsRefusal {
    pub(super) fn new(reason: ClientCredentialsError, by_field: bool) -> Self {
        Self { reason, by_field }
    }

    /// Why.
    pub fn reason(&self) -> ClientCredentialsError {
        self.reason
    }

    /// A stable name, such as `"client_credentials.several_methods"`.
    pub fn code(&self) -> &'static str {
        self.reason.code()
    }

    /// The whole answer: `invalid_client` is 401 with a challenge when the request has an
    /// `Authorization` field, and everything else is 400.
    pub fn into_http(self) -> Response<Vec<u8>> {
        answer(self.into(), self.by_field)
    }
}

impl From<ClientCredentialsRefusal> for ErrorResponse {
    /// As the reason.
    fn from(refusal: ClientCredentialsRefusal) -> ErrorResponse {
        refusal.reason.into()
    }
}

/// Why no credentials can be taken from a request.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClientCredentialsError {
    /// Neither credentials nor a `client_id`:
    /// [RFC 6749 §3.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-3.2.1).
    #[error("the request names no client")]
    Missing,
    /// `client_id` has a character it may not hold:
    /// [RFC 6749 §A.1](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.1).
    #[error("the client_id is malformed")]
    ClientId,
    /// `client_secret` has a character it may not hold:
    /// [RFC 6749 §A.2](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.2).
    #[error("the client_secret is malformed")]
    Secret,
    /// The `Authorization` field is not a form-encoded identifier and secret in base64, or there
    /// are two: [RFC 6749 §2.3.1](https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1).
    #[error("the Basic credentials are malformed")]
    Basic,
    /// The `Authorization` field has another scheme than `Basic`:
    /// [RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2).
    #[error("clients are not authenticated by this scheme")]
    Scheme,
    /// A client secret in two places:
    /// [RFC 6749 §2.3](https://www.rfc-editor.org/rfc/rfc6749#section-2.3).
    #[error("the request uses more than one method of client authentication")]
    SeveralMethods,
    /// An assertion beside a client secret:
    /// [RFC 7521 §4.2.1](https://www.rfc-editor.org/rfc/rfc7521#section-4.2.1).
    #[error("the request has an assertion and another client authentication")]
    AssertionAndMore,
    /// `client_assertion_type` is missing or not a JWT's, or it comes alone:
    /// [RFC 7523 §2.2](https://www.rfc-editor.org/rfc/rfc7523#section-2.2).
    #[error("client_assertion and client_assertion_type do not make a JWT assertion")]
    AssertionType,
    /// The assertion is no signed JWT whose `sub` is a client identifier:
    /// [RFC 7523 §3](https://www.rfc-editor.org/rfc/rfc7523#section-3), item 2.
    #[error("the assertion does not name a client")]
    Assertion,
    /// `client_id` and the credentials are of two clients:
    /// [RFC 7521 §4.2](https://www.rfc-editor.org/rfc/rfc7521#section-4.2).
    #[error("the client_id and the credentials are of different clients")]
    Mismatch,
}

impl ClientCredentialsError {
    /// A stable name, such as `"client_credentials.several_methods"`.
    pub fn code(&self) -> &'static str {
        match self {
            ClientCredentialsError::Missing => "client_credentials.missing",
            ClientCredentialsError::ClientId => "client_credentials.client_id",
            ClientCredentialsError::Secret => "client_credentials.secret",
            ClientCredentialsError::Basic => "client_credentials.basic",
            ClientCredentialsError::Scheme => "client_credentials.scheme",
            ClientCredentialsError::SeveralMethods => "client_credentials.several_methods",
            ClientCredentialsError::AssertionAndMore => "client_credentials.assertion_and_more",
            ClientCredentialsError::AssertionType => "client_credentials.assertion_type",
            ClientCredentialsError::Assertion => "client_credentials.assertion",
            ClientCredentialsError::Mismatch => "client_credentials.mismatch",
        }
    }
}

impl From<ClientCredentialsError> for ErrorResponse {
    /// RFC 6749 §5.2: several mechanisms are `invalid_request`, and everything else a failed client
    /// authentication. RFC 7521 §4.2.1 wants `invalid_client` where an assertion is one of several.
    fn from(error: ClientCredentialsError) -> ErrorResponse {
        let code = match error {
            ClientCredentialsError::SeveralMethods => ErrorCode::INVALID_REQUEST,
            _ => ErrorCode::INVALID_CLIENT,
        };
        ErrorResponse::new(code).description(&error.to_string())
    }
}

/// The answer to a request with an `Authorization` field, or to one without.
pub(super) fn answer(error: ErrorResponse, by_field: bool) -> Response<Vec<u8>> {
    if !by_field || error.error != ErrorCode::INVALID_CLIENT {
        return error.into_http(StatusCode::BAD_REQUEST);
    }
    // RFC 6749 §5.2: a client that came with an Authorization field gets 401 and the scheme.
    let mut response = error.into_http(StatusCode::UNAUTHORIZED);
    response.headers_mut().insert(header::WWW_AUTHENTICATE, basic::challenge());
    response
}
