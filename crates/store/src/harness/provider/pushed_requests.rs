//! The promises about pushed authorization requests.

use symbolon_oauth::obligation::Stored;

use crate::harness::broken::{Failure, Outcome, check, same};
use crate::harness::dropped::dropped;
use crate::harness::records::ProviderRecords;
use crate::harness::times::{after, end};
use crate::harness::trial::Trial;

pub(super) async fn kept<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    for store in &trial.copies {
        let record = trial.pushed()?;
        let found = store.take_pushed_request(&record.fingerprint).await?;
        same(&found, &None, "a request that was not written is unknown")?;
        let stored = trial.store().put_pushed_request(&record).await?;
        same(&stored, &Stored::Confirmed, "the pushed request is written")?;
        let found = store.take_pushed_request(&record.fingerprint).await?;
        same(&found, &Some(record), "each copy finds the pushed request as it was written")?;
    }
    Ok(())
}

pub(super) async fn taken_once<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let record = trial.pushed()?;
    trial.store().put_pushed_request(&record).await?;
    trial.store().take_pushed_request(&record.fingerprint).await?;
    for store in &trial.copies {
        let found = store.take_pushed_request(&record.fingerprint).await?;
        same(&found, &None, "a pushed request that was taken is unknown")?;
    }
    Ok(())
}

pub(super) async fn one_winner<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let record = trial.pushed()?;
    trial.store().put_pushed_request(&record).await?;
    let requests = (0..trial.settings.takers).map(|_| {
        let (store, key) = (trial.store(), record.fingerprint.clone());
        async move { Ok::<_, Failure>(store.take_pushed_request(&key).await?) }
    });
    let answers = trial.together(requests).await?;
    let answers = answers.into_iter().collect::<Result<Vec<_>, _>>()?;
    let winners = answers.iter().flatten().count();
    let expected = "exactly one of the requests gets the pushed request";
    check(winners == 1, expected, || format!("{winners} of {}", answers.len()))
}

pub(super) async fn until_expiry<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let record = trial.pushed()?;
    trial.store().put_pushed_request(&record).await?;
    trial.store().sweep(after(end::PUSHED_REQUEST.saturating_sub(1))).await?;
    let found = trial.store().take_pushed_request(&record.fingerprint).await?;
    check(found.is_some(), "a pushed request is kept until it expires", || "none".to_owned())
}

pub(super) async fn crash<S: ProviderRecords>(trial: &Trial<S>, round: usize) -> Outcome {
    let record = trial.pushed()?;
    let key = &record.fingerprint;
    trial.store().put_pushed_request(&record).await?;
    let store = trial.store();
    let taken = dropped(store.take_pushed_request(key), trial.waits(round)).await.transpose()?;
    let taken = taken.flatten().into_iter().count();
    let (second, third) = (trial.store(), trial.store());
    let later = [second.take_pushed_request(key).await?, third.take_pushed_request(key).await?];
    let sum = later.iter().flatten().count().saturating_add(taken);
    check(sum <= 1, "at most one request gets the pushed request", || format!("{sum} requests"))
}

pub(super) async fn issuer<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let (record, foreign) = (trial.pushed()?, trial.pushed()?);
    trial.store().put_pushed_request(&record).await?;
    let found = trial.other.take_pushed_request(&record.fingerprint).await?;
    same(&found, &None, "the pushed request is unknown to the other issuer")?;
    let refused = trial.other.put_pushed_request(&foreign).await;
    let expected = "the store refuses the pushed request of another issuer with an error";
    check(refused.is_err(), expected, || format!("{:?}", refused.as_ref().ok()))?;
    for store in [&trial.store(), &trial.other] {
        let found = store.take_pushed_request(&foreign.fingerprint).await?;
        same(&found, &None, "the refused request is not written")?;
    }
    let found = trial.store().take_pushed_request(&record.fingerprint).await?;
    check(found.is_some(), "the other issuer did not take the request", || "none".to_owned())
}
