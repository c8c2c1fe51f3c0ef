//! The reasons why a request is not a valid authentication request, and the error response.

use symbolon_oauth::{AuthorizationRequestError, ErrorCode, ErrorResponse};

use super::PromptError;
use crate::ClaimsRequestError;

/// The reason why a request is not a valid authentication request.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AuthenticationRequestError {
    /// The request is not a valid authorization request of OAuth 2.0
    /// ([Core §3.1.2.2 (1)](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequestValidation)).
    #[error(transparent)]
    Authorization(AuthorizationRequestError),
    /// `scope` is absent or does not contain `openid`. The request can still be a valid
    /// authorization request of OAuth 2.0
    /// ([Core §3.1.2.2 (2)](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequestValidation)).
    #[error("`scope` does not contain `openid`")]
    NotOpenId,
    /// The request has no `redirect_uri`. Show an error page; do not redirect
    /// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)).
    #[error("`redirect_uri` is missing; OpenID Connect requires it in every request")]
    MissingRedirectUri,
    /// `display` contains a space or a character that is not printable ASCII
    /// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)).
    #[error("`display` is not a word of printable ASCII")]
    Display,
    /// `prompt` is not a list of words, or it contains `none` and another word
    /// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)).
    #[error(transparent)]
    Prompt(PromptError),
    /// `max_age` is not a whole number of seconds in decimal digits
    /// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)).
    #[error("`max_age` is not a number of seconds, written as digits only")]
    MaxAge,
    /// `id_token_hint` contains characters that a JWT cannot contain
    /// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)).
    #[error("`id_token_hint` is not a JWT")]
    IdTokenHint,
    /// `claims` is not JSON text in the form that the specification requires
    /// ([Core §5.5](https://openid.net/specs/openid-connect-core-1_0.html#ClaimsParameter)).
    #[error(transparent)]
    Claims(ClaimsRequestError),
}

impl AuthenticationRequestError {
    /// Returns the stable name of the error, such as `"authentication_request.max_age"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Authorization(error) => error.code(),
            Self::NotOpenId => "authentication_request.not_openid",
            Self::MissingRedirectUri => "authentication_request.missing_redirect_uri",
            Self::Display => "authentication_request.display",
            Self::Prompt(error) => error.code(),
            Self::MaxAge => "authentication_request.max_age",
            Self::IdTokenHint => "authentication_request.id_token_hint",
            Self::Claims(error) => error.code(),
        }
    }
}

/// Builds the error response that is sent to the client
/// ([Core §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
///
/// Send the response only after you have checked that the client is registered with this redirect
/// URI.
impl From<AuthenticationRequestError> for ErrorResponse {
    fn from(error: AuthenticationRequestError) -> Self {
        match error {
            AuthenticationRequestError::Authorization(error) => error.into(),
            AuthenticationRequestError::NotOpenId => {
                Self::new(ErrorCode::INVALID_SCOPE).description(&error.to_string())
            }
            AuthenticationRequestError::Claims(error) => {
                Self::new(ErrorCode::INVALID_REQUEST).description(error.description())
            }
            _ => Self::new(ErrorCode::INVALID_REQUEST).description(&error.to_string()),
        }
    }
}
