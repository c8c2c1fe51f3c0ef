//! The reason why a token request is refused.

use symbolon_discovery::Endpoint;
use symbolon_jose::crypto::RandomError;
use symbolon_jose::rule::Verdict;
use symbolon_jose::{Excerpt, NumericDate, SignatureAlgorithm};
use symbolon_oauth::client::assertion::ClientAssertionError;
use symbolon_oauth::obligation::GrantId;
use symbolon_oauth::pkce::PkceError;
use symbolon_oauth::{
    ClientAuthenticationMethod, ClientId, ErrorCode, ErrorResponse, GrantType, Issuer,
    TokenRequestError,
};
use symbolon_oidc::IssueError;

use crate::{NoSigningKey, StoreFailed};

/// The reason why a token request is refused.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// The request is malformed, or the client credentials in it are malformed
    /// ([RFC 6749 §4.1.3](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3)).
    #[error(transparent)]
    Request(TokenRequestError),
    /// No client is registered under this `client_id`
    /// ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
    #[error("no client {} is registered", Excerpt::new(.0.as_str()))]
    UnknownClient(ClientId),
    /// The client authenticated by a method that is not its registered method
    /// ([Registration §2](https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata)).
    #[error("the client authenticated by `{found}` and is registered for `{registered}`")]
    AuthenticationMethod {
        /// The method that the request uses.
        found: ClientAuthenticationMethod,
        /// The method for which the client is registered.
        registered: ClientAuthenticationMethod,
    },
    /// The client authenticated by this method, which is its registered method, but the provider's
    /// policy does not allow the method
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error("the policy does not allow client authentication by `{0}`")]
    MethodNotAllowed(ClientAuthenticationMethod),
    /// The client secret is wrong, or no secret is registered for the client
    /// ([RFC 6749 §2.3.1](https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1)).
    #[error("the client secret is wrong")]
    Secret,
    /// The client secret is correct, but it has expired
    /// ([Registration §3.2](https://openid.net/specs/openid-connect-registration-1_0.html#RegistrationResponse)).
    #[error("the client secret expired at {expired}; the time is {now}")]
    SecretExpired {
        /// The time at which the secret expired.
        expired: NumericDate,
        /// The time of the request.
        now: NumericDate,
    },
    /// The client signed its assertion with another algorithm than its registered
    /// `token_endpoint_auth_signing_alg`
    /// ([Registration §2](https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata)).
    #[error("the client assertion has the alg {found}; the client is registered for {expected}")]
    AssertionAlgorithm {
        /// The `alg` in the header of the assertion.
        found: Excerpt,
        /// The registered algorithm.
        expected: SignatureAlgorithm,
    },
    /// The client registered no keys, so the signature of its assertion cannot be verified
    /// ([Core §9](https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication)).
    #[error("the client has registered no keys")]
    NoKeys,
    /// The client has its keys at this `jwks_uri`, and they are not available: they could not be
    /// fetched, or [`Provider::load_keys_for_token`](crate::Provider::load_keys_for_token) was not
    /// called before.
    #[error("the keys at the client's jwks_uri {} are not available", Excerpt::new(.0.as_str()))]
    KeysUnavailable(Box<Endpoint>),
    /// The client assertion breaks a rule
    /// ([RFC 7523 §3](https://www.rfc-editor.org/rfc/rfc7523#section-3)).
    #[error(transparent)]
    Assertion(ClientAssertionError),
    /// The client assertion was used before
    /// ([RFC 7523 §3 (7)](https://www.rfc-editor.org/rfc/rfc7523#section-3)).
    #[error("the client assertion was used before")]
    Replayed,
    /// The client is not registered for this grant type
    /// ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
    #[error("the client is not registered for the grant type {}", Excerpt::new(.0.as_str()))]
    UnauthorizedClient(GrantType),
    /// The provider does not support this grant type
    /// ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
    #[error("the grant type {} is not supported", Excerpt::new(.0.as_str()))]
    UnsupportedGrantType(GrantType),
    /// Your store has no record of the code or refresh token
    /// ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
    #[error("the code or refresh token is unknown")]
    UnknownGrant,
    /// The code or refresh token was issued by a provider with another issuer, or the client
    /// authenticated at a provider with another issuer. For example, several providers share a
    /// store, and an attacker has made the client send the code to this provider
    /// ([RFC 9700 §4.4](https://www.rfc-editor.org/rfc/rfc9700#section-4.4)).
    #[error(
        "the code, the refresh token or the client belongs to {found}; this provider is {expected}"
    )]
    OtherIssuer {
        /// The issuer of the provider that issued the code or token, or authenticated the client.
        found: Box<Issuer>,
        /// The issuer of this provider.
        expected: Box<Issuer>,
    },
    /// The code was used before. Revoke the grant with this [`GrantId`] in your store
    /// ([RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2)).
    #[error("the code was used before")]
    SpentCode(GrantId),
    /// The refresh token was used before. The provider cannot tell whether the client or a thief
    /// uses the token now, so revoke the grant with this [`GrantId`] in your
    /// store ([RFC 9700 §4.14.2](https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2)).
    #[error("the refresh token was used before")]
    SpentRefreshToken(GrantId),
    /// While the tokens were being created, the grant was revoked or another request used the same
    /// code or refresh token
    /// ([RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2)).
    #[error("the grant was revoked while the tokens were being created")]
    Revoked,
    /// The code or refresh token has expired
    /// ([RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2)).
    #[error("the code or refresh token has expired")]
    Expired,
    /// The code or refresh token was issued to a client other than the client that presents it. The
    /// code or token has leaked: revoke the grant with this [`GrantId`] in your store
    /// ([RFC 6749 §4.1.3](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3)).
    #[error("the code or refresh token was issued to another client")]
    OtherClient(GrantId),
    /// `redirect_uri` is missing, or is not the redirect URI to which the code was sent. Revoke the
    /// grant with this [`GrantId`] in your store
    /// ([RFC 6749 §4.1.3](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3)).
    #[error("the redirect_uri is not that of the authorization request")]
    RedirectUri(GrantId),
    /// `code_verifier` does not match the PKCE challenge of the authorization request, is missing,
    /// or is present although the authorization request had no challenge. Revoke the grant
    /// with this [`GrantId`] in your store
    /// ([RFC 7636 §4.6](https://www.rfc-editor.org/rfc/rfc7636#section-4.6)).
    #[error("{0}")]
    Pkce(PkceError, GrantId),
    /// The refresh request asks for scope values that were not granted. The refresh token is not
    /// used up: the client can ask for a narrower scope with the same token
    /// ([RFC 6749 §6](https://www.rfc-editor.org/rfc/rfc6749#section-6)).
    #[error("the scope is wider than what was granted")]
    Scope,
    /// The client is registered with an algorithm as its `id_token_signed_response_alg`, but the
    /// provider has no signing key for the algorithm.
    #[error(transparent)]
    NoSigningKey(#[from] NoSigningKey),
    /// Your store failed, so the request cannot be answered. The client receives
    /// `temporarily_unavailable` with the status 503. It can try again later.
    #[error(transparent)]
    StoreFailed(#[from] StoreFailed),
    /// The ID Token could not be issued, because it would break a rule or because it could not be
    /// signed.
    #[error(transparent)]
    IdToken(#[from] IssueError),
    /// The source of randomness failed, so no tokens could be created.
    #[error(transparent)]
    Random(#[from] RandomError),
}

impl TokenError {
    /// Returns a stable name for logs and metrics, such as `"token.spent_code"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Request(error) => error.code(),
            Self::UnknownClient(_) => "token.unknown_client",
            Self::AuthenticationMethod { .. } | Self::MethodNotAllowed(_) => {
                "token.authentication_method"
            }
            Self::Secret => "token.secret",
            Self::SecretExpired { .. } => "token.secret_expired",
            Self::AssertionAlgorithm { .. } => "token.assertion_algorithm",
            Self::NoKeys => "token.no_keys",
            Self::KeysUnavailable(_) => "token.keys_unavailable",
            Self::Assertion(error) => error.code(),
            Self::Replayed => "token.replayed",
            Self::UnauthorizedClient(_) => "token.unauthorized_client",
            Self::UnsupportedGrantType(_) => "token.unsupported_grant_type",
            Self::UnknownGrant => "token.unknown_grant",
            Self::OtherIssuer { .. } => "token.other_issuer",
            Self::SpentCode(_) => "token.spent_code",
            Self::SpentRefreshToken(_) => "token.spent_refresh_token",
            Self::Revoked => "token.revoked",
            Self::Expired => "token.expired",
            Self::OtherClient(_) => "token.other_client",
            Self::RedirectUri(_) => "token.redirect_uri",
            Self::Pkce(error, _) => error.code(),
            Self::Scope => "token.scope",
            Self::NoSigningKey(_) => "token.no_signing_key",
            Self::StoreFailed(error) => error.code(),
            Self::IdToken(error) => error.code(),
            Self::Random(error) => error.code(),
        }
    }

    /// Compares the issuer in a record with the issuer of the provider.
    pub(super) fn check_issuer(found: &Issuer, expected: &Issuer) -> Result<Verdict, Self> {
        if found == expected {
            return Ok(Verdict::Held);
        }
        let (found, expected) = (Box::new(found.clone()), Box::new(expected.clone()));
        Err(Self::OtherIssuer { found, expected })
    }

    /// Returns the grant that you have to revoke in your store because of this error. `None` if
    /// there is nothing to revoke.
    #[must_use]
    pub fn grant_to_revoke(&self) -> Option<&GrantId> {
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

/// The error response for the client. It does not contain the whole reason, so that a party that
/// tries codes or secrets does not learn which part was right.
impl From<&TokenError> for ErrorResponse {
    fn from(error: &TokenError) -> Self {
        match error {
            TokenError::Request(error) => Self::from(error.clone()),
            // The description depends only on the registration, so an attacker does not learn
            // whether a secret is right. The method of a client is not a secret.
            TokenError::AuthenticationMethod { registered, .. } => {
                Self::new(ErrorCode::INVALID_CLIENT)
                    .description_of(&format_args!("the client is registered for {registered}"))
            }
            // The metadata of the provider lists the same methods.
            TokenError::MethodNotAllowed(_) => Self::new(ErrorCode::INVALID_CLIENT)
                .description("the provider does not accept this method of client authentication"),
            // The client has shown that it knows the secret.
            TokenError::SecretExpired { .. } => {
                Self::new(ErrorCode::INVALID_CLIENT).description("the client secret has expired")
            }
            // The description depends only on the header of the assertion and the registration.
            TokenError::AssertionAlgorithm { expected, .. } => Self::new(ErrorCode::INVALID_CLIENT)
                .description_of(&format_args!("the client is registered for the alg {expected}")),
            TokenError::UnknownClient(_)
            | TokenError::Secret
            | TokenError::NoKeys
            | TokenError::KeysUnavailable(_)
            | TokenError::Assertion(_)
            | TokenError::Replayed => Self::new(ErrorCode::INVALID_CLIENT),
            TokenError::UnauthorizedClient(_) => Self::new(ErrorCode::UNAUTHORIZED_CLIENT),
            TokenError::UnsupportedGrantType(_) => Self::new(ErrorCode::UNSUPPORTED_GRANT_TYPE),
            TokenError::Scope => Self::new(ErrorCode::INVALID_SCOPE),
            TokenError::NoSigningKey(_) | TokenError::IdToken(_) | TokenError::Random(_) => {
                Self::new(ErrorCode::SERVER_ERROR)
            }
            TokenError::StoreFailed(_) => Self::new(ErrorCode::TEMPORARILY_UNAVAILABLE),
            _ => Self::new(ErrorCode::INVALID_GRANT),
        }
    }
}
