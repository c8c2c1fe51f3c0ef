//! Refused UserInfo requests.

use http::{HeaderValue, Response, StatusCode, header};
use symbolon_jose::jws::SignError;
use symbolon_oauth::bearer::{BearerError, Challenge};
use symbolon_oauth::{ErrorCode, ErrorResponse, Issuer};

use crate::{NoSigningKey, StoreFailed};

/// The reason why a UserInfo request is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UserInfoAccessError {
    /// The request has no access token
    /// ([RFC 6750 §3.1](https://www.rfc-editor.org/rfc/rfc6750#section-3.1)).
    #[error("the request has no access token")]
    MissingToken,
    /// The access token is malformed, is sent more than once, or is sent in a place that is not
    /// allowed, such as the query of the URL
    /// ([RFC 6750 §2](https://www.rfc-editor.org/rfc/rfc6750#section-2)).
    #[error(transparent)]
    Bearer(#[from] BearerError),
    /// Your store has no valid record of the access token, for example because the token was
    /// revoked ([RFC 6750 §3.1](https://www.rfc-editor.org/rfc/rfc6750#section-3.1)).
    #[error("the access token is unknown or revoked")]
    UnknownToken,
    /// The access token was issued by a provider with another issuer. For example, several
    /// providers share a store, and the client sent the token to the wrong provider
    /// ([RFC 6750 §3.1](https://www.rfc-editor.org/rfc/rfc6750#section-3.1)).
    #[error("the access token was issued by {found}; this provider is {expected}")]
    OtherIssuer {
        /// The issuer of the provider that issued the token.
        found: Box<Issuer>,
        /// The issuer of this provider.
        expected: Box<Issuer>,
    },
    /// The access token has expired
    /// ([RFC 6750 §3.1](https://www.rfc-editor.org/rfc/rfc6750#section-3.1)).
    #[error("the access token has expired")]
    Expired,
    /// The client is registered with an algorithm as its `userinfo_signed_response_alg`, but the
    /// provider has no signing key for the algorithm. The response has the status 500.
    #[error(transparent)]
    NoSigningKey(NoSigningKey),
    /// The response could not be signed. It has the status 500.
    #[error("the UserInfo response could not be signed: {0}")]
    NotSigned(SignError),
    /// Your store failed, so the request cannot be answered. The response has the status 503. The
    /// client can try again later.
    #[error(transparent)]
    StoreFailed(#[from] StoreFailed),
    /// The scope of the access token does not contain `openid`
    /// ([Core §5.3](https://openid.net/specs/openid-connect-core-1_0.html#UserInfo)).
    #[error("the access token has no openid scope")]
    InsufficientScope,
    /// The access token was not issued for a user, but to a client that acts for itself, so there
    /// are no claims to return
    /// ([Core §5.3](https://openid.net/specs/openid-connect-core-1_0.html#UserInfo)).
    #[error("the access token was issued without a user")]
    NoUser,
}

impl UserInfoAccessError {
    /// Returns a stable name for logs and metrics, such as `"user_info.expired"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::MissingToken => "user_info.missing_token",
            Self::Bearer(error) => error.code(),
            Self::UnknownToken => "user_info.unknown_token",
            Self::OtherIssuer { .. } => "user_info.other_issuer",
            Self::Expired => "user_info.expired",
            Self::NoSigningKey(_) => "user_info.no_signing_key",
            Self::NotSigned(_) => "user_info.not_signed",
            Self::StoreFailed(error) => error.code(),
            Self::InsufficientScope => "user_info.insufficient_scope",
            Self::NoUser => "user_info.no_user",
        }
    }
}

/// A refused UserInfo request, from which you build the error response
/// ([Core §5.3.3](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoError)).
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "send the response of the refusal"]
pub struct UserInfoRefusal(UserInfoAccessError);

impl UserInfoRefusal {
    /// Returns why the request is refused.
    #[must_use]
    pub fn reason(&self) -> &UserInfoAccessError {
        &self.0
    }

    /// Builds the error response. Its `WWW-Authenticate` header contains an error code, unless the
    /// request had no access token
    /// ([RFC 6750 §3](https://www.rfc-editor.org/rfc/rfc6750#section-3)).
    #[must_use]
    pub fn into_response(self) -> Response<Vec<u8>> {
        let (status, challenge) = match self.0 {
            UserInfoAccessError::StoreFailed(_) => {
                let error = ErrorResponse::new(ErrorCode::TEMPORARILY_UNAVAILABLE);
                return error.into_http(StatusCode::SERVICE_UNAVAILABLE);
            }
            UserInfoAccessError::NoSigningKey(_) | UserInfoAccessError::NotSigned(_) => {
                let error = ErrorResponse::new(ErrorCode::SERVER_ERROR);
                return error.into_http(StatusCode::INTERNAL_SERVER_ERROR);
            }
            // RFC 6750 §3.1: no error code for a request without a token.
            UserInfoAccessError::MissingToken => {
                (StatusCode::UNAUTHORIZED, Challenge::new("userinfo"))
            }
            UserInfoAccessError::Bearer(error) => (StatusCode::BAD_REQUEST, Challenge::from(error)),
            // RFC 6750 §3.1: invalid_token, for every fault of a token.
            UserInfoAccessError::UnknownToken
            | UserInfoAccessError::OtherIssuer { .. }
            | UserInfoAccessError::Expired => {
                (StatusCode::UNAUTHORIZED, Challenge::refusing(ErrorCode::INVALID_TOKEN))
            }
            // RFC 6750 §3.1: insufficient_scope has the status 403.
            UserInfoAccessError::InsufficientScope | UserInfoAccessError::NoUser => {
                (StatusCode::FORBIDDEN, Challenge::refusing(ErrorCode::INSUFFICIENT_SCOPE))
            }
        };
        let mut response = Response::new(Vec::new());
        *response.status_mut() = status;
        // The next request may have a token, so this answer must not be cached.
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        // A challenge that is made here contains only characters that a header allows.
        if let Ok(value) = challenge.to_header_value() {
            headers.insert(header::WWW_AUTHENTICATE, value);
        }
        response
    }
}

impl From<UserInfoAccessError> for UserInfoRefusal {
    fn from(error: UserInfoAccessError) -> Self {
        Self(error)
    }
}

impl From<StoreFailed> for UserInfoRefusal {
    fn from(error: StoreFailed) -> Self {
        Self(error.into())
    }
}
