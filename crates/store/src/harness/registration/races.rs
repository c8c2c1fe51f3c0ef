//! The promises about registrations and updates at the same time.

use symbolon_oauth::obligation::Stored;

use crate::harness::broken::{Failure, Outcome, check, same};
use crate::harness::registration_records::RegistrationRecords;
use crate::harness::trial::{Trial, replaced};

pub(super) async fn token_uses<S: RegistrationRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let clients = trial.settings.takers.div_ceil(2);
    let token = trial.initial_access_token(u32::try_from(clients).ok())?;
    trial.store().put_initial_access_token(&token).await?;
    let takers = 0..trial.settings.takers;
    let new = takers.map(|_| trial.registration(Some(&token.fingerprint)));
    let new = new.collect::<Result<Vec<_>, _>>()?;
    let requests = new.into_iter().map(|new| {
        let store = trial.store();
        async move {
            let stored = store.put_registration(&new).await?;
            let id = &new.registration.client.client_id;
            let is_written = store.registration(id).await?.is_some();
            Ok::<_, Failure>((stored == Stored::Confirmed, is_written))
        }
    });
    let answers = trial.together(requests).await?.into_iter().collect::<Result<Vec<_>, _>>()?;
    let written = answers.iter().filter(|(is_confirmed, _)| *is_confirmed).count();
    let expected = "the token allows exactly the number of clients that it is for";
    check(written == clients, expected, || format!("{written} and not {clients}"))?;
    let agrees = answers.iter().all(|(is_confirmed, is_written)| is_confirmed == is_written);
    check(agrees, "a registration is written if it is confirmed", || format!("{answers:?}"))
}

pub(super) async fn replace_one_winner<S: RegistrationRecords>(
    trial: &Trial<S>,
    _: usize,
) -> Outcome {
    let first = trial.registered().await?;
    let takers = 0..trial.settings.takers;
    let records = takers.map(|_| replaced(&trial.changed(&first)?, &first.registration.token));
    let records = records.collect::<Result<Vec<_>, Failure>>()?;
    let requests = records.into_iter().map(|records| {
        let store = trial.store();
        async move {
            let stored = store.replace_registration(&records).await?;
            Ok::<_, Failure>((stored == Stored::Confirmed).then_some(records.registration))
        }
    });
    let answers = trial.together(requests).await?.into_iter().collect::<Result<Vec<_>, _>>()?;
    let winners: Vec<_> = answers.into_iter().flatten().collect();
    let expected = "exactly one of the updates is written";
    check(winners.len() == 1, expected, || format!("{} updates", winners.len()))?;
    let found = trial.store().registration(&first.client.client_id).await?;
    same(&found.as_ref(), &winners.first(), "the update that was confirmed holds")
}
