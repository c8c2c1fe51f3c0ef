//! The promises about logins that wait for the callback.

use symbolon_jose::Fingerprint;
use symbolon_oauth::State;
use symbolon_relying_party::PendingLogin;

use crate::harness::broken::{Failure, Outcome, check, same};
use crate::harness::party_records::RelyingPartyRecords;
use crate::harness::times::{after, end, now};
use crate::harness::trial::Trial;

/// A login that waits in a browser.
struct Begun {
    browser: Fingerprint,
    state: State,
    login: PendingLogin,
}

impl Begun {
    /// Begins a login, and writes it.
    async fn put<S: RelyingPartyRecords>(trial: &Trial<S>) -> Result<Self, Failure> {
        let login = trial.templates.party.begin(now())?;
        let (browser, state) = (trial.fingerprint()?, login.state().clone());
        trial.store().put_login(&browser, &login, after(end::PENDING)).await?;
        Ok(Self { browser, state, login })
    }

    async fn is_taken<S: RelyingPartyRecords>(&self, store: &S) -> Result<bool, Failure> {
        Ok(store.take_login(&self.browser, &self.state, now()).await?.is_some())
    }
}

pub(super) async fn kept<S: RelyingPartyRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    for store in &trial.copies {
        let begun = Begun::put(trial).await?;
        let found = store.take_login(&begun.browser, &begun.state, now()).await?;
        let json = |login: &PendingLogin| serde_json::to_value(login);
        let holds = found.as_ref().is_some_and(|found| json(found).ok() == json(&begun.login).ok());
        check(holds, "the login is found as it was written", || format!("{found:?}"))?;
    }
    Ok(())
}

pub(super) async fn one_winner<S: RelyingPartyRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let begun = Begun::put(trial).await?;
    let callbacks = (0..trial.settings.takers).map(|_| {
        let (store, browser, state) = (trial.store(), begun.browser.clone(), begun.state.clone());
        async move { Ok(store.take_login(&browser, &state, now()).await?.is_some()) }
    });
    let answers = trial.together(callbacks).await?;
    let answers = answers.into_iter().collect::<Result<Vec<bool>, Failure>>()?;
    let winners = answers.iter().filter(|is_winner| **is_winner).count();
    let expected = "exactly one callback gets the login";
    check(winners == 1, expected, || format!("{winners} of {}", answers.len()))
}

pub(super) async fn once<S: RelyingPartyRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let begun = Begun::put(trial).await?;
    same(&begun.is_taken(&*trial.store()).await?, &true, "the login is taken")?;
    for store in &trial.copies {
        same(&begun.is_taken(&**store).await?, &false, "a login that was taken is unknown")?;
    }
    Ok(())
}

pub(super) async fn browser<S: RelyingPartyRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let (begun, other) = (Begun::put(trial).await?, Begun::put(trial).await?);
    let found = trial.store().take_login(&other.browser, &begun.state, now()).await?;
    check(found.is_none(), "another browser does not find the login", || format!("{found:?}"))?;
    same(&begun.is_taken(&*trial.store()).await?, &true, "the login waits in its browser")
}

pub(super) async fn expires<S: RelyingPartyRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let (begun, other) = (Begun::put(trial).await?, Begun::put(trial).await?);
    let end = after(end::PENDING);
    let found = trial.store().take_login(&begun.browser, &begun.state, end).await?;
    check(found.is_none(), "a login cannot be taken at its time", || format!("{found:?}"))?;
    let last = after(end::PENDING.saturating_sub(1));
    let found = trial.store().take_login(&other.browser, &other.state, last).await?;
    check(found.is_some(), "a login can be taken until its time", || "no login".to_owned())
}

pub(super) async fn relying_party<S: RelyingPartyRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let begun = Begun::put(trial).await?;
    for stranger in &trial.strangers {
        let found = begun.is_taken(&**stranger).await?;
        same(&found, &false, "the login is unknown to another relying party")?;
    }
    let until = after(end::PENDING);
    let refused = trial.other.put_login(&begun.browser, &begun.login, until).await;
    let expected = "the store refuses the login of another issuer with an error";
    check(refused.is_err(), expected, || "no error".to_owned())?;
    same(&begun.is_taken(&*trial.store()).await?, &true, "its relying party takes the login")
}
