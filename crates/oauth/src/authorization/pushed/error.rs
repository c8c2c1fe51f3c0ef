//! The reasons why the response to a pushed authorization request gives the client no reference.

use http::StatusCode;
use symbolon_jose::{Excerpt, MemberError, json};

use crate::syntax::media_type;
use crate::{ErrorResponse, SyntaxError};

/// The reason why a response of the pushed authorization request endpoint contains no usable
/// reference.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PushedAuthorizationResponseError {
    /// The endpoint refused the request
    /// ([RFC 9126 §2.3](https://www.rfc-editor.org/rfc/rfc9126#section-2.3)).
    #[error("the server refused the pushed request with the status {status}: {}", .error.error)]
    Refused {
        /// The status of the response, such as 400 or 401.
        status: StatusCode,
        /// The error response, with the error code and the description of the server.
        error: ErrorResponse,
    },
    /// The HTTP status is neither 201 nor 200, and the body is not an error response
    /// ([RFC 9126 §2.2](https://www.rfc-editor.org/rfc/rfc9126#section-2.2)).
    #[error("the response to the pushed request has the status {0}; expected 201")]
    Status(StatusCode),
    /// The `Content-Type` of the response is not `application/json`
    /// ([RFC 9126 §2.2](https://www.rfc-editor.org/rfc/rfc9126#section-2.2)).
    #[error(
        "the response to the pushed request has {}; expected the Content-Type {}",
        media_type::print_found(.found.as_ref()),
        media_type::JSON
    )]
    ContentType {
        /// The `Content-Type` headers of the response, with commas between several headers.
        found: Option<Excerpt>,
    },
    /// The body is not a JSON object, or a member occurs twice
    /// ([RFC 9126 §2.2](https://www.rfc-editor.org/rfc/rfc9126#section-2.2)).
    #[error("the response to the pushed request cannot be read: {0}")]
    Json(#[from] json::Error),
    /// `request_uri` is not a string
    /// ([RFC 9126 §2.2](https://www.rfc-editor.org/rfc/rfc9126#section-2.2)).
    #[error("the response to the pushed request cannot be read: {0}")]
    Member(#[from] MemberError),
    /// A required member is missing
    /// ([RFC 9126 §2.2](https://www.rfc-editor.org/rfc/rfc9126#section-2.2)).
    #[error("the response to the pushed request has no member `{name}`")]
    Missing {
        /// The name of the member.
        name: &'static str,
    },
    /// `request_uri` is malformed
    /// ([RFC 9126 §2.2](https://www.rfc-editor.org/rfc/rfc9126#section-2.2)).
    #[error("the response to the pushed request cannot be read: {0}")]
    Syntax(#[from] SyntaxError),
    /// `expires_in` is not a positive number of seconds
    /// ([RFC 9126 §2.2](https://www.rfc-editor.org/rfc/rfc9126#section-2.2)).
    #[error(
        "the response to the pushed request has the `expires_in` {found}; expected a number of \
         seconds that is at least 1"
    )]
    ExpiresIn {
        /// The value of the member, as JSON.
        found: Excerpt,
    },
}

impl PushedAuthorizationResponseError {
    /// Returns a stable name for logs and metrics, such as `"pushed_response.refused"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused { .. } => "pushed_response.refused",
            Self::Status(_) => "pushed_response.status",
            Self::ContentType { .. } => "pushed_response.content_type",
            Self::Json(error) => error.code(),
            Self::Member(error) => error.code(),
            Self::Missing { .. } => "pushed_response.missing",
            Self::Syntax(error) => error.code(),
            Self::ExpiresIn { .. } => "pushed_response.expires_in",
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
