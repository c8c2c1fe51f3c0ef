//! Why a request is no authentication request.

use symbolon_oauth::{AuthorizationRequestError, ErrorCode, ErrorResponse};

use super::PromptError;

/// Why a request is no authentication request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AuthenticationRequestError {
    /// It is no authorization request to begin with
    /// ([Core §3.1.2.2 (1)](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequestValidation)).
    #[error(transparent)]
    Authorization(AuthorizationRequestError),
    /// The scope has no `openid`: it may still be an authorization request
    /// ([Core §3.1.2.2 (2)](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequestValidation)).
    #[error("the scope has no openid")]
    NotOpenId,
    /// No `redirect_uri`; not to be answered by a redirect
    /// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)).
    #[error("the redirect URI is missing")]
    MissingRedirectUri,
    /// `display` is not printable ASCII
    /// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)).
    #[error("display is not printable ASCII text")]
    Display,
    /// `prompt` cannot be followed
    /// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)).
    #[error(transparent)]
    Prompt(PromptError),
    /// `max_age` is not a number of seconds
    /// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)).
    #[error("max_age is not a number of seconds")]
    MaxAge,
    /// `id_token_hint` is not a token
    /// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)).
    #[error("id_token_hint is not a token")]
    IdTokenHint,
}

impl AuthenticationRequestError {
    /// A stable name of the error.
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
        }
    }
}

/// The answer to tell the client, where it may be told at all
/// ([Core §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
impl From<AuthenticationRequestError> for ErrorResponse {
    fn from(error: AuthenticationRequestError) -> Self {
        match error {
            AuthenticationRequestError::Authorization(error) => error.into(),
            AuthenticationRequestError::NotOpenId => {
                Self::new(ErrorCode::INVALID_SCOPE).description(&error.to_string())
            }
            _ => Self::new(ErrorCode::INVALID_REQUEST).description(&error.to_string()),
        }
    }
}
