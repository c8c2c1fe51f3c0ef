//! What remains of a login.

use serde::{Deserialize, Serialize};
use symbolon_jose::NumericDate;
use symbolon_oauth::{AccessToken, ClientId, RefreshToken, Scope};
use symbolon_oidc::OriginalAuthentication;

use crate::{RelyingParty, stored};

/// The tokens of an end-user who signed in, and what they are to be held against later.
///
/// **A secret.** It serialises with its tokens, so that you can keep it where you keep the
/// end-user's session; encrypted, if that is with the browser. Each refresh makes a new one, which
/// takes the place of the old.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Session {
    /// Who signed in, where and when, according to the ID Token of the login. A refresh does not
    /// change it.
    pub authentication: OriginalAuthentication,
    /// The client that the tokens were issued to.
    pub client_id: ClientId,
    /// What opens the UserInfo endpoint, and other resources.
    #[serde(with = "stored::access_token")]
    pub access_token: AccessToken,
    /// When the access token ends, if the provider said so. Zero seconds are a lifetime too.
    pub expires_at: Option<NumericDate>,
    /// What a refresh takes, if the provider issued it.
    #[serde(with = "stored::refresh_token", default)]
    pub refresh_token: Option<RefreshToken>,
    /// How far the access token reaches.
    pub scope: Scope,
    /// How far the end-user let the client reach: no refresh goes beyond.
    pub granted_scope: Scope,
}

impl Session {
    /// `sub`: the end-user at the issuer.
    #[must_use]
    pub fn sub(&self) -> &str {
        &self.authentication.sub
    }

    /// Whether the tokens are of this client at this provider, and so may be shown to it.
    pub(crate) fn is_of(&self, rp: &RelyingParty) -> bool {
        self.authentication.iss == *rp.issuer() && self.client_id == *rp.client_id()
    }
}
