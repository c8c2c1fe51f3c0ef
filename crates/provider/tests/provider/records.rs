//! A stored record is read back unchanged, and contains no code or token.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use symbolon_oauth::{ClientAuthenticationMethod, GrantType, ResponseType};
use symbolon_provider::{
    PendingAuthorization, Refusal, RegisteredBy, RegisteredClient, TokenRecords,
};

use crate::common::*;

#[track_caller]
fn round_trip<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) -> String {
    let stored = serde_json::to_string(value).unwrap();
    assert_eq!(&serde_json::from_str::<T>(&stored).unwrap(), value);
    stored
}

#[test]
fn a_code_record_is_read_back_and_contains_no_code() {
    let (code, record) = code_for(&asking());
    assert!(!round_trip(&record).contains(&code));
    let (_, record) = code_for(&asking().without("nonce"));
    round_trip(&record);
}

#[test]
fn token_records_are_read_back_and_contain_no_token() {
    let issued = tokens();
    let stored = round_trip(issued.records());
    let response = json_of(issued);
    for member in ["access_token", "refresh_token", "id_token"] {
        assert!(!stored.contains(response[member].as_str().unwrap()), "{member}");
    }
}

fn json_of(issued: symbolon_provider::Unstored<TokenRecords>) -> Value {
    json(&sent(issued))
}

#[test]
fn a_client_is_read_back_and_contains_no_secret() {
    for client in [web(), poster(), app(), signer(), web().name("Wiki")] {
        assert!(!round_trip(&client).contains(SECRET));
    }
    let mut client = web();
    client.scope = Some(scope("openid email"));
    client.extra.insert("owner", "alice");
    round_trip(&client);
}

#[test]
fn registration_2_omitted_members_have_their_defaults() {
    let record = json!({ "client_id": "wiki", "redirect_uris": ["https://wiki.example/cb"] });
    let client: RegisteredClient = serde_json::from_value(record).unwrap();
    assert_eq!(client.response_types, [ResponseType::CODE]);
    assert_eq!(client.grant_types, [GrantType::AUTHORIZATION_CODE]);
    let method = ClientAuthenticationMethod::CLIENT_SECRET_BASIC;
    assert_eq!(client.token_endpoint_auth_method, method);
    assert_eq!(
        client.id_token_signed_response_alg, None,
        "RS256, if the provider has a key for it"
    );
    assert_eq!(client.registered_by, RegisteredBy::Operator);
    assert_eq!(client.pkce, None, "the rule of the policy");
    assert!(!client.assertion_audience_token_endpoint);
    assert_eq!(client.scope, None);
}

#[test]
fn refresh_tokens_are_registered_once() {
    assert_eq!(web().refresh_tokens().grant_types, web().grant_types);
    assert!(!web().is_public());
    assert!(app().is_public());
}

/// Returns a request with every parameter that a pending authorization keeps.
fn full() -> Form {
    asking()
        .set("prompt", "login consent")
        .set("max_age", "0")
        .set("ui_locales", "el en")
        .set("claims_locales", "fr")
        .set("login_hint", "alice@example.com")
        .set("acr_values", "gold silver")
        .set("display", "popup")
        .set(
            "claims",
            r#"{"id_token":{"acr":{"value":"gold"}},"userinfo":{"x":{"y":[1.5]}},"z":1}"#,
        )
        .set("x", "a b&c=d%")
        .and("resource", "https://api.example/1")
        .and("resource", "https://api.example/2")
}

#[test]
fn a_pending_authorization_is_read_back() {
    round_trip(&authorize(&asking()).unwrap());
    let pending = authorize(&full()).unwrap();
    round_trip(&pending);
    let stored = serde_json::to_value(&pending).unwrap();
    let back: PendingAuthorization = serde_json::from_value(stored).unwrap();
    let resources: Vec<&str> = back.extra().all("resource").collect();
    assert_eq!(resources, ["https://api.example/1", "https://api.example/2"]);
    let refusal =
        provider().respond(back, yes(symbolon_provider::SignedIn::new("alice", at(-1))), at(10));
    assert!(refusal.is_err(), "prompt and max_age came back too");
}

#[test]
fn a_pending_authorization_with_a_very_long_state_is_read_back() {
    // 45 KB in the request, and 134 KB when encoded as a form.
    let state = "~".repeat(45_000);
    let query = asking().without("state").encode();
    let uri = format!("{ISSUER}/authorize?{query}&state={state}");
    let request = http::Request::get(uri).body(Vec::new()).unwrap();
    round_trip(&authorize_as(&provider(), Some(&web()), &request).unwrap());
}

#[test]
fn a_pending_authorization_does_not_contain_the_id_token_hint() {
    let response = json_of(tokens());
    let hint = response["id_token"].as_str().unwrap();
    let pending = authorize(&asking().set("id_token_hint", hint)).unwrap();
    let stored = round_trip(&pending);
    assert_eq!(pending.hinted_subject(), Some("alice"));
    assert!(!stored.contains(hint));
}

#[test]
fn a_changed_pending_authorization_is_checked_when_it_is_read() {
    let stored = serde_json::to_value(authorize(&asking()).unwrap()).unwrap();
    for (name, value) in
        [("redirect_uri", ""), ("redirect_uri", "javascript:x"), ("scope", ""), ("client_id", "")]
    {
        let mut changed = stored.clone();
        for pair in changed["parameters"].as_array_mut().unwrap() {
            if pair[0] == name {
                pair[1] = json!(value);
            }
        }
        assert!(serde_json::from_value::<PendingAuthorization>(changed).is_err(), "{name}");
    }
}

#[test]
fn rfc9207_2_a_pending_authorization_of_another_issuer_is_not_answered() {
    let mut stored = serde_json::to_value(authorize(&asking()).unwrap()).unwrap();
    stored["issuer"] = json!("https://other.example");
    let pending: PendingAuthorization = serde_json::from_value(stored).unwrap();
    let consented = earlier("openid");
    let refusals = [
        provider().respond(pending.clone(), yes(alice()), at(10)).unwrap_err(),
        provider().interaction(&pending, Some(&alice()), &consented, at(10)).unwrap_err(),
    ];
    for refusal in refusals {
        assert_eq!(refusal.reason().code(), "authorize.other_issuer");
        assert!(matches!(refusal, Refusal::ToUser(_)));
    }
}

#[test]
fn a_pending_authorization_is_stored_with_one_redirect_uri() {
    let stored = serde_json::to_string(&authorize(&asking()).unwrap()).unwrap();
    assert_eq!(stored.matches(CALLBACK).count(), 1);
}
