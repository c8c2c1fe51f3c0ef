//! The promises about authorization requests that wait for an answer.

use symbolon_jose::Fingerprint;
use symbolon_jose::crypto::RandomError;
use symbolon_provider::PendingAuthorization;

use crate::harness::broken::{Failure, Outcome, check, same};
use crate::harness::browser_records::BrowserRecords;
use crate::harness::times::{after, end, now};
use crate::harness::trial::Trial;
use crate::waiting::Waiting;

/// A request that waits in a browser.
#[derive(Clone, Debug)]
pub(super) struct Page {
    pub(super) browser: Fingerprint,
    pub(super) interaction: Fingerprint,
    pub(super) pending: PendingAuthorization,
}

impl Page {
    fn new<S>(trial: &Trial<S>) -> Result<Self, RandomError> {
        let pending = trial.templates.pending.clone();
        Ok(Self { browser: trial.fingerprint()?, interaction: trial.fingerprint()?, pending })
    }

    /// Writes a request that waits in a new browser.
    pub(super) async fn put<S: BrowserRecords>(trial: &Trial<S>) -> Result<Self, Failure> {
        let page = Self::new(trial)?;
        page.write(&*trial.store()).await?;
        Ok(page)
    }

    /// Writes another request that waits in the same browser.
    pub(super) async fn another<S: BrowserRecords>(
        &self,
        trial: &Trial<S>,
    ) -> Result<Self, Failure> {
        let page = Self { browser: self.browser.clone(), ..Self::new(trial)? };
        page.write(&*trial.store()).await?;
        Ok(page)
    }

    async fn write<S: BrowserRecords>(&self, store: &S) -> Result<(), Failure> {
        let until = after(end::PENDING);
        Ok(store.put_pending(&self.browser, &self.interaction, &self.pending, until).await?)
    }

    /// Returns what the store knows about the request in this browser.
    pub(super) async fn state<S: BrowserRecords>(
        &self,
        store: &S,
        browser: &Fingerprint,
    ) -> Result<Seen, Failure> {
        Ok(Seen::of(&store.pending(browser, &self.interaction, now()).await?))
    }

    async fn take<S: BrowserRecords>(&self, store: &S) -> Result<Seen, Failure> {
        Ok(Seen::of(&store.take_pending(&self.browser, &self.interaction, now()).await?))
    }

    async fn take_shown<S: BrowserRecords>(
        &self,
        store: &S,
        subject: &str,
    ) -> Result<Seen, Failure> {
        let taken = store.take_shown(&self.browser, &self.interaction, subject, now()).await?;
        Ok(Seen::of(&taken))
    }

    async fn show<S: BrowserRecords>(&self, store: &S, subject: &str) -> Result<bool, Failure> {
        Ok(store.show_pending(&self.browser, &self.interaction, subject, now()).await?)
    }
}

/// What a store knows about a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    Open,
    Answered,
    Unknown,
}

impl Seen {
    fn of(waiting: &Waiting) -> Self {
        match waiting {
            Waiting::Open(_) => Self::Open,
            Waiting::Answered(_) => Self::Answered,
            Waiting::Unknown => Self::Unknown,
        }
    }
}

pub(super) async fn kept<S: BrowserRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let page = Page::put(trial).await?;
    let expected = "the request is found as it was written";
    let is_written = |found: &Waiting| match found {
        Waiting::Open(pending) => same(&**pending, &page.pending, expected),
        _ => check(false, expected, || format!("{:?}", Seen::of(found))),
    };
    for store in &trial.copies {
        is_written(&store.pending(&page.browser, &page.interaction, now()).await?)?;
    }
    let store = trial.store();
    is_written(&store.take_pending(&page.browser, &page.interaction, now()).await?)
}

pub(super) async fn one_winner<S: BrowserRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let page = Page::put(trial).await?;
    let takers = (0..trial.settings.takers).map(|_| (trial.store(), page.clone()));
    let answers =
        trial.together(takers.map(|(store, page)| async move { page.take(&*store).await })).await?;
    exactly_one(answers)
}

pub(super) async fn shown_one_winner<S: BrowserRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let page = Page::put(trial).await?;
    let shown = page.show(&*trial.store(), "alice").await?;
    same(&shown, &true, "a request that waits can be shown")?;
    let takers = (0..trial.settings.takers).map(|_| (trial.store(), page.clone()));
    let answers = trial
        .together(
            takers.map(|(store, page)| async move { page.take_shown(&*store, "alice").await }),
        )
        .await?;
    exactly_one(answers)
}

fn exactly_one(answers: Vec<Result<Seen, Failure>>) -> Outcome {
    let answers = answers.into_iter().collect::<Result<Vec<_>, _>>()?;
    let count = |seen| answers.iter().filter(|answer| **answer == seen).count();
    let found = (count(Seen::Open), count(Seen::Unknown));
    let expected = "exactly one answer gets the request, and all others hear that it was answered";
    let (open, unknown) = found;
    check(found == (1, 0), expected, || format!("{open} answers, {unknown} times unknown"))
}

pub(super) async fn answered<S: BrowserRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let page = Page::put(trial).await?;
    page.take(&*trial.store()).await?;
    for store in &trial.copies {
        let found = store.pending(&page.browser, &page.interaction, now()).await?;
        let expected = "a request that was taken is known as answered, with its client";
        let client = page.pending.client_id();
        let holds = matches!(&found, Waiting::Answered(found) if found == client);
        check(holds, expected, || format!("{:?}", Seen::of(&found)))?;
        let shown = page.show(&**store, "alice").await?;
        same(&shown, &false, "a request that was taken is not shown again")?;
        let taken = page.take_shown(&**store, "alice").await?;
        check(taken != Seen::Open, "a request is taken once", || format!("{taken:?}"))?;
    }
    // The store may refuse the same request with an error.
    let _ = page.write(&*trial.store()).await;
    let taken = page.take(&*trial.store()).await?;
    same(&taken, &Seen::Answered, "a request that is written again stays answered")
}

pub(super) async fn shown_to<S: BrowserRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let page = Page::put(trial).await?;
    let taken = page.take_shown(&*trial.store(), "alice").await?;
    same(&taken, &Seen::Unknown, "a request whose page was not shown is not taken")?;
    page.show(&*trial.store(), "bob").await?;
    let taken = page.take_shown(&*trial.store(), "alice").await?;
    same(&taken, &Seen::Unknown, "a request whose page another user sees is not taken")?;
    let state = page.state(&*trial.store(), &page.browser).await?;
    same(&state, &Seen::Open, "the request goes on waiting")?;
    let taken = page.take_shown(&*trial.store(), "bob").await?;
    same(&taken, &Seen::Open, "the user of the page takes the request")
}

pub(super) async fn browser<S: BrowserRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let (page, other) = (Page::put(trial).await?, Page::put(trial).await?);
    let foreign = Page { browser: other.browser, ..page.clone() };
    let store = trial.store();
    let found = foreign.state(&*store, &foreign.browser).await?;
    same(&found, &Seen::Unknown, "another browser does not find the request")?;
    same(
        &foreign.show(&*store, "alice").await?,
        &false,
        "the request is not shown in another browser",
    )?;
    same(&foreign.take(&*store).await?, &Seen::Unknown, "another browser cannot take it")?;
    let state = page.state(&*store, &page.browser).await?;
    same(&state, &Seen::Open, "the request goes on waiting in its browser")
}

pub(super) async fn expires<S: BrowserRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let page = Page::put(trial).await?;
    let (store, end) = (trial.store(), after(end::PENDING));
    let before = after(end::PENDING.saturating_sub(1));
    let Page { browser, interaction, .. } = &page;
    store.sweep(before).await?;
    let found = Seen::of(&store.pending(browser, interaction, before).await?);
    same(&found, &Seen::Open, "the request waits until its time")?;
    let found = Seen::of(&store.pending(browser, interaction, end).await?);
    same(&found, &Seen::Unknown, "the request is not found at its time")?;
    let shown = store.show_pending(browser, interaction, "alice", end).await?;
    same(&shown, &false, "the request is not shown at its time")?;
    let taken = Seen::of(&store.take_pending(browser, interaction, end).await?);
    same(&taken, &Seen::Unknown, "the request cannot be taken at its time")
}

pub(super) async fn issuer<S: BrowserRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let page = Page::put(trial).await?;
    let found = page.state(&*trial.other, &page.browser).await?;
    same(&found, &Seen::Unknown, "the request is unknown to the other issuer")?;
    let taken = page.take(&*trial.other).await?;
    same(&taken, &Seen::Unknown, "the other issuer cannot take the request")?;
    let found = page.state(&*trial.store(), &page.browser).await?;
    same(&found, &Seen::Open, "the request goes on waiting at its issuer")
}

pub(super) async fn deleted_client<S: BrowserRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let (page, mut client) = (Page::put(trial).await?, trial.client()?);
    client.client_id = page.pending.client_id().clone();
    trial.store().put_client(&client).await?;
    trial.store().delete_client(&client.client_id).await?;
    for store in &trial.copies {
        let found = page.state(&**store, &page.browser).await?;
        same(&found, &Seen::Unknown, "a request of a deleted client is unknown")?;
    }
    let taken = page.take(&*trial.store()).await?;
    same(&taken, &Seen::Unknown, "a request of a deleted client cannot be taken")
}
