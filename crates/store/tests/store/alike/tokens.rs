//! Calls about clients, consents, codes, tokens, grants, replay keys, pushed requests and fetched request objects.

use serde_json::json;
use symbolon_oauth::obligation::{GrantId, ReplayKey};
use symbolon_oauth::{Issuer, RedirectUri, Scope};
use symbolon_provider::cors::Origin;
use symbolon_provider::{
    CodeRecord, EarlierConsent, FetchedRequestObject, PushedRequestRecord, RegisteredClient,
    SignedIn, TokenRecords,
};
use symbolon_test_support::clock::{at, date};

use super::{Call, Subject, client, numbered, text, user};

pub(super) async fn answer(of: &Subject, call: &Call) -> String {
    let (store, issuer) = (of.provider(call), of.issuer(call));
    let Call { a, b, c, .. } = *call;
    match call.function {
        0 | 1 => text(store.put_authorization(&code(issuer, call).into()).await),
        2 => text(store.find_code(&numbered("code", a)).await),
        3..=5 => text(store.put_tokens(&tokens(issuer, call)).await),
        6 => text(store.find_refresh_token(&numbered("refresh", a)).await),
        7 => text(store.access_token(&numbered("access", a)).await),
        8 => text(store.revoke_grant(&grant(a)).await),
        9 => text(store.grants(user(a)).await),
        10 => {
            let keys = [a, b, c].map(|it| replay_key(issuer, it, call.time));
            text(store.first_use(&keys[..usize::from(call.c % 3) + 1]).await)
        }
        11 => text(store.put_consent(user(a), &client(b), &consent(c)).await),
        12 => text(store.consent(user(a), &client(b)).await),
        13 => text(store.consents(user(a)).await),
        14 => text(store.withdraw_consent(user(a), &client(b)).await),
        15 => {
            let redirect_uri = RedirectUri::new(&format!("https://{b}.example/cb")).unwrap();
            let client = RegisteredClient::new(client(a), vec![redirect_uri]);
            text(store.put_client(&client).await)
        }
        44 => text(store.put_pushed_request(&pushed(of, issuer, call)).await),
        45 => text(store.take_pushed_request(&of.once("pushed", a)).await),
        46 => text(store.put_request_object(&object(of, issuer, call)).await),
        47 => text(store.request_object(&of.once("object", a)).await),
        16 if c < 2 => text(store.client(&client(a)).await),
        16 => text(store.delete_client(&client(a)).await),
        _ => {
            let redirect_uri = RedirectUri::new(&format!("https://{a}.example/cb")).unwrap();
            text(store.has_origin(&Origin::of(&redirect_uri).unwrap()).await)
        }
    }
}

fn scope(number: u8) -> Scope {
    ["openid", "openid email", "email", ""]
        .map(|text| text.parse().unwrap_or_else(|_| Scope::new()))[usize::from(number)]
    .clone()
}

fn consent(number: u8) -> EarlierConsent {
    let claims = [&["name", "groups"][..], &["groups"], &[], &["a \"b\"", "name"]];
    let claims = claims[usize::from(number)].iter().map(|name| (*name).to_owned());
    EarlierConsent::new(scope(number)).claims(claims.collect())
}

fn grant(number: u8) -> GrantId {
    let first = char::from(b'A' + number);
    GrantId::parse(&format!("{first}{}", "A".repeat(42))).unwrap()
}

fn replay_key(issuer: &Issuer, number: u8, end: i64) -> ReplayKey {
    serde_json::from_value(json!({
        "fingerprint": numbered("jti", number), "issuer": issuer.as_str(), "expires": date(end),
    }))
    .unwrap()
}

fn code(issuer: &Issuer, call: &Call) -> CodeRecord {
    let Call { a, b, c, time, .. } = *call;
    serde_json::from_value(json!({
        "fingerprint": numbered("code", a), "issuer": issuer.as_str(), "grant": grant(b),
        "client_id": client(c), "redirect_uri": "https://client.example/cb", "scope": "openid",
        "signed_in": SignedIn::new(user(c), at(time)), "nonce": null, "code_challenge": null,
        "expires": date(time),
    }))
    .unwrap()
}

fn object(of: &Subject, issuer: &Issuer, call: &Call) -> FetchedRequestObject {
    serde_json::from_value(json!({
        "fingerprint": of.once("object", call.a), "issuer": issuer.as_str(), "client_id": client(call.b),
        "request_uri": "https://client.example/request.jwt#hash", "content": "e30.e30.AA",
        "expires": date(call.time),
    }))
    .unwrap()
}

fn pushed(of: &Subject, issuer: &Issuer, call: &Call) -> PushedRequestRecord {
    serde_json::from_value(json!({
        "fingerprint": of.once("pushed", call.a), "issuer": issuer.as_str(), "client_id": "c",
        "parameters": [["client_id", "c"]], "expires": date(call.time),
    }))
    .unwrap()
}

/// Returns the records of tokens for a code or a refresh token.
fn tokens(issuer: &Issuer, call: &Call) -> TokenRecords {
    let Call { a, b, c, time, .. } = *call;
    let spends = match call.function {
        3 | 4 => json!({"code": numbered("code", a)}),
        _ => json!({"refresh_token": numbered("refresh", a)}),
    };
    let refresh = json!({
        "fingerprint": numbered("refresh", c), "issuer": issuer.as_str(), "grant": grant(b),
        "client_id": "c", "scope": "openid", "signed_in": SignedIn::new("alice", at(0)),
        "expires": date(time * 2),
    });
    serde_json::from_value(json!({
        "spends": spends,
        "access": {
            "fingerprint": numbered("access", c), "issuer": issuer.as_str(), "grant": grant(b),
            "client_id": "c", "subject": "alice", "scope": "openid", "expires": date(time),
        },
        "refresh": if call.function == 3 { json!(null) } else { refresh },
    }))
    .unwrap()
}
