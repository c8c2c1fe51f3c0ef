//! The ID Tokens that the authorization endpoint and the token endpoint return.

use symbolon_jose::{NumericDate, Object, SigningKey};
use symbolon_oauth::{AccessToken, AuthorizationCode, ClientId, EncodedJwt, State};
use symbolon_oidc::{
    ExpectedIdToken, IdTokenClaims, IssueError, Nonce, NonceExpectation, ReceivedFrom,
};

use crate::{Provider, SignedIn};

/// The content of an ID Token that the provider signs, and the endpoint that returns it.
///
/// Both endpoints use it, so that the two ID Tokens of a hybrid login agree (Core §3.3.3.6).
pub(crate) struct NewIdToken<'a> {
    pub(crate) provider: &'a Provider,
    pub(crate) key: &'a SigningKey,
    pub(crate) client_id: &'a ClientId,
    pub(crate) signed_in: &'a SignedIn,
    pub(crate) nonce: Option<&'a Nonce>,
    /// The `state` that is returned beside the ID Token.
    pub(crate) state: Option<&'a State>,
    /// More claims about the user.
    pub(crate) extra: Object,
    pub(crate) returned_by: ReceivedFrom,
    pub(crate) now: NumericDate,
}

impl NewIdToken<'_> {
    /// Signs the ID Token. It contains the hashes of the access token, the code and the `state` that
    /// are returned with it.
    pub(crate) fn sign(
        self,
        access_token: Option<&AccessToken>,
        code: Option<&AuthorizationCode>,
    ) -> Result<EncodedJwt, IssueError> {
        // Core §2: auth_time is not after iat, also when two copies of a provider have different
        // clocks.
        let issued_at = self.now.max(self.signed_in.auth_time());
        let expires = issued_at.after(self.provider.policy().id_token_lifetime);
        let mut claims = IdTokenClaims::new(
            self.provider.issuer(),
            &self.signed_in.subject,
            self.client_id,
            issued_at,
            expires,
        );
        claims.auth_time = Some(self.signed_in.auth_time());
        claims.nonce = self.nonce.cloned();
        claims.acr.clone_from(&self.signed_in.acr);
        claims.amr.clone_from(&self.signed_in.amr);
        claims.extra = self.extra;
        let nonce = self.nonce.map_or(NonceExpectation::NotSent, NonceExpectation::Sent);
        let mut expected = ExpectedIdToken::login(nonce).received_from(self.returned_by);
        // Core §3.2.2.10, §3.3.2.11: at_hash and c_hash.
        if let Some(access_token) = access_token {
            expected = expected.access_token(access_token);
        }
        if let Some(code) = code {
            expected = expected.code(code);
        }
        // FAPI 1.0 Advanced §5.2.2.1 (5): s_hash, if the request contained `state`. A client that does
        // not know the claim ignores it.
        if let Some(state) = self.state {
            expected = expected.state(state);
        }
        claims.sign_for(&expected, self.key, self.provider.crypto())
    }
}
