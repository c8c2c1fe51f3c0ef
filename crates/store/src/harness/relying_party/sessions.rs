//! The promises about the sessions of users, with their tokens.

use symbolon_jose::Fingerprint;
use symbolon_relying_party::Session;

use crate::harness::broken::{Failure, Outcome, check, same};
use crate::harness::party_records::RelyingPartyRecords;
use crate::harness::times::{after, end, now};
use crate::harness::trial::Trial;

/// Writes a new session.
async fn put<S: RelyingPartyRecords>(trial: &Trial<S>) -> Result<(Fingerprint, Session), Failure> {
    let (id, session) = (trial.fingerprint()?, new(trial)?);
    trial.store().put_session(&id, &session, after(end::SESSION)).await?;
    Ok((id, session))
}

/// Returns a session with a new access token.
fn new<S>(trial: &Trial<S>) -> Result<Session, Failure> {
    Ok(trial.templates.party.session(trial.text()?.expose())?)
}

/// Returns the lease of a session which no other copy refreshes.
async fn lease<S: RelyingPartyRecords>(
    trial: &Trial<S>,
    id: &Fingerprint,
    seconds: u64,
    expected: &'static str,
) -> Result<S::Lease, Failure> {
    let lease = trial.store().start_refresh(id, after(seconds)).await?;
    lease.ok_or_else(|| Failure { expected, found: "no lease".to_owned() })
}

/// Checks that every copy finds the session with this access token, or no session.
async fn is<S: RelyingPartyRecords>(
    trial: &Trial<S>,
    id: &Fingerprint,
    session: Option<&Session>,
    expected: &'static str,
) -> Outcome {
    for store in &trial.copies {
        let found = store.session(id, now()).await?;
        let token = |session: &Session| session.access_token.clone();
        let holds = found.as_ref().map(token) == session.map(token);
        check(holds, expected, || found.map_or("no session", |_| "another session").to_owned())?;
    }
    Ok(())
}

pub(super) async fn kept<S: RelyingPartyRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let (id, session) = put(trial).await?;
    for store in &trial.copies {
        let found = store.session(&id, now()).await?;
        same(&found.as_ref(), &Some(&session), "the session is found as it was written")?;
    }
    is(trial, &trial.fingerprint()?, None, "another session is unknown").await
}

pub(super) async fn expires<S: RelyingPartyRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let (id, _) = put(trial).await?;
    let (last, end) = (after(end::SESSION.saturating_sub(1)), after(end::SESSION));
    let found = trial.store().session(&id, last).await?;
    check(found.is_some(), "a session is found until its time", || "no session".to_owned())?;
    let found = trial.store().session(&id, end).await?;
    check(found.is_none(), "a session is unknown at its time", || "a session".to_owned())?;
    let lease = trial.store().start_refresh(&id, end).await?;
    check(lease.is_none(), "a session is not refreshed at its time", || "a lease".to_owned())
}

pub(super) async fn deleted<S: RelyingPartyRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let (id, _) = put(trial).await?;
    trial.store().delete_session(&id).await?;
    is(trial, &id, None, "a session that was deleted is unknown").await?;
    let lease = trial.store().start_refresh(&id, now()).await?;
    check(lease.is_none(), "a deleted session is not refreshed", || "a lease".to_owned())
}

pub(super) async fn one_refresh<S: RelyingPartyRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let (id, _) = put(trial).await?;
    let requests = (0..trial.settings.takers).map(|_| {
        let (store, id) = (trial.store(), id.clone());
        async move { Ok(store.start_refresh(&id, now()).await?.is_some()) }
    });
    let answers = trial.together(requests).await?;
    let answers = answers.into_iter().collect::<Result<Vec<bool>, Failure>>()?;
    let winners = answers.iter().filter(|is_winner| **is_winner).count();
    let expected = "exactly one copy gets the lease";
    check(winners == 1, expected, || format!("{winners} of {}", answers.len()))
}

pub(super) async fn replaced<S: RelyingPartyRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let (id, _) = put(trial).await?;
    let first = lease(trial, &id, 1, "a session can be refreshed").await?;
    let next = new(trial)?;
    let replaced = trial.store().replace_session(first, &next).await?;
    same(&replaced, &true, "the copy with the lease replaces the session")?;
    is(trial, &id, Some(&next), "the session after the refresh is found").await?;
    lease(trial, &id, 2, "the session can be refreshed again at once").await?;
    Ok(())
}

pub(super) async fn lease_ends<S: RelyingPartyRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let (id, _) = put(trial).await?;
    lease(trial, &id, 1, "a session can be refreshed").await?;
    let busy = trial.store().start_refresh(&id, after(60)).await?;
    check(busy.is_none(), "a lease lasts for one minute", || "a second lease".to_owned())?;
    lease(trial, &id, 61, "another copy gets the lease after one minute").await?;
    Ok(())
}

pub(super) async fn late_refresh<S: RelyingPartyRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let (id, session) = put(trial).await?;
    let late = lease(trial, &id, 1, "a session can be refreshed").await?;
    let current = lease(trial, &id, 200, "another copy gets the lease").await?;
    let replaced = trial.store().replace_session(late, &new(trial)?).await?;
    same(&replaced, &false, "the copy without the lease does not replace the session")?;
    is(trial, &id, Some(&session), "the late copy has written nothing").await?;
    let next = new(trial)?;
    let replaced = trial.store().replace_session(current, &next).await?;
    same(&replaced, &true, "the copy with the lease replaces the session")?;
    is(trial, &id, Some(&next), "the session of the copy with the lease is found").await
}

pub(super) async fn signed_out<S: RelyingPartyRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let (id, _) = put(trial).await?;
    let late = lease(trial, &id, 1, "a session can be refreshed").await?;
    trial.store().delete_session(&id).await?;
    let replaced = trial.store().replace_session(late, &new(trial)?).await?;
    same(&replaced, &false, "a session that was deleted is not replaced")?;
    is(trial, &id, None, "the user stays signed out").await
}

pub(super) async fn relying_party<S: RelyingPartyRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let (id, session) = put(trial).await?;
    for stranger in &trial.strangers {
        let found = stranger.session(&id, now()).await?;
        same(&found, &None, "the session is unknown to another relying party")?;
        let lease = stranger.start_refresh(&id, now()).await?;
        check(lease.is_none(), "another relying party gets no lease", || "a lease".to_owned())?;
        stranger.delete_session(&id).await?;
    }
    is(trial, &id, Some(&session), "another relying party did not delete the session").await
}
