//! The promises about the deletion of expired records.

use symbolon_oauth::obligation::{SingleUse, Stored};

use super::state::{code_is_fresh, none_valid, refresh_token, refresh_token_is_fresh};
use super::tokens::redeemed;
use crate::harness::broken::{Outcome, check, same};
use crate::harness::records::ProviderRecords;
use crate::harness::times::{after, end};
use crate::harness::trial::Trial;

pub(super) async fn keeps<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let client = trial.client()?;
    trial.store().put_client(&client).await?;
    let login = trial.login()?;
    trial.store().put_authorization(&login.code.clone().into()).await?;
    trial.store().sweep(after(end::CODE.saturating_sub(1))).await?;
    code_is_fresh(&*trial.store(), &login.code, "a code is kept until it expires").await?;
    let (_, tokens) = redeemed(trial).await?;
    trial.store().sweep(after(end::ACCESS_TOKEN.saturating_sub(1))).await?;
    let found = trial.store().access_token(&tokens.access.fingerprint).await?;
    check(found.is_some(), "an access token is kept until it expires", || "none".to_owned())?;
    trial.store().sweep(after(end::REFRESH_TOKEN.saturating_sub(1))).await?;
    let expected = "a refresh token is kept until it expires";
    refresh_token_is_fresh(&*trial.store(), refresh_token(&tokens)?, expected).await?;
    let found = trial.store().client(&client.client_id).await?;
    check(found.is_some(), "a client does not expire", || "none".to_owned())
}

pub(super) async fn grant_outlives_tokens<S: ProviderRecords>(
    trial: &Trial<S>,
    _: usize,
) -> Outcome {
    let (login, tokens) = redeemed(trial).await?;
    let (code, token) = (&login.code, refresh_token(&tokens)?);
    // The code has expired long ago, and the refresh token is still valid.
    trial.store().sweep(after(end::REFRESH_TOKEN.saturating_sub(1))).await?;
    let found = trial.store().find_code(&code.fingerprint).await?;
    let spent = SingleUse::Spent(code.grant.clone());
    same(&found, &spent, "the spent code is kept as long as a token of its grant is valid")?;
    let refreshed = trial.refreshed(&login, token)?;
    let stored = trial.store().put_tokens(&refreshed).await?;
    same(&stored, &Stored::Confirmed, "the refresh token can be used until it expires")?;
    let found = trial.store().grants(login.subject()).await?;
    same(&found, &vec![code.grant.clone()], "the grant is listed as long as a token is valid")?;
    trial.store().revoke_grant(&code.grant).await?;
    let expected = "the grant can be revoked as long as a token is valid";
    none_valid(&*trial.store(), &[tokens, refreshed], expected).await
}
