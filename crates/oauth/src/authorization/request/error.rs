//! The reason why an authorization request cannot be read.

use symbolon_jose::Excerpt;

use crate::{ErrorCode, ErrorResponse, ParametersError, RedirectUriError, SyntaxError};

/// The reason why an authorization request cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AuthorizationRequestError {
    /// The method, the content type or the encoding of the request is wrong, or a parameter is
    /// repeated ([RFC 6749 §3.1](https://www.rfc-editor.org/rfc/rfc6749#section-3.1)).
    #[error(transparent)]
    Parameters(ParametersError),
    /// `client_id` is missing. Show an error page; do not redirect
    /// ([RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1)).
    #[error("the authorization request has no parameter `client_id`")]
    MissingClientId,
    /// `client_id` contains a character that is not printable ASCII. Show an error page; do not
    /// redirect ([RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1)).
    #[error("`client_id` has a character that is not printable ASCII")]
    ClientId,
    /// `redirect_uri` is not a URI that [`RedirectUri::new`](crate::RedirectUri::new) accepts. Show
    /// an error page; do not redirect
    /// ([RFC 6749 §3.1.2.4](https://www.rfc-editor.org/rfc/rfc6749#section-3.1.2.4)).
    #[error("`redirect_uri` is not acceptable: {0}")]
    RedirectUri(RedirectUriError),
    /// `response_type` is missing
    /// ([RFC 6749 §3.1.1](https://www.rfc-editor.org/rfc/rfc6749#section-3.1.1)).
    #[error("the authorization request has no parameter `response_type`")]
    MissingResponseType,
    /// `response_type`, `response_mode`, `scope`, `state` or `code_challenge` is malformed
    /// ([RFC 6749 §A](https://www.rfc-editor.org/rfc/rfc6749#appendix-A)).
    #[error(transparent)]
    Syntax(#[from] SyntaxError),
    /// The method of the `code_challenge` is `plain`, but only `S256` is accepted. If a request has
    /// no `code_challenge_method`, the method is `plain`
    /// ([RFC 7636 §4.3](https://www.rfc-editor.org/rfc/rfc7636#section-4.3)).
    #[error("the `code_challenge_method` plain is not supported; expected S256")]
    PlainCodeChallenge,
    /// The request contains a `code_challenge` with a method other than `S256` and `plain`
    /// ([RFC 7636 §4.4.1](https://www.rfc-editor.org/rfc/rfc7636#section-4.4.1)).
    #[error("the `code_challenge_method` {found} is not supported; expected S256")]
    CodeChallengeMethod {
        /// The method of the request.
        found: Excerpt,
    },
    /// The request contains a `code_challenge_method` without a `code_challenge`. It is possible
    /// that an attacker removed the `code_challenge`
    /// ([RFC 7636 §4.3](https://www.rfc-editor.org/rfc/rfc7636#section-4.3)).
    #[error("the authorization request has a `code_challenge_method` without a `code_challenge`")]
    MissingCodeChallenge,
}

impl AuthorizationRequestError {
    /// Returns a stable name for logs and metrics, such as
    /// `"authorization_request.missing_client_id"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Parameters(error) => error.code(),
            Self::MissingClientId => "authorization_request.missing_client_id",
            Self::ClientId => SyntaxError::ClientId.code(),
            Self::RedirectUri(error) => error.code(),
            Self::MissingResponseType => "authorization_request.missing_response_type",
            Self::Syntax(error) => error.code(),
            Self::PlainCodeChallenge => "authorization_request.plain_code_challenge",
            Self::CodeChallengeMethod { .. } => "authorization_request.code_challenge_method",
            Self::MissingCodeChallenge => "authorization_request.missing_code_challenge",
        }
    }
}

/// Builds the error message for the client. Use [`ReturnAddress::of`](crate::ReturnAddress::of) to
/// learn whether the message can be sent to the client, and to which address.
///
/// The description repeats no value of the request. Any website can make a browser send a request,
/// and some clients show the description to users without escaping it.
/// [RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1).
impl From<AuthorizationRequestError> for ErrorResponse {
    fn from(error: AuthorizationRequestError) -> Self {
        let code = match error {
            AuthorizationRequestError::Syntax(SyntaxError::Scope) => ErrorCode::INVALID_SCOPE,
            _ => ErrorCode::INVALID_REQUEST,
        };
        let response = Self::new(code);
        match &error {
            AuthorizationRequestError::RedirectUri(_) => {
                response.description("`redirect_uri` is not acceptable")
            }
            AuthorizationRequestError::CodeChallengeMethod { .. } => {
                response.description("the `code_challenge_method` is not supported; expected S256")
            }
            _ => response.description_of(&error),
        }
    }
}
