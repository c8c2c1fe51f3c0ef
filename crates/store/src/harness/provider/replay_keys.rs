//! The promises about replay keys.

use symbolon_oauth::obligation::{FirstUse, ReplayKey};

use crate::harness::broken::{Failure, Outcome, check, same};
use crate::harness::dropped::dropped;
use crate::harness::records::ProviderRecords;
use crate::harness::times::{after, end};
use crate::harness::trial::Trial;

pub(super) async fn one_winner<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let key = trial.key()?;
    let requests = vec![vec![key]; trial.settings.takers];
    let answers = at_once(trial, requests).await?;
    let winners = answers.iter().filter(|answer| **answer == FirstUse::Confirmed).count();
    let expected = "exactly one of the requests is confirmed";
    check(winners == 1, expected, || format!("{winners} of {}", answers.len()))
}

/// Each request shares one key with the request before it, and one with the request after it.
pub(super) async fn overlap<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let takers = trial.settings.takers;
    let keys = (0..=takers).map(|_| trial.key()).collect::<Result<Vec<_>, _>>()?;
    let pairs: Vec<Vec<ReplayKey>> = keys.windows(2).map(<[_]>::to_vec).collect();
    let store_answers = at_once(trial, pairs).await?;
    let winners = store_answers.iter().filter(|answer| **answer == FirstUse::Confirmed).count();
    // Of n requests in a row, at most every second can be confirmed.
    let most = takers.div_ceil(2);
    let expected = "at least one request is confirmed, and no two that share a key";
    check((1..=most).contains(&winners), expected, || format!("{winners} of {takers}"))
}

async fn at_once<S: ProviderRecords>(
    trial: &Trial<S>,
    requests: Vec<Vec<ReplayKey>>,
) -> Result<Vec<FirstUse>, Failure> {
    let requests = requests.into_iter().map(|keys| {
        let store = trial.store();
        async move { Ok(store.first_use(&keys).await?) }
    });
    trial.together(requests).await?.into_iter().collect()
}

pub(super) async fn all_or_none<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let (used, new, newer) = (trial.key()?, trial.key()?, trial.key()?);
    let found = trial.store().first_use(std::slice::from_ref(&used)).await?;
    same(&found, &FirstUse::Confirmed, "a new key is confirmed")?;
    let keys = [new, used, newer];
    let found = trial.store().first_use(&keys).await?;
    same(&found, &FirstUse::Replayed, "a request with a used key is not confirmed")?;
    let [new, _, newer] = keys;
    let found = trial.store().first_use(&[new, newer]).await?;
    same(&found, &FirstUse::Confirmed, "the other keys of that request are still new")
}

pub(super) async fn twice<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let key = trial.key()?;
    let found = trial.store().first_use(&[key.clone(), key]).await?;
    same(&found, &FirstUse::Replayed, "a request with the same key twice is not confirmed")
}

pub(super) async fn until_expiry<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let key = trial.key()?;
    trial.store().first_use(std::slice::from_ref(&key)).await?;
    trial.store().sweep(after(end::ACCESS_TOKEN.saturating_sub(1))).await?;
    for store in &trial.copies {
        let found = store.first_use(std::slice::from_ref(&key)).await?;
        same(&found, &FirstUse::Replayed, "a key is remembered until it expires")?;
    }
    Ok(())
}

pub(super) async fn crash<S: ProviderRecords>(trial: &Trial<S>, round: usize) -> Outcome {
    let (first, second) = (trial.key()?, trial.key()?);
    let keys = [first.clone(), second.clone()];
    let store = trial.store();
    if let Some(answer) = dropped(store.first_use(&keys), trial.waits(round)).await {
        same(&answer?, &FirstUse::Confirmed, "new keys are confirmed")?;
    }
    let answers =
        [trial.store().first_use(&[first]).await?, trial.store().first_use(&[second]).await?];
    let [first, second] = answers;
    check(first == second, "both keys are remembered, or both are not", || format!("{answers:?}"))
}
