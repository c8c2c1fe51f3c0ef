//! The promises about requests that present the same code or refresh token at the same time.

use std::sync::Arc;

use symbolon_oauth::obligation::{SingleUse, Stored};
use symbolon_provider::{SpentRecord, TokenRecords};

use super::state::{none_valid, refresh_token};
use super::tokens::redeemed;
use crate::harness::broken::{Failure, Outcome, check};
use crate::harness::records::ProviderRecords;
use crate::harness::trial::Trial;

pub(super) async fn code_one_winner<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    one_winner(&race_for_code(trial).await?.answers)
}

pub(super) async fn code_race_revokes<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    race_revokes(trial, &race_for_code(trial).await?).await
}

pub(super) async fn refresh_token_one_winner<S: ProviderRecords>(
    trial: &Trial<S>,
    _: usize,
) -> Outcome {
    one_winner(&race_for_refresh_token(trial).await?.answers)
}

pub(super) async fn refresh_token_race_revokes<S: ProviderRecords>(
    trial: &Trial<S>,
    _: usize,
) -> Outcome {
    race_revokes(trial, &race_for_refresh_token(trial).await?).await
}

/// The outcome of a race.
struct Race {
    /// The responses that the requests would send, and those sent before.
    responses: Vec<TokenRecords>,
    answers: Vec<Stored>,
}

async fn race_for_code<S: ProviderRecords>(trial: &Trial<S>) -> Result<Race, Failure> {
    let login = trial.login()?;
    trial.store().put_authorization(&login.code.clone().into()).await?;
    let takers = 0..trial.settings.takers;
    let responses = takers.map(|_| trial.tokens(&login)).collect::<Result<Vec<_>, _>>()?;
    let answers = race(trial, &responses).await?;
    Ok(Race { responses, answers })
}

async fn race_for_refresh_token<S: ProviderRecords>(trial: &Trial<S>) -> Result<Race, Failure> {
    let (login, before) = redeemed(trial).await?;
    let token = refresh_token(&before)?;
    let takers = 0..trial.settings.takers;
    let mut responses =
        takers.map(|_| trial.refreshed(&login, token)).collect::<Result<Vec<_>, _>>()?;
    let answers = race(trial, &responses).await?;
    responses.push(before);
    Ok(Race { responses, answers })
}

/// Runs all token requests at the same time, each at a copy of the server. As a token endpoint does,
/// each request finds the record first, and writes its tokens only if the record is fresh. A request
/// that finds a spent record revokes the grant.
async fn race<S: ProviderRecords>(
    trial: &Trial<S>,
    responses: &[TokenRecords],
) -> Result<Vec<Stored>, Failure> {
    let requests = responses.iter().cloned().map(|tokens| request(trial.store(), tokens));
    trial.together(requests).await?.into_iter().collect()
}

/// Answers a token request, as the token endpoint does.
pub(super) async fn request<S: ProviderRecords>(
    store: Arc<S>,
    tokens: TokenRecords,
) -> Result<Stored, Failure> {
    let found = match &tokens.spends {
        SpentRecord::Code(code) => without_record(store.find_code(code).await?),
        SpentRecord::RefreshToken(token) => without_record(store.find_refresh_token(token).await?),
        _ => Found::Unknown,
    };
    match found {
        Found::Fresh => Ok(store.put_tokens(&tokens).await?),
        Found::Spent => {
            store.revoke_grant(&tokens.access.grant).await?;
            Ok(Stored::GrantRevoked)
        }
        Found::Unknown => Ok(Stored::GrantRevoked),
    }
}

enum Found {
    Fresh,
    Spent,
    Unknown,
}

fn without_record<R>(found: SingleUse<R>) -> Found {
    match found {
        SingleUse::Fresh(_) => Found::Fresh,
        SingleUse::Spent(_) => Found::Spent,
        SingleUse::Unknown => Found::Unknown,
    }
}

fn one_winner(answers: &[Stored]) -> Outcome {
    let winners = answers.iter().filter(|stored| **stored == Stored::Confirmed).count();
    let expected = "exactly one of the requests gets tokens";
    check(winners == 1, expected, || format!("{winners} of {}", answers.len()))
}

async fn race_revokes<S: ProviderRecords>(trial: &Trial<S>, race: &Race) -> Outcome {
    let expected = "after the race, no token of any request is valid";
    none_valid(&*trial.store(), &race.responses, expected).await
}
