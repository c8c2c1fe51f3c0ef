//! The reason why a pushed authorization request is refused.

use symbolon_jose::crypto::RandomError;
use symbolon_oauth::{ClientCredentialsRefusal, ErrorCode, ErrorResponse, ParametersError};

use crate::{AuthorizeError, StoreFailed, TokenError};

/// The reason why a pushed authorization request is refused.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PushError {
    /// The request is not a form that was sent with POST, or its parameters cannot be read
    /// ([RFC 9126 §2.1](https://www.rfc-editor.org/rfc/rfc9126#section-2.1)).
    #[error(transparent)]
    Parameters(ParametersError),
    /// The credentials of the client are missing or malformed, or name another client than
    /// `client_id` ([RFC 9126 §2.1 (1)](https://www.rfc-editor.org/rfc/rfc9126#section-2.1)).
    #[error(transparent)]
    Credentials(ClientCredentialsRefusal),
    /// The client did not authenticate
    /// ([RFC 9126 §2.1 (1)](https://www.rfc-editor.org/rfc/rfc9126#section-2.1)).
    #[error(transparent)]
    Client(TokenError),
    /// The form contains `request_uri`
    /// ([RFC 9126 §2.1 (2)](https://www.rfc-editor.org/rfc/rfc9126#section-2.1)).
    #[error("the pushed request contains request_uri; expected the parameters of a request")]
    RequestUri,
    /// The pushed request is not a valid authorization request
    /// ([RFC 9126 §2.1 (3)](https://www.rfc-editor.org/rfc/rfc9126#section-2.1)).
    #[error(transparent)]
    Authorization(AuthorizeError),
    /// The client sent too many requests. Only your program returns this error
    /// ([RFC 9126 §2.3](https://www.rfc-editor.org/rfc/rfc9126#section-2.3)).
    #[error("the client has sent too many pushed requests")]
    TooManyRequests,
    /// Your store failed, so the request cannot be answered. The client receives
    /// `temporarily_unavailable` with the status 503. It can try again later.
    #[error(transparent)]
    StoreFailed(#[from] StoreFailed),
    /// The source of randomness failed, so no reference could be created.
    #[error(transparent)]
    Random(#[from] RandomError),
}

impl PushError {
    /// Returns a stable name for logs and metrics, such as `"push.request_uri"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Parameters(error) => error.code(),
            Self::Credentials(refusal) => refusal.code(),
            Self::Client(error) => error.code(),
            Self::RequestUri => "push.request_uri",
            Self::Authorization(error) => error.code(),
            Self::TooManyRequests => "push.too_many_requests",
            Self::StoreFailed(error) => error.code(),
            Self::Random(error) => error.code(),
        }
    }
}

/// The error response for the client
/// ([RFC 9126 §2.3](https://www.rfc-editor.org/rfc/rfc9126#section-2.3)).
impl From<&PushError> for ErrorResponse {
    fn from(error: &PushError) -> Self {
        match error {
            PushError::Credentials(refusal) => Self::from(refusal.clone()),
            PushError::Client(error) => Self::from(error),
            PushError::Authorization(error) => Self::from(error),
            PushError::Parameters(_) | PushError::RequestUri => {
                Self::new(ErrorCode::INVALID_REQUEST).description_of(error)
            }
            PushError::TooManyRequests | PushError::StoreFailed(_) => {
                Self::new(ErrorCode::TEMPORARILY_UNAVAILABLE)
            }
            PushError::Random(_) => Self::new(ErrorCode::SERVER_ERROR),
        }
    }
}
