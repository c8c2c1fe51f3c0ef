//! The token response for a code, and its records.

use core::time::Duration;

use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::Object;
use symbolon_oauth::{AccessToken, TokenResponse};
use symbolon_oidc::{ExpectedIdToken, Nonce, NonceExpectation};
use symbolon_provider::{SignedIn, SingleUse};

use crate::common::*;

#[test]
fn core_3_1_3_3_the_token_response() {
    let issued = tokens();
    let records = issued.records().clone();
    let response = sent(issued);
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "application/json");
    assert_eq!(response.headers()["cache-control"], "no-store");
    assert_eq!(response.headers()["pragma"], "no-cache");
    let read = TokenResponse::from_http(&response).unwrap();
    assert_eq!(read.access_token.unwrap().fingerprint(&CRYPTO), records.access.fingerprint);
    assert_eq!(read.token_type.as_str(), "Bearer");
    assert_eq!(read.expires_in, Some(600));
    assert_eq!(read.scope, Some(scope("openid email offline_access")));
    let refresh = read.refresh_token.unwrap().fingerprint(&CRYPTO);
    assert_eq!(Some(refresh), records.refresh.map(|record| record.fingerprint));
}

#[test]
fn the_token_records_have_every_field() {
    let issued = tokens();
    let access = &issued.records().access;
    assert_eq!(access.client_id.as_str(), "web");
    assert_eq!(access.subject.as_deref(), Some("alice"));
    assert_eq!(access.scope, scope("openid email offline_access"));
    assert_eq!(access.expires, at(11 + 600).into());
    let refresh = issued.records().refresh.as_ref().unwrap();
    assert_eq!(refresh.client_id.as_str(), "web");
    assert_eq!(refresh.scope, access.scope);
    assert_eq!(refresh.signed_in, alice());
    assert_eq!(refresh.grant, access.grant);
}

#[test]
fn core_3_1_3_7_the_id_token_passes_every_check_of_a_relying_party() {
    let response = json(&sent(tokens()));
    let access = AccessToken::new(response["access_token"].as_str().unwrap().to_owned());
    let nonce = Nonce::new(NONCE.to_owned());
    let acr = ["urn:example:bronze".to_owned()];
    let expected = ExpectedIdToken::login(NonceExpectation::Sent(&nonce))
        .max_age(Duration::from_secs(6))
        .auth_time()
        .acr_values(&acr)
        .access_token(&access);
    let token = id_token(&response, &expected, at(11));
    assert_eq!(token.iss, issuer());
    assert_eq!(token.sub, "alice");
    assert_eq!(token.aud, ["web"]);
    assert_eq!((token.iat, token.exp), (at(11).into(), at(11 + 600).into()));
    assert_eq!(token.auth_time, Some(at(5).into()));
    assert_eq!(token.amr, ["pwd"]);
    assert_eq!(token.azp, None);
    assert!(token.at_hash.is_some());
    let header = response["id_token"].as_str().unwrap().split('.').next().unwrap();
    let header = symbolon_jose::base64url::decode(header).unwrap();
    let header = Object::parse(&header).unwrap();
    assert_eq!(header.get("kid").unwrap(), "op-1");
}

#[test]
fn core_2_without_a_nonce_in_the_request_the_id_token_has_no_nonce() {
    let (code, record) = code_for(&asking().without("nonce"));
    let presented = presented_code(&provider(), &redeeming(&code), &web()).unwrap();
    let found = SingleUse::fresh(record);
    let issued = provider().redeem(presented, found, Object::new(), at(11)).unwrap();
    let response = json(&sent(issued));
    let expected = ExpectedIdToken::login(NonceExpectation::NotSent);
    assert_eq!(id_token(&response, &expected, at(11)).nonce, None);
}

#[test]
fn core_5_4_the_provider_can_add_claims() {
    let (code, record) = code_for(&asking());
    let presented = presented_code(&provider(), &redeeming(&code), &web()).unwrap();
    let mut extra = Object::new();
    extra.insert("groups", serde_json::json!(["staff"]));
    let found = SingleUse::fresh(record);
    let issued = provider().redeem(presented, found, extra, at(11)).unwrap();
    let response = json(&sent(issued));
    let nonce = Nonce::new(NONCE.to_owned());
    let token =
        id_token(&response, &ExpectedIdToken::login(NonceExpectation::Sent(&nonce)), at(11));
    assert_eq!(token.extra.get("groups"), Some(&serde_json::json!(["staff"])));
}

#[test]
fn core_2_iat_is_not_before_auth_time_when_clocks_differ() {
    let (code, mut record) = code_for(&asking());
    record.signed_in = SignedIn::new("alice", at(12));
    let presented = presented_code(&provider(), &redeeming(&code), &web()).unwrap();
    let found = SingleUse::fresh(record);
    let issued = provider().redeem(presented, found, Object::new(), at(11)).unwrap();
    let response = json(&sent(issued));
    let nonce = Nonce::new(NONCE.to_owned());
    let token =
        id_token(&response, &ExpectedIdToken::login(NonceExpectation::Sent(&nonce)), at(11));
    assert_eq!((token.auth_time, token.iat), (Some(at(12).into()), at(12).into()));
}
