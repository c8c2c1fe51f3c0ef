//! The tokens of a user who signed in, for the caller to store.

use serde::{Deserialize, Serialize};
use symbolon_jose::NumericDate;
use symbolon_oauth::{AccessToken, ClientId, RefreshToken, Scope};
use symbolon_oidc::OriginalAuthentication;

use crate::{RelyingParty, stored_secrets};

/// The tokens of a user who signed in, and the claims with which the ID Token of a refresh is
/// compared.
///
/// **A secret:** its serialised form contains the tokens. Store it with the user's session, and
/// encrypt it if you store it in the browser. Each refresh returns a new session: replace the
/// stored session with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Session {
    /// Who signed in, at which provider and when, according to the ID Token of the login. A refresh
    /// does not change this value.
    pub authentication: OriginalAuthentication,
    /// The client to which the tokens were issued.
    pub client_id: ClientId,
    /// The token that grants access to the UserInfo endpoint and to other resources. It is always
    /// present after a login or a refresh. If your program does not need it, you can set it to
    /// `None` before you store the session.
    #[serde(with = "stored_secrets::access_token", default)]
    pub access_token: Option<AccessToken>,
    /// When the access token expires. `None` if the token response had no `expires_in`.
    pub expires_at: Option<NumericDate>,
    /// The refresh token, or `None` if the provider issued no refresh token.
    #[serde(with = "stored_secrets::refresh_token", default)]
    pub refresh_token: Option<RefreshToken>,
    /// The scope of the access token.
    pub scope: Scope,
    /// The scope that was granted at the login. A refresh does not change it.
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
