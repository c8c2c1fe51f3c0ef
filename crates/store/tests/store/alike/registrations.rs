//! Calls about registrations, initial access tokens, client documents and the registrations of relying
//! parties.

use serde_json::{Value, json};
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::Secret;
use symbolon_oauth::RedirectUri;
use symbolon_provider::{
    ClientDocumentRecord, EndedRegistration, InitialAccessTokenRecord, NewRegistration,
    RegisteredClient, ReplacedRegistration,
};
use symbolon_relying_party::Registration;
use symbolon_store::SealKey;
use symbolon_test_support::clock::date;

use super::{Call, Subject, client, numbered, text};

pub(super) async fn answer(of: &mut Subject, call: &Call) -> String {
    let store = of.provider(call);
    let Call { a, b, .. } = *call;
    match call.function {
        48 => text(store.put_initial_access_token(&initial(of, call)).await),
        49 => text(store.initial_access_token(&numbered("initial", a % 2)).await),
        50 => text(store.revoke_initial_access_token(&numbered("initial", a % 2)).await),
        51 | 52 => text(store.put_registration(&new(of, call)).await),
        53 => text(store.registration(&client(a)).await),
        54 => text(store.replace_registration(&replaced(of, call)).await),
        55 if b == 0 => text(store.delete_registration(&ended(of, call)).await),
        55 => text(store.clients_registered_with(&numbered("initial", a % 2)).await),
        56 if b < 2 => text(store.put_client_document(&document(call)).await),
        56 => text(store.client_document(&client(a)).await),
        _ => registrations(of, call).await,
    }
}

/// Calls the store of client registrations. The encrypted records differ, so only the registration is
/// compared.
async fn registrations(of: &mut Subject, call: &Call) -> String {
    let Call { a, b, c, .. } = *call;
    let store =
        of.store.client_registrations(&SealKey::new(&Secret::new(vec![1; 32]), &CRYPTO).unwrap());
    let (issuer, name) = (of.issuer(call).clone(), ["app", "App"][usize::from(a % 2)]);
    let own = own(&of.issuers[usize::from(c == 3)], b);
    match c {
        0 => {
            let kept = store.get(&issuer, name).await.unwrap();
            let answer = format!("{:?}", kept.as_ref().map(|it| it.registration.client_id()));
            of.kept.extend(kept);
            answer
        }
        1 | 3 => {
            let kept = store.put_new(&issuer, name, &own).await;
            text(kept.map(|it| it.registration.client_id().clone()))
        }
        _ => match of.kept.pop() {
            None => String::new(),
            Some(kept) if b < 2 => {
                text(store.replace(&kept, &self::own(&kept.registration.issuer, b)).await)
            }
            Some(kept) => text(store.delete(&kept).await),
        },
    }
}

fn own(issuer: &symbolon_oauth::Issuer, number: u8) -> Registration {
    let asked = json!({ "redirect_uris": ["https://app.example/cb"] });
    let mut information = asked.clone();
    information["client_id"] = format!("app-{number}").into();
    serde_json::from_value(json!({
        "issuer": issuer.as_str(), "information": information, "asked": asked,
        "address": "configuration",
    }))
    .unwrap()
}

fn initial(of: &Subject, call: &Call) -> InitialAccessTokenRecord {
    let clients = [Some(0), Some(1), Some(2), None][usize::from(call.b)];
    serde_json::from_value(json!({
        "fingerprint": numbered("initial", call.a % 2),
        // Sometimes a record of the other issuer.
        "issuer": of.issuers[usize::from(call.c == 3)].as_str(),
        "terms": { "clients": clients }, "expires": date(40),
    }))
    .unwrap()
}

/// Returns a client with its registration, as JSON.
fn registration(of: &Subject, call: &Call) -> Value {
    let Call { a, b, c, time, .. } = *call;
    let redirect_uri = RedirectUri::new(&format!("https://{b}.example/cb")).unwrap();
    json!({
        "client": RegisteredClient::new(client(a), vec![redirect_uri]),
        "registration": {
            "client_id": client(a), "issuer": of.issuers[usize::from(c == 3)].as_str(),
            "token": numbered("registration", b), "issued_at": date(time),
            "initial_access_token": (b < 3).then(|| numbered("initial", b % 2)),
        },
    })
}

fn new(of: &Subject, call: &Call) -> NewRegistration {
    let spends = (call.b < 3).then(|| numbered("initial", call.b % 2));
    serde_json::from_value(json!({ "registration": registration(of, call), "spends": spends }))
        .unwrap()
}

fn replaced(of: &Subject, call: &Call) -> ReplacedRegistration {
    let replaces = numbered("registration", call.c);
    serde_json::from_value(json!({ "registration": registration(of, call), "replaces": replaces }))
        .unwrap()
}

fn ended(of: &Subject, call: &Call) -> EndedRegistration {
    serde_json::from_value(json!({
        "client_id": client(call.a), "issuer": of.issuer(call).as_str(),
        "token": numbered("registration", call.c),
    }))
    .unwrap()
}

fn document(call: &Call) -> ClientDocumentRecord {
    serde_json::from_value(json!({
        "client": RegisteredClient::new(client(call.a), Vec::new()), "fetched": date(0),
        "fresh_until": date(40), "etag": format!("\"{}\"", call.c),
    }))
    .unwrap()
}
