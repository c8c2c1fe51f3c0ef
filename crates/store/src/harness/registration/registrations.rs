//! The promises about single registrations.

use symbolon_oauth::RedirectUri;
use symbolon_oauth::obligation::Stored;
use symbolon_provider::EarlierConsent;
use symbolon_provider::cors::Origin;

use crate::harness::broken::{Failure, Outcome, check, same};
use crate::harness::provider::{Valid, redeemed, valid};
use crate::harness::registration_records::RegistrationRecords;
use crate::harness::times::{date, end};
use crate::harness::trial::{Trial, ended, replaced};

pub(super) async fn kept<S: RegistrationRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let token = trial.initial_access_token(Some(1))?;
    trial.store().put_initial_access_token(&token).await?;
    let new = trial.registration(Some(&token.fingerprint))?;
    let id = &new.registration.client.client_id;
    same(&trial.store().registration(id).await?, &None, "the registration is unknown before")?;
    let stored = trial.store().put_registration(&new).await?;
    same(&stored, &Stored::Confirmed, "the registration is written")?;
    for store in &trial.copies {
        let found = store.registration(id).await?;
        let expected = "each copy finds the registration as it was written";
        same(&found, &Some(new.registration.clone()), expected)?;
        let found = store.client(id).await?;
        same(&found, &Some(new.registration.client.clone()), "each copy finds the client")?;
    }
    let changed = trial.changed(&new.registration)?;
    let records = replaced(&changed, &new.registration.registration.token)?;
    let stored = trial.store().replace_registration(&records).await?;
    same(&stored, &Stored::Confirmed, "the registration is replaced")?;
    for store in &trial.copies {
        let found = store.registration(id).await?;
        same(&found, &Some(changed.clone()), "each copy finds the new registration")?;
    }
    Ok(())
}

pub(super) async fn client_unique<S: RegistrationRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let token = trial.initial_access_token(Some(1))?;
    trial.store().put_initial_access_token(&token).await?;
    let new = trial.registration(Some(&token.fingerprint))?;
    let client = new.registration.client.clone().name("a client of the operator");
    trial.store().put_client(&client).await?;
    // The store may refuse the records with an error.
    let stored = trial.store().put_registration(&new).await;
    let holds = !matches!(stored, Ok(Stored::Confirmed));
    check(holds, "a registration for a client that exists is not confirmed", || "it is".into())?;
    let id = &client.client_id;
    let found = trial.store().registration(id).await?;
    same(&found, &None, "the refused registration is not written")?;
    let found = trial.store().client(id).await?;
    same(&found, &Some(client), "the client that existed is unchanged")?;
    let stored = trial.store().put_registration(&trial.registration(new.spends.as_ref())?).await?;
    same(&stored, &Stored::Confirmed, "the refused registration is not a use of the token")
}

pub(super) async fn token_expired<S: RegistrationRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let (token, unknown) =
        (trial.initial_access_token(Some(1))?, trial.initial_access_token(None)?);
    trial.store().put_initial_access_token(&token).await?;
    let put = async |token, issued, expected: Stored, rule| {
        let mut new = trial.registration(Some(token))?;
        new.registration.registration.issued_at = date(issued);
        let stored = trial.store().put_registration(&new).await?;
        same(&stored, &expected, rule)?;
        let found = trial.store().client(&new.registration.client.client_id).await?;
        same(&found.is_some(), &(expected == Stored::Confirmed), rule)
    };
    let (end, key) = (end::INITIAL_ACCESS_TOKEN, &token.fingerprint);
    let expected = "a token allows no registration when it expires";
    put(key, end, Stored::GrantRevoked, expected).await?;
    let expected = "a token that is unknown allows no registration";
    put(&unknown.fingerprint, 0, Stored::GrantRevoked, expected).await?;
    let expected = "a token allows a registration until it expires";
    put(key, end.saturating_sub(1), Stored::Confirmed, expected).await?;
    put(key, 0, Stored::GrantRevoked, "a token that is used up allows no registration").await?;
    let found = trial.store().initial_access_token(key).await?;
    same(&found, &None, "a token that is used up is not found")
}

pub(super) async fn old_token<S: RegistrationRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let first = trial.registered().await?;
    let (old, second) = (&first.registration.token, trial.changed(&first)?);
    let stored = trial.store().replace_registration(&replaced(&second, old)?).await?;
    same(&stored, &Stored::Confirmed, "the registration is replaced")?;
    let third = replaced(&trial.changed(&second)?, old)?;
    for store in &trial.copies {
        let stored = store.replace_registration(&third).await?;
        same(&stored, &Stored::GrantRevoked, "the old token replaces nothing")?;
        let stored = store.delete_registration(&ended(&first)?).await?;
        same(&stored, &Stored::GrantRevoked, "the old token deletes nothing")?;
        let found = store.registration(&first.client.client_id).await?;
        same(&found, &Some(second.clone()), "the new registration holds")?;
    }
    let stored = trial.store().delete_registration(&ended(&second)?).await?;
    same(&stored, &Stored::Confirmed, "the new token deletes the registration")
}

pub(super) async fn origins<S: RegistrationRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let mut first = trial.registration(None)?;
    let uri = |label: &str| {
        // The name of a host is lowercase hexadecimal, and different in each run.
        let id = first.registration.client.client_id.as_str().bytes();
        let host: String = id.map(|byte| format!("{byte:02x}")).take(30).collect();
        RedirectUri::new(&format!("https://{label}{host}.example/callback"))
    };
    let (shared, own, new) = (uri("a")?, uri("b")?, uri("c")?);
    let origins = [&shared, &own, &new].map(Origin::of);
    let expect = async |known: [bool; 3], expected| {
        for store in &trial.copies {
            for (origin, is_known) in origins.iter().zip(known) {
                let Some(origin) = origin else { continue };
                same(&store.has_origin(origin).await?, &is_known, expected)?;
            }
        }
        Outcome::Ok(())
    };
    first.registration.client.redirect_uris = vec![shared.clone(), own];
    trial.store().put_registration(&first).await?;
    let mut other = trial.client()?;
    other.redirect_uris = vec![shared];
    trial.store().put_client(&other).await?;
    expect([true, true, false], "the origins of the redirect URIs are known").await?;
    let mut changed = trial.changed(&first.registration)?;
    changed.client.redirect_uris = vec![new];
    let records = replaced(&changed, &first.registration.registration.token)?;
    trial.store().replace_registration(&records).await?;
    let expected = "the new origin is known, and of the old origins only that of another client";
    expect([true, false, true], expected).await?;
    trial.store().delete_registration(&ended(&changed)?).await?;
    expect([true, false, false], "the origins of a deleted client are unknown").await?;
    trial.store().delete_client(&other.client_id).await?;
    expect([false, false, false], "the origins of all deleted clients are unknown").await
}

pub(super) async fn consents<S: RegistrationRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let (first, subject) = (trial.registered().await?, trial.text()?.expose().to_owned());
    let (id, other) = (&first.client.client_id, trial.client()?.client_id);
    let consent = EarlierConsent::new("openid email".parse()?);
    for client in [id, &other] {
        trial.store().put_consent(&subject, client, &consent).await?;
    }
    let mut before = first.clone();
    for ends_consents in [false, true] {
        let changed = trial.changed(&before)?;
        let mut records = replaced(&changed, &before.registration.token)?;
        records.ends_consents = ends_consents;
        trial.store().replace_registration(&records).await?;
        for store in &trial.copies {
            let expected = "an update keeps the consents to the client, or ends them";
            same(&store.consent(&subject, id).await?.is_empty(), &ends_consents, expected)?;
            let found = store.consent(&subject, &other).await?;
            same(&found, &consent, "an update keeps the consents to other clients")?;
        }
        before = changed;
    }
    Ok(())
}

pub(super) async fn deleted<S: RegistrationRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let (_, others) = redeemed(trial).await?;
    for by_operator in [false, true] {
        let (login, tokens) = redeemed(trial).await?;
        let mut new = trial.registration(None)?;
        new.registration.client.client_id = login.code.client_id.clone();
        new.registration.registration.client_id = login.code.client_id.clone();
        trial.store().put_registration(&new).await?;
        let (id, records) = (&login.code.client_id, ended(&new.registration)?);
        if by_operator {
            trial.store().delete_client(id).await?;
        } else {
            let stored = trial.store().delete_registration(&records).await?;
            same(&stored, &Stored::Confirmed, "the registration is deleted")?;
        }
        for store in &trial.copies {
            same(&store.client(id).await?, &None, "the deleted client is unknown")?;
            let found = store.registration(id).await?;
            same(&found, &None, "the registration of a deleted client is unknown")?;
        }
        let found = valid(&*trial.store(), &tokens).await?;
        same(&found, &Valid::None, "no token of the deleted client is valid")?;
        let stored = trial.store().delete_registration(&records).await?;
        same(&stored, &Stored::GrantRevoked, "the token of a deleted registration is void")?;
    }
    let found = valid(&*trial.store(), &others).await?;
    same(&found, &Valid::All, "the tokens of the other client are valid")?;
    Ok::<(), Failure>(())
}
