//! The promises about servers that stop in the middle of a function. The harness drops the future
//! of the function, so the database can still complete the operation that the function started.

use symbolon_oauth::obligation::Stored;
use symbolon_provider::{ClientRegistration, RegisteredClient};

use crate::harness::broken::{Failure, Outcome, check, same};
use crate::harness::dropped::dropped;
use crate::harness::provider::{Valid, redeemed, valid};
use crate::harness::registration_records::RegistrationRecords;
use crate::harness::trial::{Trial, ended, replaced};

/// How many times the harness reads the records while the database may still be completing the
/// operation.
const LOOKS: usize = 64;

pub(super) async fn register<S: RegistrationRecords>(trial: &Trial<S>, round: usize) -> Outcome {
    let token = trial.initial_access_token(Some(1))?;
    trial.store().put_initial_access_token(&token).await?;
    let new = trial.registration(Some(&token.fingerprint))?;
    let (store, id) = (trial.store(), &new.registration.client.client_id);
    let stored = dropped(store.put_registration(&new), trial.waits(round)).await.transpose()?;
    let look = async || {
        let client = store.client(id).await?.is_some();
        let registration = store.registration(id).await?.is_some();
        let used = store.initial_access_token(&token.fingerprint).await?.is_none();
        Ok::<_, Failure>([client, registration, used])
    };
    let mut found = look().await?;
    for _ in 0..LOOKS {
        if is_whole(found) {
            break;
        }
        found = look().await?;
    }
    let text = || {
        let [client, registration, used] = found;
        format!("client: {client}, registration: {registration}, use of the token: {used}")
    };
    check(is_whole(found), "all of the registration is written, or nothing", text)?;
    if let Some(stored) = stored {
        same(&stored, &Stored::Confirmed, "the registration is confirmed")?;
        check(found.contains(&true), "what was confirmed is written", text)?;
    }
    Ok(())
}

pub(super) async fn replace<S: RegistrationRecords>(trial: &Trial<S>, round: usize) -> Outcome {
    let first = trial.registered().await?;
    let second = trial.changed(&first)?;
    let (store, id) = (trial.store(), &first.client.client_id);
    let records = replaced(&second, &first.registration.token)?;
    let stored = dropped(store.replace_registration(&records), trial.waits(round)).await;
    let stored = stored.transpose()?;
    let holds = |found: &Option<ClientRegistration>, client: &Option<RegisteredClient>| {
        let held = [&first, &second].into_iter().find(|it| Some(*it) == found.as_ref());
        held.is_some_and(|it| Some(&it.client) == client.as_ref())
    };
    let (mut found, mut client) = (store.registration(id).await?, store.client(id).await?);
    for _ in 0..LOOKS {
        if holds(&found, &client) {
            break;
        }
        (found, client) = (store.registration(id).await?, store.client(id).await?);
    }
    let expected = "the old registration with the old client holds, or the new with the new";
    check(holds(&found, &client), expected, || format!("{found:?}, {client:?}"))?;
    if let Some(stored) = stored {
        same(&stored, &Stored::Confirmed, "the update is confirmed")?;
        same(&found, &Some(second.clone()), "an update that was confirmed holds")?;
    }
    // The client did not get the response. One of the two tokens still works.
    let third = trial.changed(&second)?;
    let mut confirmed = 0_usize;
    for token in [&first.registration.token, &second.registration.token] {
        let stored = store.replace_registration(&replaced(&third, token)?).await?;
        confirmed = confirmed.saturating_add(usize::from(stored == Stored::Confirmed));
    }
    same(&confirmed, &1, "exactly one of the two tokens works after the update")
}

pub(super) async fn delete<S: RegistrationRecords>(trial: &Trial<S>, round: usize) -> Outcome {
    let (login, tokens) = redeemed(trial).await?;
    let mut new = trial.registration(None)?;
    new.registration.client.client_id = login.code.client_id.clone();
    new.registration.registration.client_id = login.code.client_id.clone();
    let (store, id) = (trial.store(), &login.code.client_id);
    store.put_registration(&new).await?;
    let records = ended(&new.registration)?;
    let stored = dropped(store.delete_registration(&records), trial.waits(round)).await;
    let stored = stored.transpose()?;
    let look = async || {
        let client = store.client(id).await?.is_some();
        let registration = store.registration(id).await?.is_some();
        let tokens = valid(&*store, &tokens).await? == Valid::All;
        Ok::<_, Failure>([client, registration, tokens])
    };
    let mut found = look().await?;
    for _ in 0..LOOKS {
        if is_whole(found) {
            break;
        }
        found = look().await?;
    }
    let text = || {
        let [client, registration, tokens] = found;
        format!("client: {client}, registration: {registration}, tokens: {tokens}")
    };
    check(is_whole(found), "everything of the client is deleted, or nothing is", text)?;
    if let Some(stored) = stored {
        same(&stored, &Stored::Confirmed, "the deletion is confirmed")?;
        check(!found.contains(&true), "a client whose deletion was confirmed is gone", text)?;
    }
    Ok(())
}

/// Returns whether all three exist, or all three are absent.
fn is_whole(found: [bool; 3]) -> bool {
    found == [true; 3] || found == [false; 3]
}
