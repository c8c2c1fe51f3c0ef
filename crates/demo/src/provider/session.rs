//! Who is signed in in a browser, and which of its requests wait for an answer.

use http::HeaderMap;
use symbolon::jose::{Fingerprint, SecretString};
use symbolon::provider::{PendingAuthorization, SignedIn};
use symbolon::ring::CRYPTO;
use symbolon_store::{Error, SignIn, Waiting};
use time::Duration;

use super::failure::Failure;
use super::op::Op;
use crate::cookie::Browser;
use crate::system::clock;

/// How long a session with a signed-in user is kept after its last use.
const IDLE: Duration = Duration::hours(8);

/// Returns the fingerprint of the value that identifies a request in the form of a page.
pub(super) fn fingerprint(interaction: &str) -> Fingerprint {
    SecretString::new(interaction.to_owned()).fingerprint(&CRYPTO)
}

impl Op {
    /// Returns the browser that sent a form.
    pub(super) fn browser(&self, headers: &HeaderMap) -> Result<Browser, Failure> {
        self.cookie.browser(headers).ok_or(Failure::Gone)
    }

    /// Returns the user who is signed in in this browser.
    pub(super) async fn signed_in(&self, browser: &Browser) -> Result<Option<SignedIn>, Error> {
        self.log.store(self.store.session(browser.key(), clock()).await)
    }

    /// Keeps the session of a browser that uses it.
    pub(super) async fn extend(&self, browser: &Browser) -> Result<(), Error> {
        let now = clock();
        let until = now.saturating_add(IDLE);
        self.log.store(self.store.extend_session(browser.key(), until, now).await)
    }

    /// Signs a user in, who goes on with this request. Returns the browser under its new cookie: an
    /// attacker who knew the old cookie must not be signed in too.
    pub(super) async fn start_session(
        &self,
        before: &Browser,
        interaction: &str,
        user: &SignedIn,
    ) -> Result<Browser, Failure> {
        let (browser, now) = (Browser::random()?, clock());
        let page = fingerprint(interaction);
        let sign_in = SignIn {
            before: Some(before.key()),
            browser: browser.key(),
            interaction: Some(&page),
            user,
            until: now.saturating_add(IDLE),
        };
        self.log.store(self.store.sign_in(&sign_in).await)?;
        // Of two clicks on the button, the first has moved the request to its new cookie. The second
        // must not replace this cookie.
        let moved = self.log.store(self.store.pending(browser.key(), &page, now).await)?;
        if let Waiting::Unknown = moved {
            self.log.store(self.store.sign_out(browser.key()).await)?;
            return Err(Failure::Gone);
        }
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

    /// Takes the request that a consent page belongs to, if the page was shown to the user who is
    /// signed in now: meanwhile, another user can have signed in in another tab.
    pub(super) async fn take_shown(
        &self,
        browser: &Browser,
        interaction: &str,
    ) -> Result<(PendingAuthorization, SignedIn), Failure> {
        let (page, now) = (fingerprint(interaction), clock());
        let Some(user) = self.signed_in(browser).await? else {
            self.waiting(browser, interaction).await?;
            return Err(Failure::Gone);
        };
        let taken = self.store.take_shown(browser.key(), &page, &user.subject, now).await;
        Ok((self.open(taken).await?, user))
    }

    /// Returns the request, or the reason why no request waits for the page.
    async fn open(&self, found: Result<Waiting, Error>) -> Result<PendingAuthorization, Failure> {
        match self.log.store(found)? {
            Waiting::Open(pending) => Ok(*pending),
            Waiting::Answered(client) => {
                Err(Failure::Answered { client: self.client_name(&client).await })
            }
            Waiting::Unknown => Err(Failure::Gone),
        }
    }
}
