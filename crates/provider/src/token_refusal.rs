use http::{Response, StatusCode};
use symbolon_jose::crypto::RandomError;
use symbolon_oauth::client::assertion::ClientAssertionError;
use symbolon_oauth::obligation::Replayed;
use symbolon_oauth::pkce::PkceError;
use symbolon_oauth::{ClientCredentials, ErrorCode, ErrorResponse, TokenRequestError};
use symbolon_oidc::IssueError;

use crate::GrantId;

/// Why a token request is refused.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// The request is malformed, or its client presents itself wrongly
    /// ([RFC 6749 §4.1.3](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3)).
    #[error(transparent)]
    Request(TokenRequestError),
    /// No such client is registered
    /// ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
    #[error("no such client is registered")]
    UnknownClient,
    /// The client authenticates by another method than it registered
    /// ([Registration §2](https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata)).
    #[error("the client is registered for another authentication method")]
    AuthenticationMethod,
    /// The secret is not the client's
    /// ([RFC 6749 §2.3.1](https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1)).
    #[error("the client secret is wrong")]
    Secret,
    /// The client registered no keys to verify its assertions with
    /// ([Core §9](https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication)).
    #[error("the client has registered no keys")]
    NoKeys,
    /// The assertion does not hold
    /// ([RFC 7523 §3](https://www.rfc-editor.org/rfc/rfc7523#section-3)).
    #[error(transparent)]
    Assertion(ClientAssertionError),
    /// The assertion was used before
    /// ([RFC 7523 §3](https://www.rfc-editor.org/rfc/rfc7523#section-3) (7)).
    #[error("the client assertion was used before")]
    Replayed,
    /// The client is not registered for this grant type
    /// ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
    #[error("the client is not registered for this grant type")]
    UnauthorizedClient,
    /// The request is for another grant type than the one it was given to redeem
    /// ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
    #[error("the grant type is not supported")]
    UnsupportedGrantType,
    /// There is no such code or refresh token, or there no longer is
    /// ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
    #[error("the code or refresh token is unknown")]
    UnknownGrant,
    /// The code was used before
    /// ([RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2)).
    #[error("the code was used before")]
    SpentCode(GrantId),
    /// The refresh token was used before: either the client or a thief comes second, and nobody can
    /// tell which ([RFC 9700 §4.14.2](https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2)).
    #[error("the refresh token was used before")]
    SpentRefreshToken(GrantId),
    /// The grant was revoked while tokens were made of it
    /// ([RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2)).
    #[error("the grant has been revoked")]
    Revoked,
    /// The code or refresh token has expired
    /// ([RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2)).
    #[error("the code or refresh token has expired")]
    Expired,
    /// The code or refresh token was issued to another client, and has leaked from it
    /// ([RFC 6749 §4.1.3](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3)).
    #[error("the code or refresh token was issued to another client")]
    OtherClient(GrantId),
    /// `redirect_uri` is not the one the code was sent to
    /// ([RFC 6749 §4.1.3](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3)).
    #[error("the redirect_uri is not the one of the authorization request")]
    RedirectUri(GrantId),
    /// The PKCE verifier does not fit
    /// ([RFC 7636 §4.6](https://www.rfc-editor.org/rfc/rfc7636#section-4.6)).
    #[error("{0}")]
    Pkce(PkceError, GrantId),
    /// The refreshed scope would be more than was granted. The refresh token is spent, as after
    /// every refusal, so its next use revokes the grant
    /// ([RFC 6749 §6](https://www.rfc-editor.org/rfc/rfc6749#section-6)).
    #[error("the scope is wider than what was granted")]
    Scope,
    /// The provider has no key of the client's `id_token_signed_response_alg`.
    #[error("there is no key for the client's ID Token algorithm")]
    NoSigningKey,
    /// The ID Token would not be a valid one, or could not be signed.
    #[error(transparent)]
    IdToken(#[from] IssueError),
    /// There is no randomness to make a token of.
    #[error(transparent)]
    Random(#[from] RandomError),
}

impl TokenError {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Request(error) => error.code(),
            Self::UnknownClient => "token.unknown_client",
            Self::AuthenticationMethod => "token.authentication_method",
            Self::Secret => "token.secret",
            Self::NoKeys => "token.no_keys",
            Self::Assertion(error) => error.code(),
            Self::Replayed => "token.replayed",
            Self::UnauthorizedClient => "token.unauthorized_client",
            Self::UnsupportedGrantType => "token.unsupported_grant_type",
            Self::UnknownGrant => "token.unknown_grant",
            Self::SpentCode(_) => "token.spent_code",
            Self::SpentRefreshToken(_) => "token.spent_refresh_token",
            Self::Revoked => "token.revoked",
            Self::Expired => "token.expired",
            Self::OtherClient(_) => "token.other_client",
            Self::RedirectUri(_) => "token.redirect_uri",
            Self::Pkce(error, _) => error.code(),
            Self::Scope => "token.scope",
            Self::NoSigningKey => "token.no_signing_key",
            Self::IdToken(error) => error.code(),
            Self::Random(error) => error.code(),
        }
    }

    /// The grant that everything issued under has to be revoked, now.
    #[must_use]
    pub fn revoke(&self) -> Option<&GrantId> {
        match self {
            Self::SpentCode(grant)
            | Self::SpentRefreshToken(grant)
            | Self::OtherClient(grant)
            | Self::RedirectUri(grant)
            | Self::Pkce(_, grant) => Some(grant),
            _ => None,
        }
    }
}

/// What the client is told. Lossy on purpose: whoever tries codes or secrets learns nothing of
/// which part was right.
impl From<&TokenError> for ErrorResponse {
    fn from(error: &TokenError) -> Self {
        match error {
            TokenError::Request(error) => Self::from(*error),
            TokenError::UnknownClient
            | TokenError::AuthenticationMethod
            | TokenError::Secret
            | TokenError::NoKeys
            | TokenError::Assertion(_)
            | TokenError::Replayed => Self::new(ErrorCode::INVALID_CLIENT),
            TokenError::UnauthorizedClient => Self::new(ErrorCode::UNAUTHORIZED_CLIENT),
            TokenError::UnsupportedGrantType => Self::new(ErrorCode::UNSUPPORTED_GRANT_TYPE),
            TokenError::Scope => Self::new(ErrorCode::INVALID_SCOPE),
            TokenError::NoSigningKey | TokenError::IdToken(_) | TokenError::Random(_) => {
                Self::new(ErrorCode::SERVER_ERROR)
            }
            _ => Self::new(ErrorCode::INVALID_GRANT),
        }
    }
}

/// A refused token request: it knows its response, and what has to be revoked.
#[derive(Clone, Debug)]
#[must_use = "revoke what it names, then send the response"]
pub struct TokenRefusal(Box<Inner>);

#[derive(Clone, Debug)]
struct Inner {
    reason: TokenError,
    response: Response<Vec<u8>>,
}

impl TokenRefusal {
    fn new(reason: TokenError, response: Response<Vec<u8>>) -> Self {
        Self(Box::new(Inner { reason, response }))
    }

    /// A failed client authentication, answered in the manner in which the client tried it.
    pub(crate) fn of_client(error: TokenError, credentials: &ClientCredentials) -> Self {
        Self::new(error, credentials.refuse())
    }

    /// A stable name of the reason, for the provider's log.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.0.reason.code()
    }

    /// Why.
    #[must_use]
    pub fn reason(&self) -> &TokenError {
        &self.0.reason
    }

    /// The grant that has to be revoked **before** the response is sent: see [`TokenError::revoke`].
    #[must_use]
    pub fn revoke(&self) -> Option<&GrantId> {
        self.0.reason.revoke()
    }

    /// The response ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
    #[must_use]
    pub fn into_response(self) -> Response<Vec<u8>> {
        self.0.response
    }
}

impl From<TokenError> for TokenRefusal {
    fn from(error: TokenError) -> Self {
        // RFC 6749 §5.2: how the client came decides on the status, and the request's error knows it.
        if let TokenError::Request(error) = error {
            return error.into();
        }
        let answer = ErrorResponse::from(&error);
        let status = if answer.error == ErrorCode::SERVER_ERROR {
            StatusCode::INTERNAL_SERVER_ERROR
        } else {
            StatusCode::BAD_REQUEST
        };
        Self::new(error, answer.into_http(status))
    }
}

impl From<TokenRequestError> for TokenRefusal {
    fn from(error: TokenRequestError) -> Self {
        Self::new(TokenError::Request(error), error.into_http())
    }
}

/// Only assertions are replayed, and they come without an `Authorization` field.
impl From<Replayed> for TokenRefusal {
    fn from(_: Replayed) -> Self {
        TokenError::Replayed.into()
    }
}
