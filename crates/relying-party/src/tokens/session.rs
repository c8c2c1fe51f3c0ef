//! What the caller keeps of a user who signed in.

use serde::{Deserialize, Serialize};
use symbolon_jose::NumericDate;
use symbolon_oauth::{AccessToken, ClientId, RefreshToken, Scope};
use symbolon_oidc::OriginalAuthentication;

use crate::{RelyingParty, stored_secrets};

/// The tokens of a user who signed in, and what later tokens are compared with.
///
/// **A secret.** It serialises together with its tokens, so that it can be kept where the user's
/// session is kept. Encrypt it if that is in the browser. Each refresh makes a new value, which
/// replaces the old one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Session {
    /// Who signed in, where and when, according to the ID Token of the login. A refresh does not
    /// change it.
    pub authentication: OriginalAuthentication,
    /// The client to which the tokens were issued.
    pub client_id: ClientId,
    /// The token that opens the UserInfo endpoint and other resources. `None` after a login that
    /// asked for no access token.
    #[serde(with = "stored_secrets::access_token", default)]
    pub access_token: Option<AccessToken>,
    /// When the access token expires. `None` when the provider did not say so.
    pub expires_at: Option<NumericDate>,
    /// The token for a refresh, if the provider issued it.
    #[serde(with = "stored_secrets::refresh_token", default)]
    pub refresh_token: Option<RefreshToken>,
    /// The scope of the access token.
    pub scope: Scope,
    /// The scope that the user granted. No refresh goes beyond it.
    pub granted_scope: Scope,
}

impl Session {
    /// Returns `sub`: the user's identifier at the issuer.
    #[must_use]
    pub fn sub(&self) -> &str {
        &self.authentication.sub
    }

    /// Returns whether the tokens were issued to this client by this provider, so that they may be
    /// sent there.
    pub(crate) fn is_of(&self, rp: &RelyingParty) -> bool {
        self.authentication.iss == *rp.issuer() && self.client_id == *rp.client_id()
    }
}
