//! The promises about servers that stop in the middle of a function. The harness drops the future of
//! the function, so the database can still end what was started.

use symbolon_oauth::obligation::{SingleUse, Stored};
use symbolon_provider::TokenRecords;

use super::races::request;
use super::state::{Valid, none_valid, refresh_token, valid};
use super::tokens::redeemed;
use crate::harness::broken::{Failure, Outcome, check, same};
use crate::harness::dropped::dropped;
use crate::harness::records::ProviderRecords;
use crate::harness::trial::Trial;

/// How many times the harness looks, until what the database still does has ended.
const LOOKS: usize = 64;

pub(super) async fn code<S: ProviderRecords>(trial: &Trial<S>, round: usize) -> Outcome {
    let login = trial.login()?;
    let store = trial.store();
    if let Some(stored) =
        dropped(store.put_authorization(&login.code.clone().into()), trial.waits(round)).await
    {
        same(&stored?, &Stored::Confirmed, "the code is written")?;
    }
    let found = trial.store().find_code(&login.code.fingerprint).await?;
    let is_found = matches!(found, SingleUse::Fresh(_));
    let tokens = trial.tokens(&login)?;
    let stored = trial.store().put_tokens(&tokens).await?;
    if is_found {
        same(&stored, &Stored::Confirmed, "a code that is found can be redeemed")?;
        let found = valid(&*trial.store(), &tokens).await?;
        return same(&found, &Valid::All, "the tokens for the code are valid");
    }
    Ok(())
}

pub(super) async fn tokens<S: ProviderRecords>(trial: &Trial<S>, round: usize) -> Outcome {
    let login = trial.login()?;
    trial.store().put_authorization(&login.code.clone().into()).await?;
    let (first, again) = (trial.tokens(&login)?, trial.tokens(&login)?);
    crash(trial, round, &first, &again).await
}

pub(super) async fn refresh_token_is_replaced<S: ProviderRecords>(
    trial: &Trial<S>,
    round: usize,
) -> Outcome {
    let (login, before) = redeemed(trial).await?;
    let token = refresh_token(&before)?;
    let (first, again) = (trial.refreshed(&login, token)?, trial.refreshed(&login, token)?);
    crash(trial, round, &first, &again).await
}

/// Writes tokens, and stops in the middle. Then repeats the request of the client.
async fn crash<S: ProviderRecords>(
    trial: &Trial<S>,
    round: usize,
    first: &TokenRecords,
    again: &TokenRecords,
) -> Outcome {
    let store = trial.store();
    let written = dropped(store.put_tokens(first), trial.waits(round)).await.transpose()?;
    if let Some(stored) = written {
        same(&stored, &Stored::Confirmed, "the tokens are written")?;
    }
    let found = settled(&*trial.store(), first).await?;
    check(found != Valid::Half, "all tokens are written, or none", || format!("{found:?}"))?;
    if written.is_some() {
        same(&found, &Valid::All, "tokens that were confirmed are valid")?;
    }
    // The client did not get the response, and sends the same request again.
    match request(trial.store(), again.clone()).await? {
        Stored::Confirmed => {
            let found = settled(&*trial.store(), again).await?;
            let expected = "all tokens of the repeated request are written, or none are valid";
            check(found != Valid::Half, expected, || format!("{found:?}"))?;
            let expected = "no token of the lost response is valid";
            none_valid(&*trial.store(), std::slice::from_ref(first), expected).await
        }
        Stored::GrantRevoked => {
            let expected = "the first request had spent the record, so no token is valid now";
            none_valid(&*trial.store(), &[first.clone(), again.clone()], expected).await
        }
        Stored::Failed => check(false, "the store does not fail", || "it failed".to_owned()),
    }
}

pub(super) async fn code_second_use<S: ProviderRecords>(trial: &Trial<S>, round: usize) -> Outcome {
    let (login, first) = redeemed(trial).await?;
    second_use(trial, round, &first, &trial.tokens(&login)?).await
}

pub(super) async fn refresh_token_second_use<S: ProviderRecords>(
    trial: &Trial<S>,
    round: usize,
) -> Outcome {
    let (login, before) = redeemed(trial).await?;
    let token = refresh_token(&before)?;
    let (first, second) = (trial.refreshed(&login, token)?, trial.refreshed(&login, token)?);
    let stored = trial.store().put_tokens(&first).await?;
    same(&stored, &Stored::Confirmed, "the refresh token is replaced")?;
    second_use(trial, round, &first, &second).await
}

/// Writes tokens for a code or refresh token that the first response has spent, and stops before
/// the write is complete.
async fn second_use<S: ProviderRecords>(
    trial: &Trial<S>,
    round: usize,
    first: &TokenRecords,
    second: &TokenRecords,
) -> Outcome {
    let store = trial.store();
    dropped(store.put_tokens(second), trial.waits(round)).await.transpose()?;
    let found = settled(&*store, first).await?;
    check(found != Valid::Half, "all tokens are valid, or none is", || format!("{found:?}"))?;
    let expected = "no token of the second response is valid";
    none_valid(&*store, std::slice::from_ref(second), expected).await
}

/// Returns which tokens are valid. Looks several times before it says that only half of them are,
/// because the database may end the transaction between two looks.
async fn settled<S: ProviderRecords>(store: &S, tokens: &TokenRecords) -> Result<Valid, Failure> {
    for _ in 0..LOOKS {
        let found = valid(store, tokens).await?;
        if found != Valid::Half {
            return Ok(found);
        }
    }
    valid(store, tokens).await
}
