//! The tokens that came through the browser: an ID Token, an access token, or both.

use symbolon_jose::{NumericDate, VerificationKeys};
use symbolon_oauth::{AccessToken, AuthorizationResponse, Parameters, Scope};
use symbolon_oidc::id_token::ReceivedFrom;
use symbolon_oidc::{IdToken, IdTokenError};
use time::OffsetDateTime;

use super::PendingLogin;
use crate::RelyingParty;

/// The tokens that came through the browser, from the authorization endpoint
/// ([Core §3.2.2.5](https://openid.net/specs/openid-connect-core-1_0.html#ImplicitAuthResponse),
/// [§3.3.2.5](https://openid.net/specs/openid-connect-core-1_0.html#HybridAuthResponse)).
///
/// Scripts, extensions and logs in the browser may have seen these tokens. If the login also has
/// tokens from the token endpoint, use the tokens from the token endpoint.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FromBrowser {
    /// The validated ID Token. `None` if the response type does not include `id_token`.
    pub id_token: Option<IdToken>,
    /// The access token. `None` if the response type does not include `token`. If there is an ID
    /// Token, its `at_hash` is the hash of this access token. With the response type `code token`,
    /// no ID Token comes with the access token, so nothing proves that the access token belongs to
    /// the user who signed in.
    pub access_token: Option<AccessToken>,
    /// When the access token expires. `None` if the response had no `expires_in`.
    pub expires_at: Option<NumericDate>,
    /// The scope of the access token. Empty if there is no access token.
    pub scope: Scope,
    /// The parameters of the response for which this library has no field, such as
    /// `session_state`.
    pub extra: Parameters,
}

impl FromBrowser {
    /// Validates the ID Token of a response, and compares it with the code and the access token of
    /// the response. `now` is when the response arrived. Returns `None` if the response type
    /// includes neither `id_token` nor `token`.
    pub(super) fn validate(
        rp: &RelyingParty,
        pending: &PendingLogin,
        response: &AuthorizationResponse,
        keys: &VerificationKeys,
        now: OffsetDateTime,
    ) -> Result<Option<Self>, IdTokenError> {
        if response.id_token.is_none() && response.access_token.is_none() {
            return Ok(None);
        }
        // Core §3.2.2.11, §3.3.2.12: every rule of the ID Token, and `nonce`. §3.2.2.9, §3.3.2.9:
        // `at_hash` is of the access token. §3.3.2.10: `c_hash` is of the code.
        let mut expected = pending.expected().received_from(ReceivedFrom::AuthorizationEndpoint);
        if let Some(code) = &response.code {
            expected = expected.code(code);
        }
        if let Some(access_token) = &response.access_token {
            expected = expected.access_token(access_token);
        }
        let validate = |token| rp.validator().validate(token, keys, &expected, rp.crypto(), now);
        let id_token = response.id_token.as_ref().map(validate).transpose()?;
        let scope = match &response.access_token {
            // RFC 6749 §4.2.2: without `scope` in the response, it is the requested scope.
            Some(_) => response.scope.clone().unwrap_or_else(|| pending.scope.clone()),
            None => Scope::new(),
        };
        Ok(Some(Self {
            id_token,
            access_token: response.access_token.clone(),
            // RFC 6749 §4.2.2: `expires_in` counts from the response.
            expires_at: response.expires_in.map(|seconds| {
                NumericDate::from(now).after(core::time::Duration::from_secs(seconds))
            }),
            scope,
            extra: response.extra.clone(),
        }))
    }
}
