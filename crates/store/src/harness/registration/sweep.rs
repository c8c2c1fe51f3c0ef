//! The promises about the deletion of registrations and tokens.

use symbolon_oauth::obligation::Stored;

use crate::harness::broken::{Outcome, check, same};
use crate::harness::registration_records::RegistrationRecords;
use crate::harness::times::{after, date, end};
use crate::harness::trial::Trial;

pub(super) async fn registrations<S: RegistrationRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let (mut unused, mut used) = (trial.registration(None)?, trial.registration(None)?);
    for new in [&mut unused, &mut used] {
        new.registration.registration.unused_until = Some(date(end::UNUSED_REGISTRATION));
        let stored = trial.store().put_registration(new).await?;
        same(&stored, &Stored::Confirmed, "the registration is written")?;
    }
    let without_end = trial.registered().await?;
    let [unused, used] = [unused, used].map(|new| new.registration.client.client_id);
    let mut login = trial.login()?;
    login.code.client_id = used.clone();
    trial.store().put_authorization(&login.code.into()).await?;
    trial.store().sweep(after(end::UNUSED_REGISTRATION.saturating_sub(1))).await?;
    let found = trial.store().registration(&unused).await?;
    check(found.is_some(), "an unused registration is kept until its time", || "none".into())?;
    trial.store().sweep(after(end::UNUSED_REGISTRATION)).await?;
    let registration = trial.store().registration(&unused).await?.is_some();
    let client = trial.store().client(&unused).await?.is_some();
    same(&registration, &client, "an unused client is deleted together with its registration")?;
    for id in [&used, &without_end.client.client_id] {
        let found = trial.store().registration(id).await?;
        let expected = "a registration that was used, or that has no end, is kept";
        check(found.is_some(), expected, || "none".to_owned())?;
    }
    Ok(())
}

pub(super) async fn initial_access_tokens<S: RegistrationRecords>(
    trial: &Trial<S>,
    _: usize,
) -> Outcome {
    let token = trial.initial_access_token(Some(1))?;
    trial.store().put_initial_access_token(&token).await?;
    trial.store().sweep(after(end::INITIAL_ACCESS_TOKEN.saturating_sub(1))).await?;
    let found = trial.store().initial_access_token(&token.fingerprint).await?;
    check(found.is_some(), "a token is kept until it expires", || "none".to_owned())
}
