//! The reason why a token request cannot be read.

use http::{Response, StatusCode};
use thiserror::Error;

use crate::{ClientCredentialsRefusal, ErrorCode, ErrorResponse, Parameters, ParametersError};

/// The reason why a token request cannot be read.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenRequestError {
    /// The request is not a form that was sent with POST, a parameter is repeated, or a parameter
    /// is in the query ([RFC 6749 §3.2](https://www.rfc-editor.org/rfc/rfc6749#section-3.2)).
    #[error(transparent)]
    Parameters(#[from] ParametersError),
    /// The client credentials are missing or malformed, or the request contains credentials of more
    /// than one authentication method
    /// ([RFC 6749 §2.3](https://www.rfc-editor.org/rfc/rfc6749#section-2.3)).
    #[error(transparent)]
    Credentials(#[from] ClientCredentialsRefusal),
    /// A required parameter is missing
    /// ([RFC 6749 §4.1.3](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3)).
    #[error("the token request has no parameter `{name}`")]
    Missing {
        /// The name of the parameter.
        name: &'static str,
    },
    /// `grant_type` is malformed. It must consist of printable ASCII characters, without spaces,
    /// double quotes and backslashes
    /// ([RFC 6749 §A.10](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.10)).
    #[error(
        "`grant_type` is malformed; expected printable ASCII characters without spaces, double \
         quotes and backslashes"
    )]
    UnsupportedGrantType,
    /// The authorization code, the refresh token or the code verifier has a character or a length
    /// that its grammar does not allow
    /// ([RFC 6749 §A.11](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.11),
    /// [§A.17](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.17),
    /// [RFC 7636 §4.1](https://www.rfc-editor.org/rfc/rfc7636#section-4.1)).
    #[error("`{name}` has a character or a length that is not allowed")]
    InvalidGrant {
        /// The name of the parameter.
        name: &'static str,
    },
    /// `scope` is malformed. It must consist of 1 to 100 scope tokens, separated by single spaces
    /// ([RFC 6749 §3.3](https://www.rfc-editor.org/rfc/rfc6749#section-3.3)).
    #[error("`scope` is malformed; expected 1 to 100 scope tokens, separated by single spaces")]
    InvalidScope,
}

impl TokenRequestError {
    /// Returns a stable name for logs and metrics, such as `"token_request.missing"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Parameters(error) => error.code(),
            Self::Credentials(refusal) => refusal.code(),
            Self::Missing { .. } => "token_request.missing",
            Self::UnsupportedGrantType => "token_request.unsupported_grant_type",
            Self::InvalidGrant { .. } => "token_request.invalid_grant",
            Self::InvalidScope => "token_request.invalid_scope",
        }
    }

    /// Builds the HTTP response that refuses the request.
    ///
    /// If the error is `invalid_client` and the request has an `Authorization` header, the response
    /// has the status 401 and a `WWW-Authenticate` header. Otherwise it has the status 400.
    #[must_use]
    pub fn into_http(self) -> Response<Vec<u8>> {
        match self {
            Self::Credentials(refusal) => refusal.into_http(),
            other => ErrorResponse::from(other).into_http(StatusCode::BAD_REQUEST),
        }
    }
}

impl From<TokenRequestError> for ErrorResponse {
    /// Builds the error message for the client (RFC 6749 §5.2).
    fn from(error: TokenRequestError) -> Self {
        let code = match error {
            TokenRequestError::Credentials(refusal) => return refusal.into(),
            TokenRequestError::Parameters(_) | TokenRequestError::Missing { .. } => {
                ErrorCode::INVALID_REQUEST
            }
            TokenRequestError::UnsupportedGrantType => ErrorCode::UNSUPPORTED_GRANT_TYPE,
            TokenRequestError::InvalidGrant { .. } => ErrorCode::INVALID_GRANT,
            TokenRequestError::InvalidScope => ErrorCode::INVALID_SCOPE,
        };
        Self::new(code).description_of(&error)
    }
}

/// Takes a parameter that must be present.
pub(super) fn required(
    parameters: &mut Parameters,
    name: &'static str,
) -> Result<String, TokenRequestError> {
    parameters.take(name).ok_or(TokenRequestError::Missing { name })
}
