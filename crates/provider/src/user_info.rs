use http::{HeaderValue, Request, Response, StatusCode, header};
use symbolon_jose::{Fingerprint, NumericDate, Object};
use symbolon_oauth::bearer::{self, BearerError, Challenge};
use symbolon_oauth::{AccessToken, ErrorCode};
use symbolon_oidc::{StandardClaims, UserInfo};
use time::OffsetDateTime;

use crate::{AccessTokenRecord, Provider};

/// A UserInfo request as it came
/// ([Core §5.3.1](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoRequest)).
#[derive(Clone, Debug)]
pub struct UserInfoRequest {
    token: AccessToken,
}

/// Access to the claims of one user, as far as the token goes.
///
/// Intentionally without a constructor: see [`Provider::user_info`].
#[derive(Clone, Debug)]
pub struct UserInfoAccess {
    record: AccessTokenRecord,
}

/// Why a UserInfo request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UserInfoError {
    /// There is no access token ([RFC 6750 §3.1](https://www.rfc-editor.org/rfc/rfc6750#section-3.1)).
    #[error("the request has no access token")]
    MissingToken,
    /// The access token is malformed, or in a place where it may not be
    /// ([RFC 6750 §2](https://www.rfc-editor.org/rfc/rfc6750#section-2)).
    #[error(transparent)]
    Bearer(#[from] BearerError),
    /// The access token is unknown, or revoked
    /// ([RFC 6750 §3.1](https://www.rfc-editor.org/rfc/rfc6750#section-3.1)).
    #[error("the access token is unknown or revoked")]
    UnknownToken,
    /// The access token has expired
    /// ([RFC 6750 §3.1](https://www.rfc-editor.org/rfc/rfc6750#section-3.1)).
    #[error("the access token has expired")]
    Expired,
    /// The access token is not for UserInfo
    /// ([Core §5.3](https://openid.net/specs/openid-connect-core-1_0.html#UserInfo)).
    #[error("the access token has no openid scope")]
    InsufficientScope,
}

impl UserInfoError {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::MissingToken => "user_info.missing_token",
            Self::Bearer(error) => error.code(),
            Self::UnknownToken => "user_info.unknown_token",
            Self::Expired => "user_info.expired",
            Self::InsufficientScope => "user_info.insufficient_scope",
        }
    }
}

/// A refused UserInfo request: it knows its response
/// ([Core §5.3.3](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoError)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct UserInfoRefusal(UserInfoError);

impl UserInfoRefusal {
    /// Why.
    #[must_use]
    pub fn reason(&self) -> UserInfoError {
        self.0
    }

    /// The response, with a challenge
    /// ([RFC 6750 §3](https://www.rfc-editor.org/rfc/rfc6750#section-3)).
    #[must_use]
    pub fn into_response(self) -> Response<Vec<u8>> {
        let (status, challenge) = match self.0 {
            // RFC 6750 §3.1: no error code for a request that did not try.
            UserInfoError::MissingToken => (StatusCode::UNAUTHORIZED, Challenge::new("userinfo")),
            UserInfoError::Bearer(error) => (StatusCode::BAD_REQUEST, Challenge::from(error)),
            // RFC 6750 §3.1: invalid_token, whatever is wrong with it.
            UserInfoError::UnknownToken | UserInfoError::Expired => {
                (StatusCode::UNAUTHORIZED, Challenge::refusing(ErrorCode::INVALID_TOKEN))
            }
            // RFC 6750 §3.1: insufficient_scope is 403.
            UserInfoError::InsufficientScope => {
                (StatusCode::FORBIDDEN, Challenge::refusing(ErrorCode::INSUFFICIENT_SCOPE))
            }
        };
        let mut response = Response::new(Vec::new());
        *response.status_mut() = status;
        // Good for this request alone: the next one may have a token.
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        // Our own challenges hold nothing that a field value could not.
        if let Ok(value) = challenge.to_header_value() {
            headers.insert(header::WWW_AUTHENTICATE, value);
        }
        response
    }
}

impl From<UserInfoError> for UserInfoRefusal {
    fn from(error: UserInfoError) -> Self {
        Self(error)
    }
}

impl UserInfoRequest {
    /// Reads GET or POST, with the token in the `Authorization` field or in the form
    /// ([RFC 6750 §2](https://www.rfc-editor.org/rfc/rfc6750#section-2)).
    ///
    /// # Errors
    /// [`UserInfoRefusal`].
    pub fn from_http<B: AsRef<[u8]>>(request: &Request<B>) -> Result<Self, UserInfoRefusal> {
        let token = bearer::token_from_http(request).map_err(UserInfoError::Bearer)?;
        Ok(Self { token: token.ok_or(UserInfoError::MissingToken)? })
    }

    /// The access token, whose record is under its fingerprint.
    #[must_use]
    pub fn access_token(&self) -> &AccessToken {
        &self.token
    }
}

impl Provider {
    /// The key under which the record of this access token is stored.
    #[must_use]
    pub fn fingerprint(&self, token: &AccessToken) -> Fingerprint {
        token.fingerprint(&self.crypto)
    }

    /// Lets a UserInfo request in by the record of its access token, which is what the store has
    /// under the token's fingerprint, unless its grant was revoked.
    ///
    /// # Errors
    /// [`UserInfoRefusal`].
    pub fn user_info(
        &self,
        request: &UserInfoRequest,
        record: Option<AccessTokenRecord>,
        now: OffsetDateTime,
    ) -> Result<UserInfoAccess, UserInfoRefusal> {
        let record = record.ok_or(UserInfoError::UnknownToken)?;
        // A record of another token is none.
        if record.fingerprint != self.fingerprint(&request.token) {
            return Err(UserInfoError::UnknownToken.into());
        }
        // RFC 6750 §3.1: expired.
        if NumericDate::from(now) >= record.expires {
            return Err(UserInfoError::Expired.into());
        }
        // Core §5.3: an access token that came of an authentication request.
        if !record.scope.contains("openid") {
            return Err(UserInfoError::InsufficientScope.into());
        }
        Ok(UserInfoAccess { record })
    }
}

impl UserInfoAccess {
    /// The user whose claims are asked for, to look up.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.record.subject
    }

    /// The record of the access token.
    #[must_use]
    pub fn record(&self) -> &AccessTokenRecord {
        &self.record
    }

    /// The response: of all the standard claims that are known of the user those that the scope asks
    /// for ([Core §5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse),
    /// [§5.4](https://openid.net/specs/openid-connect-core-1_0.html#ScopeClaims)), and these others.
    #[must_use]
    pub fn respond(&self, known: &StandardClaims, extra: Object) -> Response<Vec<u8>> {
        let mut user_info = UserInfo::new(&self.record.subject);
        user_info.claims = known.within(&self.record.scope);
        user_info.extra = extra;
        user_info.into_http()
    }
}
