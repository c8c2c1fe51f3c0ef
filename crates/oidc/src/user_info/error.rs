//! The reasons why UserInfo cannot be requested or its response cannot be used.

use http::StatusCode;
use symbolon_jose::{Excerpt, MemberError, json};
use symbolon_oauth::bearer::BearerError;
use symbolon_oauth::{EndpointUriError, ErrorCode};

/// The reason why a response of the UserInfo endpoint cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UserInfoError {
    /// The provider refused the access token and sent an error code
    /// ([Core §5.3.3](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoError)).
    #[error("the UserInfo endpoint answered {status} with the error `{error}`")]
    Refused {
        /// The status of the response.
        status: StatusCode,
        /// The error code in the `WWW-Authenticate` field.
        error: ErrorCode,
    },
    /// The status is not 200, and the response contains no error code
    /// ([Core §5.3.3](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoError)).
    #[error("the UserInfo endpoint answered {0}; expected 200 OK")]
    Status(StatusCode),
    /// The content type of the response is absent or repeated, or it is neither `application/json`
    /// nor `application/jwt`
    /// ([Core §5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse)).
    #[error("the content type of the UserInfo response is {}; expected application/json", text(.found))]
    ContentType {
        /// The content type without its parameters. `None` if it is absent or repeated.
        found: Option<Excerpt>,
    },
    /// The response is a signed or encrypted JWT, which this library does not read. Register the
    /// client without `userinfo_signed_response_alg` and `userinfo_encrypted_response_alg`, so that
    /// the provider sends a JSON object
    /// ([Core §5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse)).
    #[error("the UserInfo response is a JWT; expected application/json")]
    Jwt,
    /// The body is not a JSON object
    /// ([Core §5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse)).
    #[error("the UserInfo response cannot be read: {0}")]
    Json(json::Error),
    /// `sub` is not a string
    /// ([Core §5.1](https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims)).
    #[error(transparent)]
    Member(#[from] MemberError),
    /// The response contains no `sub`
    /// ([Core §5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse)).
    #[error("the UserInfo response has no `sub`")]
    MissingSubject,
    /// `sub` differs from the `sub` of the ID Token, so the claims are about another user
    /// ([Core §5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse)).
    #[error("the UserInfo response is about another user than the ID Token")]
    Subject,
}

impl UserInfoError {
    /// Returns the stable name of the error, such as `"user_info.subject"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused { .. } => "user_info.refused",
            Self::Status(_) => "user_info.status",
            Self::ContentType { .. } => "user_info.content_type",
            Self::Jwt => "user_info.jwt",
            Self::Json(error) => error.code(),
            Self::Member(_) => "user_info.member",
            Self::MissingSubject => "user_info.missing_subject",
            Self::Subject => "user_info.subject",
        }
    }
}

/// Returns the content type as the error message shows it.
fn text(found: &Option<Excerpt>) -> String {
    found.as_ref().map_or_else(|| "absent".to_owned(), Excerpt::to_string)
}

/// The reason why the request to the UserInfo endpoint cannot be built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UserInfoRequestError {
    /// The endpoint is not an HTTP URL
    /// ([Core §5.3](https://openid.net/specs/openid-connect-core-1_0.html#UserInfo)).
    #[error(transparent)]
    Endpoint(#[from] EndpointUriError),
    /// The access token contains characters that a header field cannot contain
    /// ([RFC 6750 §2.1](https://www.rfc-editor.org/rfc/rfc6750#section-2.1)).
    #[error(transparent)]
    AccessToken(#[from] BearerError),
}

impl UserInfoRequestError {
    /// Returns the stable name of the error that the variant contains.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Endpoint(error) => error.code(),
            Self::AccessToken(error) => error.code(),
        }
    }
}
