//! The tokens of a user who signed in, for the caller to store.

use serde::{Deserialize, Serialize};
use symbolon_jose::NumericDate;
use symbolon_oauth::{AccessToken, ClientId, Issuer, RefreshToken, Scope};
use symbolon_oidc::OriginalAuthentication;

use crate::{RelyingParty, stored_secrets};

/// The tokens of a user who signed in, and the claims with which the ID Token of a refresh is
/// compared.
///
/// **A secret:** its serialised form contains the tokens. Store it with the user's session, and
/// encrypt it if you store it in the browser. Each refresh returns a new session: replace the
/// stored session with it.
///
/// ```
/// # use symbolon_relying_party::Session;
/// fn store(session: &Session) -> Result<String, serde_json::Error> {
///     println!("{} of {} signed in", session.sub(), session.iss());
///     serde_json::to_string(session) // a secret
/// }
/// ```
///
/// ```
/// use symbolon_relying_party::Session;
///
/// /// Returns whether it is time to refresh the session.
/// fn is_old(session: &Session, now: time::OffsetDateTime) -> bool {
///     session.expires_at.is_some_and(|expires| expires.datetime() <= now)
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Session {
    /// Who signed in, at which provider and when, according to the ID Token of the login. A refresh
    /// does not change this value. At a provider with several tenants, `iss` is the issuer of the
    /// tenant: identify a user by `iss` and `sub` together.
    pub authentication: OriginalAuthentication,
    /// The client to which the tokens were issued.
    pub client_id: ClientId,
    /// The token that grants access to the UserInfo endpoint and to other resources. It is present
    /// after a login or a refresh, except with the quirk `access_token_missing`. If your program
    /// does not need it, you can set it to `None` before you store the session.
    #[serde(with = "stored_secrets::access_token", default)]
    pub access_token: Option<AccessToken>,
    /// When the access token expires. `None` if the token response had no `expires_in`.
    pub expires_at: Option<NumericDate>,
    /// The refresh token, or `None` if the provider issued no refresh token.
    #[serde(with = "stored_secrets::refresh_token", default)]
    pub refresh_token: Option<RefreshToken>,
    /// The scope of the access token.
    pub scope: Scope,
    /// The scope that was granted at the login. A refresh does not change this value.
    pub granted_scope: Scope,
}

impl Session {
    /// Returns `sub`: the user's identifier at the issuer.
    ///
    /// At a provider with several tenants, two users can have the same `sub`: see
    /// [`iss`](Self::iss).
    #[must_use]
    pub fn sub(&self) -> &str {
        &self.authentication.sub
    }

    /// Returns `iss`: the issuer of the user's ID Token. At a provider with several tenants, `iss`
    /// is the issuer of the tenant, and not the issuer in the provider's metadata.
    #[must_use]
    pub fn iss(&self) -> &Issuer {
        &self.authentication.iss
    }

    /// Returns whether the tokens were issued to this client by this provider, so that they may be
    /// sent there.
    pub(crate) fn is_of(&self, rp: &RelyingParty) -> bool {
        let issuers = &rp.client().quirks.id_token.issuers;
        issuers.admits(&self.authentication.iss, rp.issuer()) && self.client_id == *rp.client_id()
    }
}
