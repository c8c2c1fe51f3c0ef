//! Why a token request cannot be read.

use http::{Response, StatusCode};
use thiserror::Error;

use crate::{ClientCredentialsRefusal, ErrorCode, ErrorResponse, Parameters, ParametersError};

/// Why a request to the token endpoint cannot be read.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenRequestError {
    /// It is no POST request with one form, or parameters are in the query:
    /// [RFC 6749 §3.2](https://www.rfc-editor.org/rfc/rfc6749#section-3.2).
    #[error(transparent)]
    Parameters(#[from] ParametersError),
    /// Client authentication is missing, malformed or ambiguous:
    /// [RFC 6749 §2.3](https://www.rfc-editor.org/rfc/rfc6749#section-2.3).
    #[error(transparent)]
    Credentials(#[from] ClientCredentialsRefusal),
    /// A required parameter is missing:
    /// [RFC 6749 §4.1.3](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3).
    #[error("`{name}` is missing")]
    Missing {
        /// The parameter.
        name: &'static str,
    },
    /// `grant_type` is no name of a grant:
    /// [RFC 6749 §A.10](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.10).
    #[error("there is no such grant_type")]
    UnsupportedGrantType,
    /// The code, refresh token or verifier has a form that none ever has:
    /// [RFC 6749 §A.11](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.11),
    /// [§A.17](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.17),
    /// [RFC 7636 §4.1](https://www.rfc-editor.org/rfc/rfc7636#section-4.1).
    #[error("`{name}` is malformed")]
    InvalidGrant {
        /// The parameter.
        name: &'static str,
    },
    /// `scope` breaks its grammar:
    /// [RFC 6749 §3.3](https://www.rfc-editor.org/rfc/rfc6749#section-3.3).
    #[error("the scope is malformed")]
    InvalidScope,
}

impl TokenRequestError {
    /// A stable name, such as `"token_request.missing"`.
    pub fn code(&self) -> &'static str {
        match self {
            TokenRequestError::Parameters(error) => error.code(),
            TokenRequestError::Credentials(refusal) => refusal.code(),
            TokenRequestError::Missing { .. } => "token_request.missing",
            TokenRequestError::UnsupportedGrantType => "token_request.unsupported_grant_type",
            TokenRequestError::InvalidGrant { .. } => "token_request.invalid_grant",
            TokenRequestError::InvalidScope => "token_request.invalid_scope",
        }
    }

    /// The whole answer: 400, or 401 with a challenge where the client is refused that came with an
    /// `Authorization` field.
    pub fn into_http(self) -> Response<Vec<u8>> {
        match self {
            TokenRequestError::Credentials(refusal) => refusal.into_http(),
            other => ErrorResponse::from(other).into_http(StatusCode::BAD_REQUEST),
        }
    }
}

impl From<TokenRequestError> for ErrorResponse {
    /// RFC 6749 §5.2.
    fn from(error: TokenRequestError) -> ErrorResponse {
        let code = match error {
            TokenRequestError::Credentials(refusal) => return refusal.into(),
            TokenRequestError::Parameters(_) | TokenRequestError::Missing { .. } => {
                ErrorCode::INVALID_REQUEST
            }
            TokenRequestError::UnsupportedGrantType => ErrorCode::UNSUPPORTED_GRANT_TYPE,
            TokenRequestError::InvalidGrant { .. } => ErrorCode::INVALID_GRANT,
            TokenRequestError::InvalidScope => ErrorCode::INVALID_SCOPE,
        };
        ErrorResponse::new(code).description(&error.to_string())
    }
}

pub(super) fn required(
    parameters: &mut Parameters,
    name: &'static str,
) -> Result<String, TokenRequestError> {
    parameters.take(name).ok_or(TokenRequestError::Missing { name })
}
