//! The promises about codes.

use symbolon_oauth::obligation::{SingleUse, Stored};

use super::state::{Valid, code_is_fresh, code_is_unknown, none_valid, none_written, valid};
use crate::harness::broken::{Outcome, check, same};
use crate::harness::records::ProviderRecords;
use crate::harness::trial::Trial;

pub(super) async fn kept<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let login = trial.login()?;
    let code = &login.code;
    let expected = "a code that was not written is unknown";
    code_is_unknown(&*trial.store(), &code.fingerprint, expected).await?;
    let stored = trial.store().put_authorization(&code.clone().into()).await?;
    same(&stored, &Stored::Confirmed, "the code is written")?;
    // Each copy finds a different code, because another promise says that a code is not marked when
    // it is found.
    for store in &trial.copies {
        let login = trial.login()?;
        trial.store().put_authorization(&login.code.clone().into()).await?;
        let found = store.find_code(&login.code.fingerprint).await?;
        let written = SingleUse::fresh(login.code);
        same(&found, &written, "each copy finds the code as it was written")?;
    }
    Ok(())
}

pub(super) async fn unmarked<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let login = trial.login()?;
    trial.store().put_authorization(&login.code.clone().into()).await?;
    for store in trial.copies.iter().chain(&trial.copies) {
        // The request ends here, and the client sends it again.
        code_is_fresh(&**store, &login.code, "a code that was only found is fresh").await?;
    }
    let stored = trial.store().put_tokens(&trial.tokens(&login)?).await?;
    same(&stored, &Stored::Confirmed, "the repeated request gets tokens")
}

pub(super) async fn spent<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let login = trial.login()?;
    let code = &login.code;
    trial.store().put_authorization(&code.clone().into()).await?;
    trial.store().put_tokens(&trial.tokens(&login)?).await?;
    let spent = SingleUse::Spent(code.grant.clone());
    for store in &trial.copies {
        let found = store.find_code(&code.fingerprint).await?;
        same(&found, &spent, "the code is spent, and its grant is named")?;
    }
    trial.store().revoke_grant(&code.grant).await?;
    let found = trial.store().find_code(&code.fingerprint).await?;
    same(&found, &spent, "the code is spent after the revocation, so that a second use is noticed")
}

pub(super) async fn written_once<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let login = trial.login()?;
    let (code, tokens) = (&login.code, trial.tokens(&login)?);
    trial.store().put_authorization(&code.clone().into()).await?;
    trial.store().put_tokens(&tokens).await?;
    // The store may refuse the record with an error.
    let _ = trial.store().put_authorization(&code.clone().into()).await;
    let found = trial.store().find_code(&code.fingerprint).await?;
    let holds = !matches!(found, SingleUse::Fresh(_));
    check(holds, "a code that was spent is not fresh again", || format!("{found:?}"))?;
    trial.store().revoke_grant(&code.grant).await?;
    let _ = trial.store().put_authorization(&code.clone().into()).await;
    none_written(&*trial.store(), &tokens, "a revoked grant does not start again").await
}

pub(super) async fn void<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let login = trial.login()?;
    trial.store().put_authorization(&login.code.clone().into()).await?;
    let stored = trial.store().revoke_grant(&login.code.grant).await?;
    same(&stored, &Stored::Confirmed, "the revocation is confirmed")?;
    for store in &trial.copies {
        let expected = "a code whose grant was revoked is unknown";
        code_is_unknown(&**store, &login.code.fingerprint, expected).await?;
    }
    let tokens = trial.tokens(&login)?;
    let stored = trial.store().put_tokens(&tokens).await?;
    same(&stored, &Stored::GrantRevoked, "the store refuses tokens of a revoked grant")?;
    none_written(&*trial.store(), &tokens, "no token of a revoked grant is valid").await
}

pub(super) async fn missing<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    // The grant exists. Its code is not the code that the records name.
    let (login, stranger) = (trial.login()?, trial.login()?);
    trial.store().put_authorization(&login.code.clone().into()).await?;
    let mut tokens = trial.tokens(&login)?;
    tokens.spends = trial.tokens(&stranger)?.spends;
    let stored = trial.store().put_tokens(&tokens).await?;
    same(&stored, &Stored::GrantRevoked, "the store refuses tokens for a code that it lacks")?;
    none_written(&*trial.store(), &tokens, "no token is written for a code that is missing").await
}

pub(super) async fn second_use<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let login = trial.login()?;
    trial.store().put_authorization(&login.code.clone().into()).await?;
    let (first, second) = (trial.tokens(&login)?, trial.tokens(&login)?);
    trial.store().put_tokens(&first).await?;
    let found = valid(&*trial.store(), &first).await?;
    same(&found, &Valid::All, "the tokens of the first request are valid")?;
    let stored = trial.store().put_tokens(&second).await?;
    same(&stored, &Stored::GrantRevoked, "the second request with the code is refused")?;
    let expected = "after the second use of a code, no token is valid";
    none_valid(&*trial.store(), &[first, second], expected).await
}
