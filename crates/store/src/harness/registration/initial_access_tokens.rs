//! The promises about initial access tokens.

use symbolon_oauth::obligation::Stored;

use crate::harness::broken::{Outcome, check, same};
use crate::harness::registration_records::RegistrationRecords;
use crate::harness::trial::Trial;

pub(super) async fn kept<S: RegistrationRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let token = trial.initial_access_token(Some(1))?;
    let found = trial.store().initial_access_token(&token.fingerprint).await?;
    same(&found, &None, "a token that was not written is unknown")?;
    trial.store().put_initial_access_token(&token).await?;
    for store in trial.copies.iter().chain(&trial.copies) {
        let found = store.initial_access_token(&token.fingerprint).await?;
        same(&found, &Some(token.clone()), "each copy finds the token as it was written")?;
    }
    let new = trial.registration(Some(&token.fingerprint))?;
    let stored = trial.store().put_registration(&new).await?;
    same(&stored, &Stored::Confirmed, "a token that was only found is not used")?;
    let without_limit = trial.initial_access_token(None)?;
    trial.store().put_initial_access_token(&without_limit).await?;
    for _ in 0..3 {
        let new = trial.registration(Some(&without_limit.fingerprint))?;
        let stored = trial.store().put_registration(&new).await?;
        same(&stored, &Stored::Confirmed, "a token without a limit allows all registrations")?;
    }
    Ok(())
}

pub(super) async fn written_once<S: RegistrationRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let token = trial.initial_access_token(Some(1))?;
    trial.store().put_initial_access_token(&token).await?;
    let new = trial.registration(Some(&token.fingerprint))?;
    trial.store().put_registration(&new).await?;
    // The store may refuse the record with an error.
    let _ = trial.store().put_initial_access_token(&token).await;
    let found = trial.store().initial_access_token(&token.fingerprint).await?;
    same(&found, &None, "a token that is used up is not found again")?;
    let new = trial.registration(Some(&token.fingerprint))?;
    let stored = trial.store().put_registration(&new).await?;
    same(&stored, &Stored::GrantRevoked, "a token that is used up allows no registration")
}

pub(super) async fn revoked<S: RegistrationRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let token = trial.initial_access_token(Some(2))?;
    trial.store().put_initial_access_token(&token).await?;
    let new = trial.registration(Some(&token.fingerprint))?;
    trial.store().put_registration(&new).await?;
    let was_known = trial.store().revoke_initial_access_token(&token.fingerprint).await?;
    same(&was_known, &true, "the token was known")?;
    for store in &trial.copies {
        let found = store.initial_access_token(&token.fingerprint).await?;
        same(&found, &None, "a token that was revoked is unknown")?;
    }
    let was_known = trial.store().revoke_initial_access_token(&token.fingerprint).await?;
    same(&was_known, &false, "a token that was revoked is not known any more")?;
    let late = trial.registration(Some(&token.fingerprint))?;
    let stored = trial.store().put_registration(&late).await?;
    same(&stored, &Stored::GrantRevoked, "a token that was revoked allows no registration")?;
    let found = trial.store().registration(&new.registration.client.client_id).await?;
    let expected = "the clients that were registered with it stay";
    check(found.is_some(), expected, || "none".to_owned())
}
