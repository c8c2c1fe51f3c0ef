//! The promises about the documents of clients.

use crate::harness::broken::{Outcome, check, same};
use crate::harness::registration_records::RegistrationRecords;
use crate::harness::times::{after, date, end};
use crate::harness::trial::Trial;

pub(super) async fn kept<S: RegistrationRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let record = trial.client_document()?;
    let id = &record.client.client_id;
    for store in &trial.copies {
        let found = store.client_document(id).await?;
        same(&found, &None, "a document that was not written is unknown")?;
    }
    trial.store().put_client_document(&record).await?;
    for store in &trial.copies {
        let found = store.client_document(id).await?;
        same(&found, &Some(record.clone()), "each copy finds the document as it was written")?;
    }
    Ok(())
}

pub(super) async fn replaced<S: RegistrationRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let old = trial.client_document()?;
    let mut new = old.clone();
    new.client = new.client.name("another name");
    new.fresh_until = date(end::CLIENT_DOCUMENT.saturating_add(1));
    trial.store().put_client_document(&old).await?;
    trial.store().put_client_document(&new).await?;
    trial.store().sweep(after(end::CLIENT_DOCUMENT)).await?;
    let found = trial.store().client_document(&old.client.client_id).await?;
    let client = found.map(|found| found.client);
    same(&client, &Some(new.client), "the store has the document that was written last")
}

pub(super) async fn until_expiry<S: RegistrationRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let record = trial.client_document()?;
    trial.store().put_client_document(&record).await?;
    trial.store().sweep(after(end::CLIENT_DOCUMENT.saturating_sub(1))).await?;
    let found = trial.store().client_document(&record.client.client_id).await?;
    check(found.is_some(), "a document is kept as long as it is fresh", || "none".to_owned())
}

pub(super) async fn issuer<S: RegistrationRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let record = trial.client_document()?;
    trial.store().put_client_document(&record).await?;
    let found = trial.other.client_document(&record.client.client_id).await?;
    same(&found, &None, "the document is unknown to the other issuer")
}
