//! Why there are no claims about the end-user.

use http::StatusCode;
use symbolon_jose::{MemberError, json};
use symbolon_oauth::bearer::BearerError;
use symbolon_oauth::{EndpointUriError, ErrorCode};

/// Why an answer of the UserInfo endpoint cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UserInfoError {
    /// The provider refused the access token and said why
    /// ([Core §5.3.3](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoError)).
    #[error("the provider answered {status}: {error}")]
    Refused {
        /// The status of the response.
        status: StatusCode,
        /// The error of the challenge, in the provider's words.
        error: ErrorCode,
    },
    /// The status is not 200, and there is no challenge to say why
    /// ([Core §5.3.3](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoError)).
    #[error("the provider answered {0}")]
    Status(StatusCode),
    /// The response is neither JSON nor a JWT, or does not say
    /// ([Core §5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse)).
    #[error("the answer is not application/json")]
    ContentType,
    /// The response is signed or encrypted, which was not asked for
    /// ([Core §5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse)).
    #[error("the answer is a JWT, but JSON was asked for")]
    Jwt,
    /// The body is not a JSON object
    /// ([Core §5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse)).
    #[error("the answer is not a JSON object")]
    Json(#[source] json::Error),
    /// A claim has another type than its definition gives it
    /// ([Core §5.1](https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims)).
    #[error(transparent)]
    Member(#[from] MemberError),
    /// There is no `sub`
    /// ([Core §5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse)).
    #[error("the answer has no `sub`")]
    MissingSubject,
    /// `sub` is another end-user than that of the ID Token
    /// ([Core §5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse)).
    #[error("the answer is about another end-user")]
    Subject,
}

impl UserInfoError {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused { .. } => "user_info.refused",
            Self::Status(_) => "user_info.status",
            Self::ContentType => "user_info.content_type",
            Self::Jwt => "user_info.jwt",
            Self::Json(error) => error.code(),
            Self::Member(_) => "user_info.member",
            Self::MissingSubject => "user_info.missing_subject",
            Self::Subject => "user_info.subject",
        }
    }
}

/// Why the UserInfo endpoint cannot be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UserInfoRequestError {
    /// The endpoint is no HTTP address
    /// ([Core §5.3](https://openid.net/specs/openid-connect-core-1_0.html#UserInfo)).
    #[error(transparent)]
    Endpoint(#[from] EndpointUriError),
    /// The access token does not fit into a header field
    /// ([RFC 6750 §2.1](https://www.rfc-editor.org/rfc/rfc6750#section-2.1)).
    #[error(transparent)]
    AccessToken(#[from] BearerError),
}

impl UserInfoRequestError {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Endpoint(error) => error.code(),
            Self::AccessToken(error) => error.code(),
        }
    }
}
