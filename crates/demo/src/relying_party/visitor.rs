//! The user who is signed in at the app in a browser.

use std::sync::Arc;

use axum::response::Response;
use http::HeaderMap;
use symbolon::discovery::Lookup;
use symbolon::jose::Object;
use symbolon::oauth::EncodedJwt;
use symbolon::oidc::{
    ExpectedIdToken, Explanation, IdTokenValidator, Nonce, NonceExpectation, ReceivedFrom,
};
use symbolon::relying_party::{ProviderKeys as _, Session};
use symbolon::ring::CRYPTO;
use symbolon_store::Error;

use super::app::App;
use super::arrival::part;
use super::party::Party;
use super::problem::Problem;
use super::shown::Shown;
use crate::cookie::Browser;
use crate::system::clock;

/// A signed-in user.
#[derive(Clone, Debug)]
pub(crate) struct SignedIn {
    /// The provider at which the user signed in.
    pub(super) party: Arc<Party>,
    pub(super) browser: Browser,
    pub(crate) tokens: Session,
    pub(crate) shown: Shown,
}

impl App {
    /// Returns the user who is signed in in this browser.
    pub(crate) async fn signed_in(&self, headers: &HeaderMap) -> Result<Option<SignedIn>, Error> {
        let Some(browser) = self.session_cookie.browser(headers) else { return Ok(None) };
        let shown = self.shown(&browser, headers);
        let party = match &shown.at {
            None => self.main.clone(),
            Some(at) => match self.log.store(self.named.party_of(at).await)? {
                Some(party) => party,
                // The app has another registration at the provider by now.
                None => return Ok(None),
            },
        };
        let tokens = match self.log.store(party.records.session(browser.key(), clock()).await) {
            Ok(tokens) => tokens,
            // The secret of the app has changed, so the user has to sign in again.
            Err(Error::Seal) => None,
            Err(error) => return Err(error),
        };
        let Some(tokens) = tokens else { return Ok(None) };
        Ok(Some(SignedIn { party, browser, tokens, shown }))
    }

    /// Ends the session of this browser.
    pub(super) async fn end_session(
        &self,
        browser: &Browser,
        headers: &HeaderMap,
    ) -> Result<(), Error> {
        match self.shown(browser, headers).at {
            None => self.main.records.delete_session(browser.key()).await,
            Some(at) => self.named.records_at(&at).delete_session(browser.key()).await,
        }
    }

    /// Returns the user who is signed in in this browser, or an error if no user is signed in.
    pub(super) async fn user(&self, headers: &HeaderMap) -> Result<SignedIn, Problem> {
        self.signed_in(headers).await?.ok_or(Problem::NotSignedIn)
    }

    /// Returns what the page of the user shows.
    pub(super) fn shown(&self, browser: &Browser, headers: &HeaderMap) -> Shown {
        let cookie = self.page_cookie.read(headers);
        let shown = cookie.and_then(|cookie| self.page_key.open(browser.key(), cookie));
        shown.unwrap_or_default()
    }

    /// Returns what every rule says about the ID Token of the user.
    pub(crate) fn explain(&self, signed_in: &SignedIn) -> Option<Explanation> {
        let party = &signed_in.party;
        let provider = party.known()?;
        let now = clock();
        let Lookup::Have(keys) = provider.keys.clone().ask(|cache| cache.keys(None, now)) else {
            return None;
        };
        let keys = keys.verification_keys(provider.rp.id_token_algorithms(), &CRYPTO);
        let claims = signed_in.claims();
        let id_token = EncodedJwt::new(signed_in.encoded().to_owned());
        let nonce = claims.get("nonce").and_then(|nonce| nonce.as_str());
        let nonce = nonce.map(|nonce| Nonce::new(nonce.to_owned()));
        let nonce = nonce.as_ref().map_or(NonceExpectation::NotSent, NonceExpectation::Sent);
        let mut expected = ExpectedIdToken::login(nonce);
        if let Some(token) = &signed_in.tokens.access_token {
            expected = expected.access_token(token);
        }
        if !signed_in.shown.arrival.has_code() {
            expected = expected.received_from(ReceivedFrom::AuthorizationEndpoint);
        }
        let validator = IdTokenValidator::new(party.issuer.clone(), party.client_id().clone());
        Some(validator.explain(&id_token, &keys, &expected, &CRYPTO, now))
    }

    /// Sets the cookie with what the page of the user shows.
    pub(super) fn show(&self, browser: &Browser, shown: &Shown, response: &mut Response) {
        if let Some(cookie) = self.page_key.seal(browser.key(), shown) {
            self.page_cookie.set(response, &cookie);
        }
    }
}

impl SignedIn {
    /// Returns the ID Token, as it was received.
    pub(super) fn encoded(&self) -> &str {
        self.shown.id_token.as_deref().unwrap_or_default()
    }

    /// Returns the header of the validated ID Token.
    pub(super) fn header(&self) -> Object {
        part(self.encoded(), 0)
    }

    /// Returns all claims of the validated ID Token.
    pub(crate) fn claims(&self) -> Object {
        part(self.encoded(), 1)
    }
}
