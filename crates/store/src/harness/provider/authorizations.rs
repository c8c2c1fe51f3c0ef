//! The promises about authorization responses with an access token.

use symbolon_oauth::obligation::{SingleUse, Stored};
use symbolon_provider::{AccessTokenRecord, AuthorizationRecords, CodeRecord};

use super::state::code_is_unknown;
use crate::harness::broken::{Failure, Outcome, check, same};
use crate::harness::dropped::dropped;
use crate::harness::records::ProviderRecords;
use crate::harness::trial::Trial;

/// The records of a response with a code and an access token.
struct Both {
    code: CodeRecord,
    access: AccessTokenRecord,
    records: AuthorizationRecords,
}

impl Both {
    fn new<S: ProviderRecords>(trial: &Trial<S>) -> Result<Self, Failure> {
        let login = trial.login()?;
        let access = trial.tokens(&login)?.access;
        let mut records = AuthorizationRecords::from(login.code.clone());
        records.access = Some(access.clone());
        Ok(Self { code: login.code, access, records })
    }
}

pub(super) async fn kept<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let both = Both::new(trial)?;
    let mut only_token = Both::new(trial)?;
    only_token.records.code = None;
    for written in [&both, &only_token] {
        let stored = trial.store().put_authorization(&written.records).await?;
        same(&stored, &Stored::Confirmed, "the response is written")?;
        for store in &trial.copies {
            let found = store.access_token(&written.access.fingerprint).await?;
            let expected = "each copy finds the access token as it was written";
            same(&found, &Some(written.access.clone()), expected)?;
        }
    }
    let found = trial.store().find_code(&both.code.fingerprint).await?;
    same(&found, &SingleUse::fresh(both.code), "the code is found as it was written")
}

pub(super) async fn void<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let both = Both::new(trial)?;
    trial.store().put_authorization(&both.records).await?;
    trial.store().revoke_grant(&both.code.grant).await?;
    for store in &trial.copies {
        let expected = "the code of a revoked response is unknown";
        code_is_unknown(&**store, &both.code.fingerprint, expected).await?;
        let found = store.access_token(&both.access.fingerprint).await?;
        same(&found, &None, "the access token of a revoked response is unknown")?;
    }
    Ok(())
}

pub(super) async fn written_once<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let (first, mut second) = (Both::new(trial)?, Both::new(trial)?);
    trial.store().put_authorization(&first.records).await?;
    let token = &first.access.fingerprint;
    second.access.fingerprint = token.clone();
    second.records.access = Some(second.access);
    // The store may refuse the records with an error.
    let _ = trial.store().put_authorization(&second.records).await;
    trial.store().revoke_grant(&first.code.grant).await?;
    for store in &trial.copies {
        let found = store.access_token(token).await?;
        same(&found, &None, "the access token is revoked together with its first grant")?;
        let expected = "the code of the second response is not written";
        code_is_unknown(&**store, &second.code.fingerprint, expected).await?;
    }
    Ok(())
}

pub(super) async fn issuer<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let mut both = Both::new(trial)?;
    both.access.issuer = trial.other_issuer.clone();
    both.records.access = Some(both.access.clone());
    let refused = trial.store().put_authorization(&both.records).await;
    let expected = "the store refuses the access token of another issuer with an error";
    check(refused.is_err(), expected, || format!("{:?}", refused.as_ref().ok()))?;
    for store in [trial.store(), trial.other.clone()] {
        let expected = "the code of the refused response is not written";
        code_is_unknown(&*store, &both.code.fingerprint, expected).await?;
        let found = store.access_token(&both.access.fingerprint).await?;
        same(&found, &None, "the access token of the refused response is not written")?;
    }
    Ok(())
}

pub(super) async fn crash<S: ProviderRecords>(trial: &Trial<S>, round: usize) -> Outcome {
    let both = Both::new(trial)?;
    let store = trial.store();
    let written = dropped(store.put_authorization(&both.records), trial.waits(round)).await;
    // The database can end what was started between the two questions, so the code is looked up first.
    let code = store.find_code(&both.code.fingerprint).await?;
    let has_code = matches!(code, SingleUse::Fresh(_));
    let has_token = store.access_token(&both.access.fingerprint).await?.is_some();
    let found = || format!("code: {has_code}, access token: {has_token}");
    let expected = "the code and the access token are written, or neither is";
    check(!has_code || has_token, expected, found)?;
    if let Some(stored) = written {
        same(&stored?, &Stored::Confirmed, "the response is written")?;
        check(has_code, "a response that was confirmed is written", found)?;
    }
    Ok(())
}
