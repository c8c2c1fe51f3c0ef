//! The promises about the sessions of browsers.

use symbolon_jose::Fingerprint;
use symbolon_provider::SignedIn;

use super::pending::{Page, Seen};
use crate::harness::broken::{Failure, Outcome, check, same};
use crate::harness::browser_records::BrowserRecords;
use crate::harness::dropped::dropped;
use crate::harness::times::{after, end, now};
use crate::harness::trial::Trial;
use crate::sign_in::SignIn;

/// The session of a browser.
struct Started {
    browser: Fingerprint,
    user: SignedIn,
}

impl Started {
    /// Signs a user in in a new browser.
    async fn new<S: BrowserRecords>(trial: &Trial<S>) -> Result<Self, Failure> {
        let subject = trial.text()?;
        Self::of(trial, subject.expose()).await
    }

    async fn of<S: BrowserRecords>(trial: &Trial<S>, subject: &str) -> Result<Self, Failure> {
        Self::after_cookie(trial, subject, None, None).await
    }

    /// Signs a user in in a browser that had a cookie before.
    async fn after_cookie<S: BrowserRecords>(
        trial: &Trial<S>,
        subject: &str,
        before: Option<&Fingerprint>,
        interaction: Option<&Fingerprint>,
    ) -> Result<Self, Failure> {
        let (browser, user) = (trial.fingerprint()?, user(subject));
        let until = after(end::SESSION);
        let sign_in = SignIn { before, browser: &browser, interaction, user: &user, until };
        trial.store().sign_in(&sign_in).await?;
        Ok(Self { browser, user })
    }

    async fn found<S: BrowserRecords>(&self, store: &S) -> Result<Option<SignedIn>, Failure> {
        Ok(store.session(&self.browser, now()).await?)
    }
}

fn user(subject: &str) -> SignedIn {
    SignedIn::new(subject, now()).amr("pwd")
}

pub(super) async fn kept<S: BrowserRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let session = Started::new(trial).await?;
    for store in &trial.copies {
        let found = session.found(&**store).await?;
        same(&found, &Some(session.user.clone()), "the session is found as it was written")?;
    }
    let unknown = trial.store().session(&trial.fingerprint()?, now()).await?;
    same(&unknown, &None, "a browser that did not sign in has no session")
}

pub(super) async fn expires<S: BrowserRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let session = Started::new(trial).await?;
    let (store, browser) = (trial.store(), &session.browser);
    let (last, end, later) =
        (after(end::SESSION.saturating_sub(1)), after(end::SESSION), after(end::SESSION_EXTENDED));
    store.sweep(last).await?;
    check(store.session(browser, last).await?.is_some(), "a session lasts until its time", ended)?;
    let found = store.session(browser, end).await?;
    same(&found, &None, "a session ends at its time")?;
    store.extend_session(browser, later, end).await?;
    let found = store.session(browser, end).await?;
    same(&found, &None, "a session that has ended is not extended")?;
    store.extend_session(browser, later, last).await?;
    check(store.session(browser, end).await?.is_some(), "the session was extended", ended)?;
    store.sweep(end).await?;
    check(store.session(browser, end).await?.is_some(), "a sweep keeps the session", ended)?;
    store.extend_session(browser, end, last).await?;
    check(store.session(browser, end).await?.is_some(), "a session is not shortened", ended)
}

fn ended() -> String {
    "no session".to_owned()
}

pub(super) async fn signed_out<S: BrowserRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let session = Started::new(trial).await?;
    let found = trial.store().sign_out(&session.browser).await?;
    same(&found, &Some(session.user.clone()), "the user who was signed in is returned")?;
    let store = trial.store();
    store.extend_session(&session.browser, after(end::SESSION_EXTENDED), now()).await?;
    for store in &trial.copies {
        let found = session.found(&**store).await?;
        same(&found, &None, "a session that has ended is unknown")?;
    }
    let again = trial.store().sign_out(&session.browser).await?;
    same(&again, &None, "the session has ended once")
}

pub(super) async fn all_ended<S: BrowserRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let first = Started::new(trial).await?;
    let second = Started::of(trial, &first.user.subject).await?;
    let other = Started::new(trial).await?;
    let count = trial.store().end_sessions(&first.user.subject).await?;
    same(&count, &2, "both sessions of the user have ended")?;
    for session in [&first, &second] {
        let found = session.found(&*trial.store()).await?;
        same(&found, &None, "no session of the user is left")?;
    }
    let found = other.found(&*trial.store()).await?;
    check(found.is_some(), "the session of the other user goes on", ended)
}

pub(super) async fn old_cookie<S: BrowserRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let before = Started::new(trial).await?;
    let (old, subject) = (&before.browser, &before.user.subject);
    Started::after_cookie(trial, subject, Some(old), None).await?;
    for store in &trial.copies {
        let found = before.found(&**store).await?;
        same(&found, &None, "the cookie from before the sign-in has no session")?;
    }
    let page = Page::put(trial).await?;
    Started::after_cookie(trial, subject, Some(&page.browser), None).await?;
    let found = page.state(&*trial.store(), &page.browser).await?;
    same(&found, &Seen::Unknown, "the cookie from before the sign-in has no request")
}

pub(super) async fn moves_requests<S: BrowserRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let page = Page::put(trial).await?;
    let another = page.another(trial).await?;
    let (old, interaction) = (&page.browser, &page.interaction);
    let session = Started::after_cookie(trial, "alice", Some(old), Some(interaction)).await?;
    for page in [&page, &another] {
        let found = page.state(&*trial.store(), &session.browser).await?;
        same(&found, &Seen::Open, "the request waits under the new cookie")?;
    }
    Ok(())
}

pub(super) async fn other_user<S: BrowserRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let alice = Started::new(trial).await?;
    let page = Page::put(trial).await?;
    // Both requests wait in the browser of the first user.
    let first = Started::after_cookie(
        trial,
        &alice.user.subject,
        Some(&page.browser),
        Some(&page.interaction),
    )
    .await?;
    let page = Page { browser: first.browser.clone(), ..page };
    let another = page.another(trial).await?;
    let (old, interaction) = (&first.browser, &page.interaction);
    let bob = trial.text()?;
    let second = Started::after_cookie(trial, bob.expose(), Some(old), Some(interaction)).await?;
    let found = page.state(&*trial.store(), &second.browser).await?;
    same(&found, &Seen::Open, "the request of the sign-in goes on waiting")?;
    let found = another.state(&*trial.store(), &second.browser).await?;
    same(&found, &Seen::Unknown, "the other requests of the user before are gone")
}

pub(super) async fn crash<S: BrowserRecords>(trial: &Trial<S>, round: usize) -> Outcome {
    let alice = trial.text()?;
    let page = Page::put(trial).await?;
    let before = Started::after_cookie(trial, alice.expose(), Some(&page.browser), None).await?;
    let (new, user) = (trial.fingerprint()?, user(alice.expose()));
    let sign_in = SignIn {
        before: Some(&before.browser),
        browser: &new,
        interaction: Some(&page.interaction),
        user: &user,
        until: after(end::SESSION),
    };
    let store = trial.store();
    dropped(store.sign_in(&sign_in), trial.waits(round)).await.transpose()?;
    // The database may end the transaction between two looks.
    let mut found = None;
    for _ in 0..LOOKS {
        let mut at = Vec::new();
        for browser in [&before.browser, &new] {
            let session = store.session(browser, now()).await?.is_some();
            at.push((session, page.state(&*store, browser).await? == Seen::Open));
        }
        if [[(true, true), (false, false)], [(false, false), (true, true)]]
            .iter()
            .any(|whole| at == whole)
        {
            return Ok(());
        }
        found = Some(at);
    }
    let expected = "the session and the request are under the old cookie, or under the new cookie";
    check(false, expected, || format!("session and request, old and new cookie: {found:?}"))
}

/// How many times the harness looks, until what the database still does has ended.
const LOOKS: usize = 64;

pub(super) async fn issuer<S: BrowserRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let session = Started::new(trial).await?;
    let found = session.found(&*trial.other).await?;
    same(&found, &None, "the session is unknown to the other issuer")?;
    let found = trial.other.sign_out(&session.browser).await?;
    same(&found, &None, "the other issuer cannot end the session")?;
    let count = trial.other.end_sessions(&session.user.subject).await?;
    same(&count, &0, "the other issuer cannot end the sessions of the user")?;
    let found = session.found(&*trial.store()).await?;
    check(found.is_some(), "the session goes on at its issuer", ended)
}
