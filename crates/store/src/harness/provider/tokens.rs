//! The promises about access tokens and refresh tokens.

use symbolon_oauth::obligation::{SingleUse, Stored};
use symbolon_provider::TokenRecords;

use super::state::{Valid, none_valid, none_written, refresh_token, refresh_token_is_fresh, valid};
use crate::harness::broken::{Failure, Outcome, check, same};
use crate::harness::records::ProviderRecords;
use crate::harness::trial::{Login, Trial};

/// Writes the code of a new login, and its tokens.
pub(in crate::harness) async fn redeemed<S: ProviderRecords>(
    trial: &Trial<S>,
) -> Result<(Login, TokenRecords), Failure> {
    let login = trial.login()?;
    let tokens = trial.tokens(&login)?;
    trial.store().put_authorization(&login.code.clone().into()).await?;
    let stored = trial.store().put_tokens(&tokens).await?;
    same(&stored, &Stored::Confirmed, "the tokens for a new code are written")?;
    Ok((login, tokens))
}

pub(super) async fn kept<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    for store in &trial.copies {
        let (login, tokens) = redeemed(trial).await?;
        let access = store.access_token(&tokens.access.fingerprint).await?;
        same(&access, &Some(tokens.access.clone()), "the access token is found as written")?;
        let token = refresh_token(&tokens)?;
        let found = store.find_refresh_token(&token.fingerprint).await?;
        let written = SingleUse::fresh(token.clone());
        same(&found, &written, "the refresh token is found as written")?;
        let mut refreshed = trial.refreshed(&login, token)?;
        refreshed.refresh = None;
        let stored = trial.store().put_tokens(&refreshed).await?;
        same(&stored, &Stored::Confirmed, "tokens without a refresh token are written")?;
        let access = store.access_token(&refreshed.access.fingerprint).await?;
        same(&access, &Some(refreshed.access.clone()), "the next access token is found")?;
    }
    let unknown = trial.fingerprint()?;
    let found = trial.store().access_token(&unknown).await?;
    same(&found, &None, "an access token that was not written is unknown")?;
    let found = trial.store().find_refresh_token(&unknown).await?;
    same(&found, &SingleUse::Unknown, "a refresh token that was not written is unknown")
}

pub(super) async fn unmarked<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let (login, tokens) = redeemed(trial).await?;
    let token = refresh_token(&tokens)?;
    for store in trial.copies.iter().chain(&trial.copies) {
        // The request ends here, and the client sends it again.
        refresh_token_is_fresh(&**store, token, "a refresh token that was only found is fresh")
            .await?;
    }
    let stored = trial.store().put_tokens(&trial.refreshed(&login, token)?).await?;
    same(&stored, &Stored::Confirmed, "the repeated request gets tokens")
}

pub(super) async fn spent<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let (login, tokens) = redeemed(trial).await?;
    let token = refresh_token(&tokens)?;
    trial.store().put_tokens(&trial.refreshed(&login, token)?).await?;
    let spent = SingleUse::Spent(token.grant.clone());
    for store in &trial.copies {
        let found = store.find_refresh_token(&token.fingerprint).await?;
        same(&found, &spent, "the refresh token is spent, and its grant is named")?;
    }
    trial.store().revoke_grant(&token.grant).await?;
    let found = trial.store().find_refresh_token(&token.fingerprint).await?;
    let expected =
        "the refresh token is spent after the revocation, so that a second use is noticed";
    same(&found, &spent, expected)
}

pub(super) async fn void<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let (login, tokens) = redeemed(trial).await?;
    let token = refresh_token(&tokens)?;
    trial.store().revoke_grant(&token.grant).await?;
    for store in &trial.copies {
        let found = store.find_refresh_token(&token.fingerprint).await?;
        let expected = "a refresh token whose grant was revoked is unknown";
        same(&found, &SingleUse::Unknown, expected)?;
    }
    let refreshed = trial.refreshed(&login, token)?;
    let stored = trial.store().put_tokens(&refreshed).await?;
    same(&stored, &Stored::GrantRevoked, "the store refuses tokens of a revoked grant")?;
    none_written(&*trial.store(), &refreshed, "no token of a revoked grant is valid").await
}

pub(super) async fn second_use<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let (login, tokens) = redeemed(trial).await?;
    let token = refresh_token(&tokens)?;
    let (first, second) = (trial.refreshed(&login, token)?, trial.refreshed(&login, token)?);
    trial.store().put_tokens(&first).await?;
    let found = valid(&*trial.store(), &first).await?;
    same(&found, &Valid::All, "the tokens of the first refresh are valid")?;
    let stored = trial.store().put_tokens(&second).await?;
    same(&stored, &Stored::GrantRevoked, "the second refresh with the token is refused")?;
    let expected = "after the second use of a refresh token, no token is valid";
    none_valid(&*trial.store(), &[tokens, first, second], expected).await
}

pub(super) async fn access_token_void<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let (login, tokens) = redeemed(trial).await?;
    trial.store().revoke_grant(&login.code.grant).await?;
    for store in &trial.copies {
        let found = store.access_token(&tokens.access.fingerprint).await?;
        let expected = "an access token whose grant was revoked is unknown";
        check(found.is_none(), expected, || format!("{found:?}"))?;
    }
    Ok(())
}
