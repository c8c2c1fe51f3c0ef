use symbolon_jose::{NumericDate, Object};
use symbolon_oauth::{AuthorizationGrant, GrantType, RefreshTokenGrant, Scope, TokenRequest};
use time::OffsetDateTime;

use crate::issue::{Issue, IssuedTokens};
use crate::{
    AuthenticatedClient, Provider, RefreshTokenLookup, RefreshTokenRecord, TokenError, TokenRefusal,
};

impl Provider {
    /// Exchanges a refresh token for new tokens, itself included
    /// ([RFC 6749 §6](https://www.rfc-editor.org/rfc/rfc6749#section-6),
    /// [Core §12](https://openid.net/specs/openid-connect-core-1_0.html#RefreshTokens)).
    ///
    /// `token` is what the store answered when the refresh token was **taken** by its fingerprint.
    ///
    /// # Errors
    /// [`TokenRefusal`], which may name a grant to revoke. The refresh token is spent all the same.
    pub fn refresh(
        &self,
        request: &TokenRequest,
        client: &AuthenticatedClient,
        token: RefreshTokenLookup,
        extra: Object,
        now: OffsetDateTime,
    ) -> Result<IssuedTokens, TokenRefusal> {
        let (record, scope) = self.check_refresh_token(request, client, token, now.into())?;
        let issue = Issue {
            provider: self,
            client: client.client(),
            grant: &record.grant,
            signed_in: &record.signed_in,
            scope: &scope,
            // Core §12.2: a refreshed ID Token has no nonce.
            nonce: None,
            extra,
            now: now.into(),
        };
        // RFC 6749 §6: the successor has the scope of its predecessor, whatever this request asked for.
        // RFC 9700 §4.14.2: and its end, so that rotation does not go on for ever.
        Ok(issue.tokens(Some((record.scope.clone(), record.expires)))?)
    }

    fn check_refresh_token(
        &self,
        request: &TokenRequest,
        client: &AuthenticatedClient,
        token: RefreshTokenLookup,
        now: NumericDate,
    ) -> Result<(RefreshTokenRecord, Scope), TokenError> {
        let AuthorizationGrant::RefreshToken(RefreshTokenGrant {
            refresh_token: presented,
            scope,
            ..
        }) = &request.grant
        else {
            return Err(TokenError::UnsupportedGrantType);
        };
        // RFC 6749 §5.2: unsupported_grant_type, by this provider.
        if !self.metadata.supports_grant_type(&GrantType::REFRESH_TOKEN) {
            return Err(TokenError::UnsupportedGrantType);
        }
        // RFC 6749 §5.2: unauthorized_client.
        if !client.client().grant_types.contains(&GrantType::REFRESH_TOKEN) {
            return Err(TokenError::UnauthorizedClient);
        }
        let record = match token {
            RefreshTokenLookup::Fresh(record) => *record,
            // RFC 9700 §4.14.2: used twice, so the whole family is revoked.
            RefreshTokenLookup::Spent(grant) => return Err(TokenError::SpentRefreshToken(grant)),
            RefreshTokenLookup::Unknown => return Err(TokenError::UnknownGrant),
        };
        // A record of another token is none.
        if record.fingerprint != presented.fingerprint(&self.crypto) {
            return Err(TokenError::UnknownGrant);
        }
        // RFC 6749 §6: not expired.
        if now >= record.expires {
            return Err(TokenError::Expired);
        }
        // RFC 6749 §6, RFC 9700 §4.14.2: bound to the client it was issued to.
        if record.client_id != client.client().client_id {
            return Err(TokenError::OtherClient(record.grant));
        }
        // RFC 6749 §6: nothing that was not granted; what is not asked for is unchanged.
        let scope = match scope {
            Some(asked) if asked.is_subset_of(&record.scope) => asked.clone(),
            Some(_) => return Err(TokenError::Scope),
            None => record.scope.clone(),
        };
        Ok((record, scope))
    }
}
