use http::Response;
use symbolon_jose::{NumericDate, Object};
use symbolon_oauth::{AccessToken, EncodedJwt, RefreshToken, Scope, TokenResponse, TokenType};
use symbolon_oidc::{ExpectedIdToken, IdTokenClaims, Nonce, NonceExpectation};

use crate::{
    AccessTokenRecord, Client, GrantId, Provider, RefreshTokenRecord, SignedIn, Storing,
    TokenError, TokenRecords, TokenRefusal,
};

/// Tokens for a client, and the records to store before it gets them.
#[derive(Debug)]
#[must_use = "store the records, then send the response"]
pub struct IssuedTokens {
    records: TokenRecords,
    response: TokenResponse,
}

impl IssuedTokens {
    /// What to store.
    #[must_use]
    pub fn records(&self) -> &TokenRecords {
        &self.records
    }

    /// The response
    /// ([Core §3.1.3.3](https://openid.net/specs/openid-connect-core-1_0.html#TokenResponse)), once
    /// the store has said what became of the records.
    ///
    /// # Errors
    /// [`TokenRefusal`] when the grant was revoked while the tokens were made: whatever was redeemed
    /// here was redeemed by somebody else too
    /// ([RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2)).
    pub fn into_response(self, storing: Storing) -> Result<Response<Vec<u8>>, TokenRefusal> {
        match storing {
            Storing::Stored => Ok(self.response.into_http()),
            Storing::GrantRevoked => Err(TokenError::Revoked.into()),
        }
    }
}

/// What tokens are made of.
pub(crate) struct Issue<'a> {
    pub(crate) provider: &'a Provider,
    pub(crate) client: &'a Client,
    pub(crate) grant: &'a GrantId,
    pub(crate) signed_in: &'a SignedIn,
    pub(crate) scope: &'a Scope,
    pub(crate) nonce: Option<&'a Nonce>,
    pub(crate) extra: Object,
    pub(crate) now: NumericDate,
}

impl Issue<'_> {
    /// The tokens; with a refresh token if there is a scope and an end for it.
    pub(crate) fn tokens(
        mut self,
        refresh: Option<(Scope, NumericDate)>,
    ) -> Result<IssuedTokens, TokenError> {
        let provider = self.provider;
        let lifetime = provider.policy.access_token_lifetime;
        let access_token = AccessToken::random(&provider.crypto)?;
        let access = AccessTokenRecord {
            fingerprint: access_token.fingerprint(&provider.crypto),
            grant: self.grant.clone(),
            client_id: self.client.client_id.clone(),
            subject: self.signed_in.subject.clone(),
            scope: self.scope.clone(),
            expires: self.now.after(lifetime),
        };
        let id_token = self.id_token(&access_token)?;
        let mut response = TokenResponse::new(access_token, TokenType::BEARER);
        response.expires_in = Some(lifetime.as_secs());
        // RFC 6749 §5.1: required where it is not what was asked for, so it is always said.
        response.scope = Some(self.scope.clone());
        response.id_token = Some(id_token);
        let refresh = refresh.map(|(scope, expires)| self.refresh(scope, expires)).transpose()?;
        let refresh = refresh.map(|(token, record)| {
            response.refresh_token = Some(token);
            record
        });
        Ok(IssuedTokens { records: TokenRecords { access, refresh }, response })
    }

    /// Core §2, §3.1.3.6; after a refresh §12.2.
    fn id_token(&mut self, access_token: &AccessToken) -> Result<EncodedJwt, TokenError> {
        let provider = self.provider;
        let key = provider
            .signing_key(self.client.id_token_signed_response_alg)
            .ok_or(TokenError::NoSigningKey)?;
        // Core §2: auth_time is not after iat, however the clocks of two copies of a provider differ.
        let issued_at = self.now.max(self.signed_in.auth_time());
        let expires = issued_at.after(provider.policy.id_token_lifetime);
        let mut claims = IdTokenClaims::new(
            provider.issuer(),
            &self.signed_in.subject,
            &self.client.client_id,
            issued_at,
            expires,
        );
        claims.auth_time = Some(self.signed_in.auth_time());
        claims.nonce = self.nonce.cloned();
        claims.acr = self.signed_in.acr.clone();
        claims.amr = self.signed_in.amr.clone();
        claims.extra = core::mem::take(&mut self.extra);
        let nonce = self.nonce.map_or(NonceExpectation::NotSent, NonceExpectation::Sent);
        let expected = ExpectedIdToken::login(nonce).access_token(access_token);
        Ok(claims.sign_for(&expected, key, &provider.crypto)?)
    }

    fn refresh(
        &self,
        scope: Scope,
        expires: NumericDate,
    ) -> Result<(RefreshToken, RefreshTokenRecord), TokenError> {
        let token = RefreshToken::random(&self.provider.crypto)?;
        let record = RefreshTokenRecord {
            fingerprint: token.fingerprint(&self.provider.crypto),
            grant: self.grant.clone(),
            client_id: self.client.client_id.clone(),
            scope,
            signed_in: self.signed_in.clone(),
            expires,
        };
        Ok((token, record))
    }
}
