//! The checks of the promises about the registrations of clients.

use serde_json::{from_value, json};
use symbolon_oauth::Issuer;
use symbolon_relying_party::Registration;

use crate::harness::broken::{Failure, Outcome, check, same};
use crate::harness::client_registration_records::ClientRegistrationRecords;
use crate::harness::trial::Trial;

/// Returns a new registration at this issuer.
fn new<S>(trial: &Trial<S>, issuer: &Issuer) -> Result<Registration, Failure> {
    let asked = json!({ "redirect_uris": ["https://client.example/callback"] });
    let mut information = asked.clone();
    for name in ["client_id", "client_secret"] {
        let member = information.as_object_mut().map(|members| members.entry(name));
        if let Some(member) = member {
            member.or_insert(trial.text()?.expose().into());
        }
    }
    if let Some(members) = information.as_object_mut() {
        members.insert("client_secret_expires_at".to_owned(), 0.into());
    }
    Ok(from_value(json!({
        "issuer": issuer.as_str(), "information": information, "asked": asked,
        "address": "configuration",
    }))?)
}

/// Writes a new registration under a new name. Returns the name, the registration and the state of
/// its record.
async fn put<S: ClientRegistrationRecords>(
    trial: &Trial<S>,
) -> Result<(String, Registration, S::Kept), Failure> {
    let (name, registration) = (trial.text()?.expose().to_owned(), new(trial, &trial.issuer)?);
    trial.store().put_new(&trial.issuer, &name, &registration).await?;
    let found = trial.store().get(&trial.issuer, &name).await?;
    let expected = "a registration that was written is found";
    let found = found.ok_or_else(|| Failure { expected, found: "none".to_owned() })?;
    Ok((name, registration, found.1))
}

/// Checks that every copy finds this registration.
async fn is<S: ClientRegistrationRecords>(
    trial: &Trial<S>,
    name: &str,
    registration: Option<&Registration>,
    expected: &'static str,
) -> Outcome {
    for store in &trial.copies {
        let found = store.get(&trial.issuer, name).await?.map(|(found, _)| found);
        let id = |it: &Registration| it.client_id().clone();
        same(&found.as_ref().map(id), &registration.map(id), expected)?;
    }
    Ok(())
}

pub(super) async fn kept<S: ClientRegistrationRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let (name, mut registration, kept) = put(trial).await?;
    for is_replaced in [false, true] {
        if is_replaced {
            registration = new(trial, &trial.issuer)?;
            let is_written = trial.store().replace(&kept, &registration).await?;
            same(&is_written, &true, "the registration is replaced")?;
        }
        for store in &trial.copies {
            let found = store.get(&trial.issuer, &name).await?.map(|(found, _)| found);
            let holds = found.as_ref() == Some(&registration);
            check(holds, "each copy finds the registration as written", || format!("{found:?}"))?;
        }
    }
    is(trial, trial.text()?.expose(), None, "another name has no registration").await
}

pub(super) async fn one_winner<S: ClientRegistrationRecords>(
    trial: &Trial<S>,
    _: usize,
) -> Outcome {
    let name = trial.text()?.expose().to_owned();
    let takers = 0..trial.settings.takers;
    let all = takers.map(|_| new(trial, &trial.issuer)).collect::<Result<Vec<_>, _>>()?;
    let requests = all.into_iter().map(|registration| {
        let (store, issuer, name) = (trial.store(), trial.issuer.clone(), name.clone());
        async move {
            let first = store.put_new(&issuer, &name, &registration).await?;
            Ok::<_, Failure>(first.client_id().clone())
        }
    });
    let answers = trial.together(requests).await?.into_iter().collect::<Result<Vec<_>, _>>()?;
    let found = trial.store().get(&trial.issuer, &name).await?;
    let found = found.map(|(found, _)| found.client_id().clone());
    let holds = answers.iter().all(|it| Some(it) == found.as_ref());
    check(holds, "every copy gets the registration that is kept", || format!("{answers:?}"))
}

pub(super) async fn replace_one_winner<S: ClientRegistrationRecords>(
    trial: &Trial<S>,
    _: usize,
) -> Outcome {
    let (name, _, kept) = put(trial).await?;
    let takers = 0..trial.settings.takers;
    let all = takers.map(|_| new(trial, &trial.issuer)).collect::<Result<Vec<_>, _>>()?;
    let requests = all.into_iter().map(|registration| {
        let (store, kept) = (trial.store(), kept.clone());
        async move {
            let is_written = store.replace(&kept, &registration).await?;
            Ok::<_, Failure>(is_written.then_some(registration))
        }
    });
    let answers = trial.together(requests).await?.into_iter().collect::<Result<Vec<_>, _>>()?;
    let winners: Vec<_> = answers.into_iter().flatten().collect();
    let expected = "exactly one copy replaces the registration";
    check(winners.len() == 1, expected, || format!("{} copies", winners.len()))?;
    is(trial, &name, winners.first(), "the registration that was confirmed is found").await
}

pub(super) async fn late<S: ClientRegistrationRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let (name, _, kept) = put(trial).await?;
    let (second, third) = (new(trial, &trial.issuer)?, new(trial, &trial.issuer)?);
    trial.store().replace(&kept, &second).await?;
    for store in &trial.copies {
        let is_written = store.replace(&kept, &third).await?;
        same(&is_written, &false, "a copy that is late replaces nothing")?;
        same(&store.delete(&kept).await?, &false, "a copy that is late deletes nothing")?;
    }
    is(trial, &name, Some(&second), "the newer registration is kept").await
}

pub(super) async fn deleted<S: ClientRegistrationRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let (name, first, kept) = put(trial).await?;
    same(&trial.store().delete(&kept).await?, &true, "the registration is deleted")?;
    is(trial, &name, None, "a registration that was deleted is unknown").await?;
    let is_written = trial.store().replace(&kept, &first).await?;
    same(&is_written, &false, "a registration that was deleted is not replaced")?;
    // The same registration again, whose record is another record.
    trial.store().put_new(&trial.issuer, &name, &first).await?;
    same(&trial.store().delete(&kept).await?, &false, "a second deletion deletes nothing")?;
    is(trial, &name, Some(&first), "the registration that was written anew is kept").await
}

pub(super) async fn issuer<S: ClientRegistrationRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let (name, first, _) = put(trial).await?;
    let found = trial.store().get(&trial.other_issuer, &name).await?;
    check(found.is_none(), "another issuer has no such registration", || "one".to_owned())?;
    let refused = trial.store().put_new(&trial.other_issuer, &name, &first).await;
    let expected = "the store refuses the registration of another issuer with an error";
    check(refused.is_err(), expected, || "no error".to_owned())?;
    let second = new(trial, &trial.other_issuer)?;
    let kept = trial.store().put_new(&trial.other_issuer, &name, &second).await?;
    same(kept.client_id(), second.client_id(), "the name is free at another issuer")?;
    is(trial, &name, Some(&first), "the registration of the first issuer is kept").await
}

pub(super) async fn sealed<S: ClientRegistrationRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let (name, first, _) = put(trial).await?;
    for stranger in &trial.strangers {
        // The store may refuse to read the record with an error.
        let found = stranger.get(&trial.issuer, &name).await;
        let is_read = matches!(found, Ok(Some(_)));
        check(!is_read, "the registration is not read with another key", || "it is".to_owned())?;
    }
    is(trial, &name, Some(&first), "the registration is read with its key").await
}
