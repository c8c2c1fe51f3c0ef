//! Rules about what a client is allowed to ask of this provider.

use symbolon_jose::rule::Verdict::{self, Held, NotApplicable};
use symbolon_oauth::{ResponseType, ReturnPath};
use symbolon_oidc::AuthenticationRequest;
use symbolon_oidc::release::ReleaseTo;

use super::AuthorizeError;
use crate::{Pkce, Provider, RegisteredClient, advertise};

/// A request that was read, with the client that sent it and the provider that received it.
#[derive(Debug)]
pub(super) struct Asked<'a> {
    pub(super) provider: &'a Provider,
    pub(super) client: &'a RegisteredClient,
    pub(super) request: &'a AuthenticationRequest,
    pub(super) was_pushed: bool,
}

impl Asked<'_> {
    fn response_type(&self) -> &ResponseType {
        &self.request.oauth.response_type
    }

    /// Returns the path of the successful response, without the JWT that some modes require.
    pub(super) fn return_path(&self) -> Result<ReturnPath, AuthorizeError> {
        let oauth = &self.request.oauth;
        let redirect_uri = oauth.redirect_uri.clone().ok_or(AuthorizeError::MissingRedirectUri)?;
        ReturnPath::new(redirect_uri, self.response_type(), oauth.response_mode.as_ref())
            .map_err(AuthorizeError::ResponseMode)
    }
}

pub(super) fn pushed(asked: &Asked<'_>) -> Result<Verdict, AuthorizeError> {
    // RFC 9126 §4: the policy of the provider or of the client refuses a request that was not pushed.
    let required = asked.provider.policy().require_pushed_authorization_requests
        || asked.client.require_pushed_authorization_requests;
    match (asked.was_pushed, required) {
        (true, _) => Ok(Held),
        (false, false) => Ok(NotApplicable),
        (false, true) => Err(AuthorizeError::PushRequired),
    }
}

pub(super) fn response_type_supported(asked: &Asked<'_>) -> Result<Verdict, AuthorizeError> {
    // RFC 6749 §3.1.1: an unsupported response type has its own error code.
    if asked.provider.metadata().supports_response_type(asked.response_type()) {
        Ok(Held)
    } else {
        Err(AuthorizeError::UnsupportedResponseType(asked.response_type().clone()))
    }
}

pub(super) fn response_type_registered(asked: &Asked<'_>) -> Result<Verdict, AuthorizeError> {
    // Registration §2, response_types: a client uses the response types that it registered.
    if asked.client.response_types.contains(asked.response_type()) {
        Ok(Held)
    } else {
        Err(AuthorizeError::UnregisteredResponseType(asked.response_type().clone()))
    }
}

pub(super) fn grant_type_registered(asked: &Asked<'_>) -> Result<Verdict, AuthorizeError> {
    // Registration §2, grant_types: `code` goes with `authorization_code`, and tokens from the
    // authorization endpoint go with `implicit`.
    let mut needed = asked.response_type().grant_types().into_iter();
    match needed.find(|grant_type| !asked.client.grant_types.contains(grant_type)) {
        None => Ok(Held),
        Some(missing) => Err(AuthorizeError::UnregisteredGrantType(missing)),
    }
}

pub(super) fn redirect_uri_for_tokens(asked: &Asked<'_>) -> Result<Verdict, AuthorizeError> {
    // Core §3.2.2.1, redirect_uri: in the implicit flow, `http` is only for native apps on loopback,
    // also if the client is confidential.
    let response_type = asked.response_type();
    if !response_type.returns_tokens() || response_type.includes("code") {
        return Ok(NotApplicable);
    }
    match asked.request.oauth.redirect_uri.as_ref().filter(|uri| uri.is_unencrypted()) {
        None => Ok(Held),
        Some(uri) => Err(AuthorizeError::UnencryptedRedirectUri(uri.clone())),
    }
}

pub(super) fn response_mode(asked: &Asked<'_>) -> Result<Verdict, AuthorizeError> {
    // Multiple Response Types §2.1, §3, §5: the mode is known, a query never contains a token, and a
    // form needs a website.
    asked.return_path()?;
    match &asked.request.oauth.response_mode {
        Some(mode) if !asked.provider.policy().response_modes.contains(mode) => {
            Err(AuthorizeError::UnsupportedResponseMode(mode.clone()))
        }
        _ => Ok(Held),
    }
}

pub(super) fn response_mode_registered(asked: &Asked<'_>) -> Result<Verdict, AuthorizeError> {
    // Multiple Response Types §2.1: without `response_mode`, the response type determines the mode.
    let oauth = &asked.request.oauth;
    let mode = oauth.response_mode.clone().unwrap_or_else(|| oauth.response_type.default_mode());
    if asked.client.has_registered(&mode) {
        Ok(Held)
    } else {
        Err(AuthorizeError::UnregisteredResponseMode(mode))
    }
}

pub(super) fn nonce(asked: &Asked<'_>) -> Result<Verdict, AuthorizeError> {
    // Core §3.2.2.1, §3.3.2.11: `nonce` is REQUIRED if the authorization endpoint returns an ID
    // Token.
    let response_type = asked.response_type();
    if !response_type.includes("id_token") {
        return Ok(NotApplicable);
    }
    match asked.request.nonce {
        Some(_) => Ok(Held),
        None => Err(AuthorizeError::NonceRequired(response_type.clone())),
    }
}

pub(super) fn code_challenge(asked: &Asked<'_>) -> Result<Verdict, AuthorizeError> {
    // RFC 7636 §4.3: a challenge protects a code.
    if !asked.response_type().includes("code") {
        return Ok(NotApplicable);
    }
    // RFC 9700 §2.1.1: public clients use PKCE. The policy and the registration decide what
    // confidential clients must send.
    let pkce = asked.client.pkce.unwrap_or(asked.provider.policy().pkce);
    let (public, nonce) = (asked.client.is_public(), asked.request.nonce.is_some());
    match pkce {
        _ if asked.request.oauth.code_challenge.is_some() => Ok(Held),
        _ if public => Err(AuthorizeError::ChallengeRequired),
        Pkce::Required => Err(AuthorizeError::ChallengeRequired),
        Pkce::NonceInstead if !nonce => Err(AuthorizeError::ChallengeOrNonceRequired),
        Pkce::NonceInstead | Pkce::RequiredOfPublicClients => Ok(NotApplicable),
    }
}

pub(super) fn prompt(asked: &Asked<'_>) -> Result<Verdict, AuthorizeError> {
    let prompts = &asked.request.prompt;
    let supported = advertise::prompts(asked.provider.policy());
    // Prompt Create §4.1: a value that the metadata does not list is an error.
    match prompts.iter().find(|prompt| !supported.contains(prompt)) {
        Some(other) => Err(AuthorizeError::UnsupportedPrompt(other.clone())),
        None if prompts.is_empty() => Ok(NotApplicable),
        None => Ok(Held),
    }
}

pub(super) fn user_info_claims(asked: &Asked<'_>) -> Result<Verdict, AuthorizeError> {
    // Core §5.5, userinfo: the response type returns an access token for the UserInfo endpoint.
    if asked.request.claims.as_ref().is_none_or(|claims| claims.user_info.is_empty()) {
        Ok(NotApplicable)
    } else if ReleaseTo::of(asked.response_type()) == ReleaseTo::IdTokenAndUserInfo {
        Ok(Held)
    } else {
        Err(AuthorizeError::UserInfoClaims(asked.response_type().clone()))
    }
}

pub(super) fn key(asked: &Asked<'_>) -> Result<Verdict, AuthorizeError> {
    // Registration §2, id_token_signed_response_alg: refused here, so that the user does not sign
    // in for an ID Token that cannot be signed.
    asked.provider.key_for(asked.client).map(|_| Held).map_err(AuthorizeError::NoSigningKey)
}
