//! What a login has to remember while the browser is away.

use core::time::Duration;

use serde::{Deserialize, Serialize};
use symbolon_jose::NumericDate;
use symbolon_oauth::{ClientId, CodeVerifier, Issuer, RedirectUri, Scope, State};
use symbolon_oidc::{AuthenticationRequest, Nonce};
use time::OffsetDateTime;

use crate::{RelyingParty, stored};

/// A login that has begun: the half that stays here while the other travels.
///
/// **A secret.** It holds the code verifier and the nonce, and serialises with them, so that you
/// can keep it: on the server under its [`state`](Self::state), tied to the browser's session by a
/// cookie of your own; or in a cookie that is encrypted and authenticated. A `state` that is not
/// tied to the browser is no protection against login by forgery
/// ([RFC 6749 §10.12](https://www.rfc-editor.org/rfc/rfc6749#section-10.12)).
///
/// It serves once, for one answer from the provider it was made for: take it out of the store,
/// never just look it up, and let it expire there after as long as signing in may take.
/// Intentionally not `Clone`: what was finished once is gone.
///
/// ```compile_fail,E0382
/// # use symbolon_relying_party::{Callback, PendingLogin, RelyingParty};
/// fn twice(rp: RelyingParty, pending: PendingLogin, first: Callback, second: Callback) {
///     let _ = rp.finish(pending, first, rp.key_cache());
///     let _ = rp.finish(pending, second, rp.key_cache());
/// }
/// ```
#[derive(Debug, Serialize, Deserialize)]
pub struct PendingLogin {
    /// The provider's issuer, which `finish` compares with the relying party's own.
    #[serde(with = "symbolon_oauth::stored_issuer")]
    pub(crate) issuer: Issuer,
    pub(crate) client_id: ClientId,
    pub(crate) redirect_uri: RedirectUri,
    pub(crate) state: State,
    pub(crate) nonce: Nonce,
    #[serde(with = "stored::code_verifier")]
    pub(crate) code_verifier: CodeVerifier,
    pub(crate) scope: Scope,
    pub(crate) max_age: Option<Duration>,
    pub(crate) acr_values: Vec<String>,
    pub(crate) begun: NumericDate,
}

impl PendingLogin {
    /// What to find it by when the browser comes back with a
    /// [`Callback`](crate::Callback::state).
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The provider that was asked: with several, this says whose relying party is to
    /// [`finish`](RelyingParty::finish) the login. Look it up among those you know.
    #[must_use]
    pub fn issuer(&self) -> &Issuer {
        &self.issuer
    }

    /// When it began: an hour later nobody is going to finish it.
    #[must_use]
    pub fn begun(&self) -> NumericDate {
        self.begun
    }

    /// What the request asked for; `None` when it has no redirect URI.
    pub(crate) fn new(
        rp: &RelyingParty,
        request: &AuthenticationRequest,
        state: State,
        nonce: Nonce,
        code_verifier: CodeVerifier,
        now: OffsetDateTime,
    ) -> Option<Self> {
        Some(Self {
            issuer: rp.issuer().clone(),
            client_id: rp.client_id().clone(),
            redirect_uri: request.oauth.redirect_uri.clone()?,
            state,
            nonce,
            code_verifier,
            scope: request.oauth.scope.clone().unwrap_or_default(),
            max_age: request.max_age,
            acr_values: request.acr_values.clone(),
            begun: now.into(),
        })
    }
}
