//! The promises about several issuers that share one store.

use symbolon_oauth::obligation::Stored;

use crate::harness::broken::{Outcome, check, same};
use crate::harness::registration_records::RegistrationRecords;
use crate::harness::trial::{Trial, ended, replaced};

pub(super) async fn registration<S: RegistrationRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let first = trial.registered().await?;
    let id = &first.client.client_id;
    let found = trial.other.registration(id).await?;
    same(&found, &None, "the registration is unknown to the other issuer")?;
    let foreign = trial.registration(None)?;
    let refused = trial.other.put_registration(&foreign).await;
    let expected = "the store refuses the registration of another issuer with an error";
    check(refused.is_err(), expected, || format!("{:?}", refused.as_ref().ok()))?;
    for store in [&trial.store(), &trial.other] {
        let found = store.client(&foreign.registration.client.client_id).await?;
        same(&found, &None, "the refused registration is not written")?;
    }
    // Records of the other issuer that name the client and the token of this issuer.
    let mut theirs = replaced(&trial.changed(&first)?, &first.registration.token)?;
    theirs.registration.registration.issuer = trial.other_issuer.clone();
    let stored = trial.other.replace_registration(&theirs).await?;
    same(&stored, &Stored::GrantRevoked, "the other issuer has no registration to replace")?;
    let mut end = ended(&first)?;
    end.issuer = trial.other_issuer.clone();
    let stored = trial.other.delete_registration(&end).await?;
    same(&stored, &Stored::GrantRevoked, "the other issuer has no registration to delete")?;
    let refused = trial.other.delete_registration(&ended(&first)?).await;
    let expected = "the store refuses the deletion of another issuer with an error";
    check(refused.is_err(), expected, || format!("{:?}", refused.as_ref().ok()))?;
    let found = trial.store().registration(id).await?;
    same(&found, &Some(first), "the other issuer did not change the registration")
}

pub(super) async fn initial_access_token<S: RegistrationRecords>(
    trial: &Trial<S>,
    _: usize,
) -> Outcome {
    let (token, foreign) =
        (trial.initial_access_token(Some(1))?, trial.initial_access_token(Some(1))?);
    trial.store().put_initial_access_token(&token).await?;
    let found = trial.other.initial_access_token(&token.fingerprint).await?;
    same(&found, &None, "the token is unknown to the other issuer")?;
    let refused = trial.other.put_initial_access_token(&foreign).await;
    let expected = "the store refuses the token of another issuer with an error";
    check(refused.is_err(), expected, || format!("{:?}", refused.as_ref().ok()))?;
    let mut theirs = trial.registration(Some(&token.fingerprint))?;
    theirs.registration.registration.issuer = trial.other_issuer.clone();
    let stored = trial.other.put_registration(&theirs).await?;
    same(&stored, &Stored::GrantRevoked, "the token allows no registration at the other issuer")?;
    let was_known = trial.other.revoke_initial_access_token(&token.fingerprint).await?;
    same(&was_known, &false, "the other issuer has no such token to revoke")?;
    let found = trial.store().initial_access_token(&token.fingerprint).await?;
    let expected = "the other issuer did not use or revoke the token";
    check(found.is_some(), expected, || "none".to_owned())
}
