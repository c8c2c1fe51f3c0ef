//! The promises about request objects that were fetched.

use crate::harness::broken::{Outcome, check, same};
use crate::harness::records::ProviderRecords;
use crate::harness::times::{after, date, end};
use crate::harness::trial::Trial;

pub(super) async fn kept<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let record = trial.request_object()?;
    for store in &trial.copies {
        let found = store.request_object(&record.fingerprint).await?;
        same(&found, &None, "a request object that was not written is unknown")?;
    }
    trial.store().put_request_object(&record).await?;
    let record = Some(record);
    for store in &trial.copies {
        for key in record.iter().map(|it| &it.fingerprint) {
            let found = store.request_object(key).await?;
            same(&found, &record, "each copy finds the request object as it was written")?;
        }
    }
    Ok(())
}

pub(super) async fn replaced<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let (old, mut new) = (trial.request_object()?, trial.request_object()?);
    new.fingerprint = old.fingerprint.clone();
    new.expires = date(end::REQUEST_OBJECT.saturating_add(1));
    trial.store().put_request_object(&old).await?;
    trial.store().put_request_object(&new).await?;
    trial.store().sweep(after(end::REQUEST_OBJECT)).await?;
    let found = trial.store().request_object(&old.fingerprint).await?;
    same(&found, &Some(new), "the store has the request object that was written last")
}

pub(super) async fn until_expiry<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let record = trial.request_object()?;
    trial.store().put_request_object(&record).await?;
    trial.store().sweep(after(end::REQUEST_OBJECT.saturating_sub(1))).await?;
    let found = trial.store().request_object(&record.fingerprint).await?;
    check(found.is_some(), "a request object is kept until it expires", || "none".to_owned())
}

pub(super) async fn issuer<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let (record, foreign) = (trial.request_object()?, trial.request_object()?);
    trial.store().put_request_object(&record).await?;
    let found = trial.other.request_object(&record.fingerprint).await?;
    same(&found, &None, "the request object is unknown to the other issuer")?;
    let refused = trial.other.put_request_object(&foreign).await;
    let expected = "the store refuses the request object of another issuer with an error";
    check(refused.is_err(), expected, || format!("{:?}", refused.as_ref().ok()))?;
    for store in [&trial.store(), &trial.other] {
        let found = store.request_object(&foreign.fingerprint).await?;
        same(&found, &None, "the refused request object is not written")?;
    }
    Ok(())
}
