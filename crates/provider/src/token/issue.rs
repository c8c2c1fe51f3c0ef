//! The tokens of one response, and their records.

use symbolon_jose::{NumericDate, Object};
use symbolon_oauth::obligation::{GrantId, Unstored};
use symbolon_oauth::{AccessToken, EncodedJwt, RefreshToken, Scope, TokenResponse, TokenType};
use symbolon_oidc::{ClaimsRequest, Nonce, ReceivedFrom};

use super::{TokenError, refusal};
use crate::id_token::NewIdToken;
use crate::{
    AccessTokenRecord, Provider, RefreshTokenRecord, RegisteredClient, SignedIn, SpentRecord,
    TokenRecords,
};

/// Everything that goes into the tokens of one response.
pub(super) struct Issue<'a> {
    pub(super) provider: &'a Provider,
    pub(super) client: &'a RegisteredClient,
    pub(super) grant: &'a GrantId,
    pub(super) spends: SpentRecord,
    pub(super) signed_in: &'a SignedIn,
    pub(super) scope: &'a Scope,
    pub(super) claims: &'a ClaimsRequest,
    pub(super) claims_locales: &'a [String],
    pub(super) nonce: Option<&'a Nonce>,
    pub(super) extra: Object,
    pub(super) now: NumericDate,
}

impl Issue<'_> {
    /// Creates the tokens. `refresh` contains the scope and the expiry of the refresh token. With
    /// `None`, no refresh token is created.
    pub(super) fn tokens(
        mut self,
        refresh: Option<(Scope, NumericDate)>,
    ) -> Result<Unstored<TokenRecords>, TokenError> {
        let provider = self.provider;
        let lifetime = provider.policy().access_token_lifetime;
        let access_token = AccessToken::random(provider.crypto())?;
        let access = AccessTokenRecord {
            fingerprint: access_token.fingerprint(provider.crypto()),
            issuer: provider.issuer().clone(),
            grant: self.grant.clone(),
            client_id: self.client.client_id.clone(),
            subject: Some(self.signed_in.subject.clone()),
            scope: self.scope.clone(),
            claims: self.claims.clone(),
            claims_locales: self.claims_locales.to_vec(),
            userinfo_signed_response_alg: self.client.userinfo_signed_response_alg,
            expires: self.now.after(lifetime),
        };
        let id_token = self.id_token(&access_token)?;
        let mut response = TokenResponse::new(access_token, TokenType::BEARER);
        response.expires_in = Some(lifetime.as_secs());
        // RFC 6749 §5.1: required where it differs from what was asked for. It is always stated.
        response.scope = Some(self.scope.clone());
        response.id_token = Some(id_token);
        let refresh = refresh.map(|(scope, expires)| self.refresh(scope, expires)).transpose()?;
        let refresh = refresh.map(|(token, record)| {
            response.refresh_token = Some(token);
            record
        });
        let records = TokenRecords { spends: self.spends, access, refresh };
        // RFC 6749 §4.1.2: while the tokens are made, another request can use the same code or
        // refresh token, or revoke the grant.
        let if_revoked = refusal::response(&TokenError::Revoked);
        Ok(Unstored::new(records, response.into_http(), if_revoked))
    }

    /// Signs the ID Token (Core §2, §3.1.3.6; after a refresh §12.2).
    fn id_token(&mut self, access_token: &AccessToken) -> Result<EncodedJwt, TokenError> {
        let id_token = NewIdToken {
            provider: self.provider,
            key: self.provider.key_for(self.client)?,
            client_id: &self.client.client_id,
            signed_in: self.signed_in,
            nonce: self.nonce,
            state: None,
            extra: core::mem::take(&mut self.extra),
            returned_by: ReceivedFrom::TokenEndpoint,
            now: self.now,
        };
        Ok(id_token.sign(Some(access_token), None)?)
    }

    fn refresh(
        &self,
        scope: Scope,
        expires: NumericDate,
    ) -> Result<(RefreshToken, RefreshTokenRecord), TokenError> {
        let token = RefreshToken::random(self.provider.crypto())?;
        let record = RefreshTokenRecord {
            fingerprint: token.fingerprint(self.provider.crypto()),
            issuer: self.provider.issuer().clone(),
            grant: self.grant.clone(),
            client_id: self.client.client_id.clone(),
            scope,
            claims: self.claims.clone(),
            claims_locales: self.claims_locales.to_vec(),
            signed_in: self.signed_in.clone(),
            expires,
        };
        Ok((token, record))
    }
}
