//! Who is signed in in a browser, and which of its requests wait for an answer.

use http::HeaderMap;
use symbolon::jose::{Fingerprint, SecretString};
use symbolon::provider::{AuthorizeError, NotWaiting, PendingAuthorization, Refusal, SignedIn};
use symbolon::ring::CRYPTO;
use symbolon_store::{Error, NextStep, StepError, Waiting};

use super::failure::Failure;
use super::op::Op;
use crate::cookie::Browser;
use crate::system::clock;

/// Returns the fingerprint of the value that identifies a request in the form of a page.
fn fingerprint(interaction: &str) -> Fingerprint {
    SecretString::new(interaction.to_owned()).fingerprint(&CRYPTO)
}

impl Op {
    /// Returns the browser that sent a form.
    pub(super) fn browser(&self, headers: &HeaderMap) -> Result<Browser, Failure> {
        self.cookie.browser(headers).ok_or(Failure::Gone)
    }

    /// Returns the browser that sent an authorization request. If the provider does not know its
    /// cookie, the browser gets a new cookie, because an attacker could have set the cookie.
    pub(super) async fn browser_or_new(&self, headers: &HeaderMap) -> Result<Browser, Failure> {
        if let Some(browser) = self.cookie.browser(headers)
            && self.log.store(self.store.knows_browser(browser.key(), clock()).await)?
        {
            return Ok(browser);
        }
        Ok(Browser::random()?)
    }

    /// Returns the user who is signed in in this browser.
    pub(super) async fn signed_in(&self, browser: &Browser) -> Result<Option<SignedIn>, Error> {
        self.log.store(self.store.session(browser.key(), clock()).await)
    }

    /// Decides the next step for a request that waits in this browser.
    pub(super) async fn next_step(
        &self,
        browser: &Browser,
        interaction: &str,
    ) -> Result<NextStep, Failure> {
        let (engine, of) = (&self.engine, browser.key());
        self.step(self.store.next_step(engine, of, interaction, clock()).await).await
    }

    /// Signs a user in, who goes on with this request. Returns the browser under its new cookie: an
    /// attacker who knew the old cookie must not be signed in too.
    pub(super) async fn start_session(
        &self,
        before: &Browser,
        interaction: &str,
        user: &SignedIn,
    ) -> Result<Browser, Failure> {
        let browser = Browser::random()?;
        let (engine, old, new) = (&self.engine, before.key(), browser.key());
        let begun = self.store.sign_in_on_page(engine, old, interaction, new, user, clock()).await;
        self.step(begun).await?;
        Ok(browser)
    }

    /// Returns the request that a page of this browser belongs to.
    pub(super) async fn waiting(
        &self,
        browser: &Browser,
        interaction: &str,
    ) -> Result<PendingAuthorization, Failure> {
        let page = fingerprint(interaction);
        self.open(self.store.pending(browser.key(), &page, clock()).await).await
    }

    /// Takes the request that a form belongs to, so that it is answered only once.
    pub(super) async fn take(
        &self,
        browser: &Browser,
        interaction: &str,
    ) -> Result<PendingAuthorization, Failure> {
        let page = fingerprint(interaction);
        self.open(self.store.take_pending(browser.key(), &page, clock()).await).await
    }

    /// Returns the request, or the reason why no request waits for the page.
    async fn open(&self, found: Result<Waiting, Error>) -> Result<PendingAuthorization, Failure> {
        match self.log.store(found)? {
            Waiting::Open(pending) => Ok(*pending),
            Waiting::Answered(client) => {
                Err(self.failure(NotWaiting::Answered(client).into()).await)
            }
            Waiting::Unknown => Err(Failure::Gone),
        }
    }

    /// Converts the error of a step.
    pub(super) async fn step<T>(&self, outcome: Result<T, StepError>) -> Result<T, Failure> {
        match outcome {
            Ok(outcome) => Ok(outcome),
            Err(StepError::Store(error)) => Ok(self.log.store(Err(error))?),
            Err(error) => Err(self.failure(error.into()).await),
        }
    }

    /// Returns the page for a refusal.
    async fn failure(&self, refusal: Refusal) -> Failure {
        match refusal.reason() {
            AuthorizeError::NotWaiting(NotWaiting::Answered(client)) => {
                Failure::Answered { client: self.client_name(client).await }
            }
            AuthorizeError::NotWaiting(_) => Failure::Gone,
            _ => refusal.into(),
        }
    }
}
