//! What this client may ask of this provider.

use symbolon_oauth::{GrantType, Scope};
use symbolon_oidc::AuthenticationRequest;

use super::AuthorizeError;
use crate::{Client, Pkce, Provider};

/// A request that has been read, and who asks whom.
pub(super) struct Asked<'a> {
    pub(super) provider: &'a Provider,
    pub(super) client: &'a Client,
    pub(super) request: &'a AuthenticationRequest,
}

type Check = fn(&Asked<'_>) -> Result<(), AuthorizeError>;

pub(super) const CHECKS: &[Check] = &[
    response_type_supported,
    response_type_registered,
    grant_type_registered,
    code_challenge,
    key,
];

/// RFC 6749 §3.1.1: an unsupported response type is an error of its own.
fn response_type_supported(asked: &Asked<'_>) -> Result<(), AuthorizeError> {
    let supported = &asked.provider.metadata.response_types_supported;
    if supported.contains(&asked.request.oauth.response_type) {
        Ok(())
    } else {
        Err(AuthorizeError::UnsupportedResponseType)
    }
}

/// Registration §2, response_types: a client uses those it registered.
fn response_type_registered(asked: &Asked<'_>) -> Result<(), AuthorizeError> {
    if asked.client.response_types.contains(&asked.request.oauth.response_type) {
        Ok(())
    } else {
        Err(AuthorizeError::UnauthorizedClient)
    }
}

/// Registration §2, grant_types: `code` goes with `authorization_code`.
fn grant_type_registered(asked: &Asked<'_>) -> Result<(), AuthorizeError> {
    if asked.client.grant_types.contains(&GrantType::AUTHORIZATION_CODE) {
        Ok(())
    } else {
        Err(AuthorizeError::UnauthorizedClient)
    }
}

/// RFC 9700 §2.1.1: public clients use PKCE, and the policy says who else.
fn code_challenge(asked: &Asked<'_>) -> Result<(), AuthorizeError> {
    let required = match asked.provider.policy.pkce {
        Pkce::Required => true,
        Pkce::RequiredOfPublicClients => asked.client.is_public(),
    };
    if required && asked.request.oauth.code_challenge.is_none() {
        Err(AuthorizeError::ChallengeRequired)
    } else {
        Ok(())
    }
}

/// Registration §2, id_token_signed_response_alg: told now, and not after the user has signed in.
fn key(asked: &Asked<'_>) -> Result<(), AuthorizeError> {
    match asked.provider.signing_key(asked.client.id_token_signed_response_alg) {
        Some(_) => Ok(()),
        None => Err(AuthorizeError::NoSigningKey),
    }
}

/// What the client asks for and may have. Scope values that nobody knows are ignored (Core §3.1.2.1),
/// and so is `offline_access` where there are no refresh tokens for it (Core §11).
pub(super) fn scope(asked: &Asked<'_>) -> Scope {
    let mut scope = Scope::new();
    for token in asked.request.oauth.scope.iter().flat_map(Scope::iter) {
        let registered = asked.client.scope.as_ref().is_none_or(|scope| scope.contains(token));
        let usable = token != "offline_access"
            || (asked.client.grant_types.contains(&GrantType::REFRESH_TOKEN)
                && asked.provider.metadata.supports_grant_type(&GrantType::REFRESH_TOKEN));
        // `openid` is what makes the request one of OpenID Connect; registering it is implied.
        if token == "openid" || (registered && usable && asked.provider.supports_scope(token)) {
            // A token of a scope is a scope token, so this inserts.
            let _ = scope.insert(token);
        }
    }
    scope
}
