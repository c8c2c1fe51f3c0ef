//! A login that has begun and waits for the browser to come back.

use core::time::Duration;

use serde::{Deserialize, Serialize};
use symbolon_jose::NumericDate;
use symbolon_oauth::{
    ClientId, CodeVerifier, Issuer, RedirectUri, ResponseMode, ResponseType, Scope, State,
};
use symbolon_oidc::{ExpectedIdToken, Nonce, NonceExpectation};

use crate::stored_secrets;

/// A login in progress: what the relying party must remember while the browser is at the provider.
///
/// **A secret:** its serialised form contains the code verifier and the nonce. Store it on the
/// server under its [`state`](Self::state), and tie it to the browser with a cookie; or store it in
/// a cookie that is encrypted and authenticated. Without the cookie, an attacker could begin a
/// login and make the user's browser finish it
/// ([RFC 6749 §10.12](https://www.rfc-editor.org/rfc/rfc6749#section-10.12)).
///
/// A pending login is valid for one callback. Remove it from your store when the callback arrives,
/// or when your time limit for the login has passed. This type intentionally does not implement
/// `Clone`, so that a login cannot be finished twice:
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
    #[serde(with = "symbolon_oauth::stored_redirect_uri")]
    pub(crate) redirect_uri: RedirectUri,
    /// The response type of the request. A login that was stored by an earlier version of this
    /// library does not have this member.
    #[serde(default = "code")]
    pub(crate) response_type: ResponseType,
    /// The mode in which the response has to arrive. `None` in a login that was stored by an
    /// earlier version of this library: the response may then arrive in any mode.
    #[serde(default)]
    pub(crate) response_mode: Option<ResponseMode>,
    pub(crate) state: State,
    /// The `nonce` of the request. `None` if the request had no `nonce`.
    #[serde(deserialize_with = "stored_secrets::present")]
    pub(crate) nonce: Option<Nonce>,
    /// The code verifier. `None` if the request had no PKCE challenge.
    #[serde(with = "stored_secrets::code_verifier")]
    pub(crate) code_verifier: Option<CodeVerifier>,
    pub(crate) scope: Scope,
    pub(crate) max_age: Option<Duration>,
    /// The acceptable values of `acr`. Empty if every value is acceptable.
    pub(crate) acr_values: Vec<String>,
    /// The order of the classes, the weakest class first. A class that is stronger than an
    /// acceptable class is acceptable, too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) acr_order: Vec<String>,
    /// Whether the request asked for `auth_time` as an essential claim.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub(crate) requires_auth_time: bool,
    /// The `sub` of the `id_token_hint` in the request, or the only value of the claim `sub`.
    #[serde(deserialize_with = "stored_secrets::present")]
    pub(crate) subject: Option<String>,
    /// The issuer of the `id_token_hint` in the request.
    #[serde(deserialize_with = "stored_secrets::present")]
    pub(crate) subject_issuer: Option<SubjectIssuer>,
    /// Whether the user has to authenticate after `begun`.
    pub(crate) is_new_authentication: bool,
    /// The address of the program to which the browser goes after the login.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) return_to: Option<String>,
    pub(crate) begun: NumericDate,
}

/// The issuer of an `id_token_hint`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct SubjectIssuer(#[serde(with = "symbolon_oauth::stored_issuer")] pub(crate) Issuer);

impl PendingLogin {
    /// Returns `state`. Store the pending login under this value. When a
    /// [`Callback`](crate::Callback::state) arrives, look up the pending login under the callback's
    /// `state`.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Returns the issuer of the provider to which the browser was sent. If your program has
    /// several relying parties, use the issuer to select the relying party on which you call
    /// [`finish`](crate::RelyingParty::finish).
    #[must_use]
    pub fn issuer(&self) -> &Issuer {
        &self.issuer
    }

    /// Returns the response type of the request. If it is `none`, call
    /// [`finish_without_tokens`](crate::RelyingParty::finish_without_tokens) instead of
    /// [`finish`](crate::RelyingParty::finish).
    #[must_use]
    pub fn response_type(&self) -> &ResponseType {
        &self.response_type
    }

    /// Returns the mode in which the response has to arrive. With `form_post`, browsers send the
    /// cookies of your site only if they have the attribute `SameSite=None`. `None` if the login was
    /// stored by an earlier version of this library.
    #[must_use]
    pub fn response_mode(&self) -> Option<&ResponseMode> {
        self.response_mode.as_ref()
    }

    /// Returns the address of your program to which the browser should go after the login. `None` if
    /// the login has no [`return_to`](crate::LoginRequest::return_to).
    ///
    /// The address was checked before the login began. Read it before you call
    /// [`finish`](crate::RelyingParty::finish), and use it only if the login succeeds.
    #[must_use]
    pub fn return_to(&self) -> Option<&str> {
        self.return_to.as_deref()
    }

    /// Returns when the login began. Use this time to delete old pending logins from your store.
    #[must_use]
    pub fn begun(&self) -> NumericDate {
        self.begun
    }

    /// Returns the values that each ID Token of the login must contain, because the request asked
    /// for them (Core §3.1.3.7).
    pub(crate) fn expected(&self) -> ExpectedIdToken<'_> {
        let nonce = self.nonce.as_ref().map_or(NonceExpectation::NotSent, NonceExpectation::Sent);
        // FAPI 1.0 Advanced §5.2.3.1 (4): `s_hash` is of this `state`.
        let mut expected = ExpectedIdToken::login(nonce).state(&self.state);
        expected = expected.acr_at_least(&self.acr_order, &self.acr_values);
        if self.requires_auth_time {
            expected = expected.auth_time();
        }
        if let Some(max_age) = self.max_age {
            expected = expected.max_age(max_age).requested_at(self.begun);
        }
        // Core §3.1.2.1, §5.5.1: if the user does not authenticate again after `prompt=login`, or if
        // the user of `id_token_hint` or of the claim `sub` does not sign in, the provider must
        // return an error. A success response is refused in these cases.
        if self.is_new_authentication {
            expected = expected.authenticated_since(self.begun);
        }
        if let Some(subject) = &self.subject {
            expected = expected.subject(subject);
        }
        match &self.subject_issuer {
            Some(SubjectIssuer(issuer)) => expected.subject_issuer(issuer),
            None => expected,
        }
    }
}

/// Returns the response type of a stored login whose record does not contain a response type.
fn code() -> ResponseType {
    ResponseType::CODE
}
