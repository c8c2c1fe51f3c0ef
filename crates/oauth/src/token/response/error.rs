//! The reason why a token response gives the client no tokens.

use http::StatusCode;
use symbolon_jose::{Excerpt, MemberError, json};
use thiserror::Error;

use crate::syntax::media_type;
use crate::{ErrorResponse, ErrorResponseError, SyntaxError};

/// The reason why a response of the token endpoint contains no usable tokens.
#[derive(Clone, Debug, Error, PartialEq)]
#[non_exhaustive]
pub enum TokenResponseError {
    /// The token endpoint refused the request
    /// ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
    #[error("the token endpoint refused the request with the status {status}: {}", .error.error)]
    Refused {
        /// The status of the response. Usually it is 400 or 401, but some servers send an error
        /// response with a different status, even with 200.
        status: StatusCode,
        /// The error response, with the error code and the description of the server.
        error: ErrorResponse,
    },
    /// The status is 400 or 401, but the body is not an error response
    /// ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
    #[error(
        "the token endpoint refused the request with the status {status} without a readable \
         reason: {error}"
    )]
    ErrorResponse {
        /// The status of the response: 400 or 401.
        status: StatusCode,
        /// The reason why the body is not an error response.
        error: ErrorResponseError,
    },
    /// The status is not 200, 400 or 401, and the body is not an error response. For example, the
    /// status is that of a redirect or of an outage
    /// ([RFC 6749 §5](https://www.rfc-editor.org/rfc/rfc6749#section-5)).
    ///
    /// For a provider that sends tokens with a status such as 201, use
    /// [`TokenResponseQuirks::any_success_status`](crate::TokenResponseQuirks::any_success_status).
    #[error(
        "the token response has the status {0}; expected 200, 400 or 401 \
         (`TokenResponseQuirks::any_success_status` accepts statuses such as 201)"
    )]
    Status(StatusCode),
    /// The `Content-Type` of the response is not `application/json`
    /// ([RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749#section-5.1)).
    ///
    /// For a provider that sends tokens with a different type, use
    /// [`TokenResponseQuirks::any_content_type`](crate::TokenResponseQuirks::any_content_type).
    #[error(
        "the token response has {}; expected the Content-Type {} \
         (`TokenResponseQuirks::any_content_type` accepts every type)",
        media_type::print_found(.found.as_ref()),
        media_type::JSON
    )]
    ContentType {
        /// The `Content-Type` headers of the response, with commas between several headers.
        found: Option<Excerpt>,
    },
    /// The body is not a JSON object, or a member occurs twice
    /// ([RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749#section-5.1)).
    #[error("the token response cannot be read: {0}")]
    Json(#[from] json::Error),
    /// A member of the JSON object has the wrong JSON type
    /// ([RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749#section-5.1)).
    #[error("the token response cannot be read: {0}")]
    Member(#[from] MemberError),
    /// The required member `access_token` or `token_type` is missing
    /// ([RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749#section-5.1)).
    ///
    /// For a provider that does not send the member, use the field `access_token_missing` or
    /// `token_type_missing` of [`TokenResponseQuirks`](crate::TokenResponseQuirks).
    #[error(
        "the token response has no member `{name}` (`TokenResponseQuirks::{name}_missing` accepts \
         this)"
    )]
    Missing {
        /// The name of the member.
        name: &'static str,
    },
    /// The text of a member does not match the grammar of that member. For example, it is empty or
    /// contains a character that is not allowed
    /// ([RFC 6749 §A](https://www.rfc-editor.org/rfc/rfc6749#appendix-A)).
    #[error("the token response cannot be read: {0}")]
    Syntax(#[from] SyntaxError),
    /// `expires_in` is not a number of seconds
    /// ([RFC 6749 §A.14](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.14)).
    #[error(
        "the token response has the `expires_in` {found}; expected a number of seconds \
         (`TokenResponseQuirks::expires_in_unreadable` counts other values as absent)"
    )]
    ExpiresIn {
        /// The value of the member, as JSON.
        found: Excerpt,
    },
    /// `token_type` is `N_A`, which means that the issued token is not an access token
    /// ([RFC 8693 §2.2.1](https://www.rfc-editor.org/rfc/rfc8693#section-2.2.1)).
    #[error(
        "the token response has the `token_type` N_A, so its token is not an access token; \
         expected a type such as Bearer"
    )]
    NotAnAccessToken,
    /// The status is 200, and the body contains the member `error`, but it is not an error response
    /// ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
    #[error(
        "the token response has the status 200 and reports an error without a readable reason: {0}"
    )]
    ErrorInSuccess(ErrorResponseError),
}

impl TokenResponseError {
    /// Returns a stable name for logs and metrics, such as `"token_response.refused"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused { .. } => "token_response.refused",
            Self::ErrorResponse { error, .. } => error.code(),
            Self::Status(_) => "token_response.status",
            Self::ContentType { .. } => "token_response.content_type",
            Self::Json(error) => error.code(),
            Self::Member(error) => error.code(),
            Self::Missing { .. } => "token_response.missing",
            Self::Syntax(error) => error.code(),
            Self::ExpiresIn { .. } => "token_response.expires_in",
            Self::NotAnAccessToken => "token_response.not_an_access_token",
            Self::ErrorInSuccess(_) => "token_response.error_in_success",
        }
    }
    /// Returns the status of a response that reports an error or that has an unexpected status,
    /// such as 503 during an outage. Returns `None` if the response has the status of a success and
    /// reports no error.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Refused { status, .. }
            | Self::ErrorResponse { status, .. }
            | Self::Status(status) => Some(*status),
            _ => None,
        }
    }

    /// Returns the server's error response. Returns `None` if the server did not refuse the
    /// request, or if its error response cannot be read.
    #[must_use]
    pub fn refusal(&self) -> Option<&ErrorResponse> {
        match self {
            Self::Refused { error, .. } => Some(error),
            _ => None,
        }
    }
}
