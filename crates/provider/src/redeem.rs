use symbolon_jose::{NumericDate, Object};
use symbolon_oauth::{AuthorizationGrant, CodeGrant, GrantType, TokenRequest, pkce};
use time::OffsetDateTime;

use crate::issue::{Issue, IssuedTokens};
use crate::{AuthenticatedClient, CodeLookup, CodeRecord, Provider, TokenError, TokenRefusal};

impl Provider {
    /// Exchanges a code for tokens
    /// ([Core §3.1.3.2](https://openid.net/specs/openid-connect-core-1_0.html#TokenRequestValidation)).
    ///
    /// `code` is what the store answered when the code was **taken** by its fingerprint. `extra`
    /// are claims of the ID Token beyond those of Core §2; usually none, since UserInfo has them.
    ///
    /// # Errors
    /// [`TokenRefusal`], which may name a grant to revoke. The code is spent all the same.
    pub fn redeem(
        &self,
        request: &TokenRequest,
        client: &AuthenticatedClient,
        code: CodeLookup,
        extra: Object,
        now: OffsetDateTime,
    ) -> Result<IssuedTokens, TokenRefusal> {
        let record = self.check_code(request, client, code, now.into())?;
        let refresh = record.scope.contains("offline_access")
            && client.client().grant_types.contains(&GrantType::REFRESH_TOKEN)
            && self.metadata.supports_grant_type(&GrantType::REFRESH_TOKEN);
        let issued = Issue {
            provider: self,
            client: client.client(),
            grant: &record.grant,
            signed_in: &record.signed_in,
            scope: &record.scope,
            nonce: record.nonce.as_ref(),
            extra,
            now: now.into(),
        };
        let refresh = refresh.then(|| {
            let expires = NumericDate::from(now).after(self.policy.refresh_lifetime);
            (record.scope.clone(), expires)
        });
        Ok(issued.tokens(refresh)?)
    }

    /// RFC 6749 §4.1.3, in the order in which a thief would fail.
    fn check_code(
        &self,
        request: &TokenRequest,
        client: &AuthenticatedClient,
        code: CodeLookup,
        now: NumericDate,
    ) -> Result<CodeRecord, TokenError> {
        let AuthorizationGrant::Code(CodeGrant {
            code: presented,
            redirect_uri,
            code_verifier,
            ..
        }) = &request.grant
        else {
            return Err(TokenError::UnsupportedGrantType);
        };
        // RFC 6749 §5.2: unauthorized_client.
        if !client.client().grant_types.contains(&GrantType::AUTHORIZATION_CODE) {
            return Err(TokenError::UnauthorizedClient);
        }
        let record = match code {
            CodeLookup::Fresh(record) => *record,
            // RFC 6749 §4.1.2: used twice, so whatever came of it is revoked.
            CodeLookup::Spent(grant) => return Err(TokenError::SpentCode(grant)),
            CodeLookup::Unknown => return Err(TokenError::UnknownGrant),
        };
        // A record of another code is none.
        if record.fingerprint != presented.fingerprint(&self.crypto) {
            return Err(TokenError::UnknownGrant);
        }
        // RFC 6749 §4.1.2: expired.
        if now >= record.expires {
            return Err(TokenError::Expired);
        }
        // RFC 6749 §4.1.3: issued to this client.
        if record.client_id != client.client().client_id {
            return Err(TokenError::OtherClient(record.grant));
        }
        // RFC 6749 §4.1.3: the redirect_uri of the authorization request, identically.
        if redirect_uri.as_deref() != Some(record.redirect_uri.as_str()) {
            return Err(TokenError::RedirectUri(record.grant));
        }
        // RFC 7636 §4.6, RFC 9700 §4.8.2.
        pkce::verify(record.code_challenge.as_ref(), code_verifier.as_ref(), &self.crypto)
            .map_err(|error| TokenError::Pkce(error, record.grant.clone()))?;
        Ok(record)
    }
}
