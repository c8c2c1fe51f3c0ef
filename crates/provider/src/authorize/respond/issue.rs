//! The code, the access token and the ID Token of one authorization response, with their records.

use symbolon_jose::{NumericDate, Object};
use symbolon_oauth::obligation::GrantId;
use symbolon_oauth::{
    AccessToken, AuthorizationCode, AuthorizationResponse, EncodedJwt, Scope, TokenType,
};
use symbolon_oidc::{ClaimsRequest, ReceivedFrom};

use super::super::{AuthorizeError, Consent, PendingAuthorization};
use crate::id_token::NewIdToken;
use crate::{AccessTokenRecord, AuthorizationRecords, CodeRecord, GrantRecord, Provider, SignedIn};

/// The values from which one authorization response is built.
pub(super) struct Issue<'a> {
    provider: &'a Provider,
    request: &'a PendingAuthorization,
    grant: GrantId,
    signed_in: SignedIn,
    scope: Scope,
    claims: ClaimsRequest,
    id_token_claims: Object,
    now: NumericDate,
}

impl<'a> Issue<'a> {
    pub(super) fn new(
        provider: &'a Provider,
        request: &'a PendingAuthorization,
        consent: Consent,
        now: NumericDate,
    ) -> Result<Self, AuthorizeError> {
        Ok(Self {
            provider,
            request,
            grant: GrantId::random(provider.crypto()).map_err(AuthorizeError::Random)?,
            claims: request.consented_claims(&consent),
            scope: Consent::covered(&consent.scope, request.scope()),
            signed_in: consent.signed_in,
            id_token_claims: consent.id_token_claims,
            now,
        })
    }

    /// Creates the code and the tokens that the response type asks for
    /// ([Multiple Response Types §5](https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#Combinations)).
    pub(super) fn response(
        mut self,
    ) -> Result<(AuthorizationRecords, AuthorizationResponse), AuthorizeError> {
        let mut records = AuthorizationRecords { grant: self.grant(), code: None, access: None };
        let mut response = AuthorizationResponse::default();
        let response_type = self.request.response_type();
        if response_type.includes("code") {
            let (code, record) = self.code()?;
            (response.code, records.code) = (Some(code), Some(record));
        }
        if response_type.includes("token") {
            let (token, record) = self.access_token()?;
            // Core §3.2.2.5, RFC 6749 §4.2.2.
            response.access_token = Some(token);
            response.token_type = Some(TokenType::BEARER);
            response.expires_in = Some(self.provider.policy().access_token_lifetime.as_secs());
            response.scope = Some(self.scope.clone());
            records.access = Some(record);
        }
        if response_type.includes("id_token") {
            response.id_token = Some(self.id_token(&response)?);
        }
        Ok((records, response))
    }

    fn grant(&self) -> GrantRecord {
        GrantRecord {
            id: self.grant.clone(),
            issuer: self.provider.issuer().clone(),
            client_id: self.request.client_id().clone(),
            subject: self.signed_in.subject.clone(),
            scope: self.scope.clone(),
            granted: self.signed_in.auth_time(),
        }
    }

    fn code(&self) -> Result<(AuthorizationCode, CodeRecord), AuthorizeError> {
        let crypto = self.provider.crypto();
        let code = AuthorizationCode::random(crypto).map_err(AuthorizeError::Random)?;
        let request = self.request.request();
        let record = CodeRecord {
            fingerprint: code.fingerprint(crypto),
            issuer: self.provider.issuer().clone(),
            grant: self.grant.clone(),
            client_id: self.request.client_id().clone(),
            redirect_uri: self.request.redirect_uri().clone(),
            claims: self.claims.clone(),
            claims_locales: self.request.claims_locales().to_vec(),
            scope: self.scope.clone(),
            signed_in: self.signed_in.clone(),
            nonce: request.nonce.clone(),
            code_challenge: request.oauth.code_challenge.clone(),
            expires: self.now.after(self.provider.policy().code_lifetime),
        };
        Ok((code, record))
    }

    fn access_token(&self) -> Result<(AccessToken, AccessTokenRecord), AuthorizeError> {
        let crypto = self.provider.crypto();
        let token = AccessToken::random(crypto).map_err(AuthorizeError::Random)?;
        let record = AccessTokenRecord {
            fingerprint: token.fingerprint(crypto),
            issuer: self.provider.issuer().clone(),
            grant: self.grant.clone(),
            client_id: self.request.client_id().clone(),
            subject: Some(self.signed_in.subject.clone()),
            scope: self.scope.clone(),
            claims: self.claims.clone(),
            claims_locales: self.request.claims_locales().to_vec(),
            userinfo_signed_response_alg: self.request.userinfo_signed_response_alg(),
            expires: self.now.after(self.provider.policy().access_token_lifetime),
        };
        Ok((token, record))
    }

    fn id_token(&mut self, response: &AuthorizationResponse) -> Result<EncodedJwt, AuthorizeError> {
        let key = self.provider.key_of(self.request.id_token_signed_response_alg());
        let id_token = NewIdToken {
            provider: self.provider,
            key: key.map_err(AuthorizeError::NoSigningKey)?,
            client_id: self.request.client_id(),
            signed_in: &self.signed_in,
            nonce: self.request.request().nonce.as_ref(),
            state: self.request.request().oauth.state.as_ref(),
            extra: core::mem::take(&mut self.id_token_claims),
            returned_by: ReceivedFrom::AuthorizationEndpoint,
            now: self.now,
        };
        id_token
            .sign(response.access_token.as_ref(), response.code.as_ref())
            .map_err(AuthorizeError::IdToken)
    }
}
