//! `Debug` and refusals show no secret: attack 126.

use std::fmt::Debug;

use serde_json::Value;
use symbolon_provider::{
    Decision, ReceivedRequest, Refusal, SingleUse, TokenRequest, UserInfoRequest,
};

use symbolon_test_support::keys::P256;

use crate::common::*;

#[track_caller]
fn assert_hides(shown: impl Debug, secrets: &[&str]) {
    let (line, pretty) = (format!("{shown:?}"), format!("{shown:#?}"));
    for secret in secrets {
        assert!(!line.contains(secret) && !pretty.contains(secret), "{line} shows {secret}");
    }
}

#[test]
fn attack_126_authorization_requests_hide_state_and_nonce() {
    let request = ReceivedRequest::from_http(&asking().get()).unwrap();
    assert_hides(&request, &[STATE, NONCE]);
    assert_hides(authorize(&asking()).unwrap(), &[STATE, NONCE]);
}

#[test]
fn attack_126_an_issued_code_hides_the_code() {
    let pending = authorize(&asking()).unwrap();
    let issued = provider().respond(pending, yes(alice()), at(10)).unwrap();
    let shown = format!("{issued:?}");
    let response = sent(issued);
    let code = response_of(&response).get("code").unwrap().to_owned();
    assert_hides(&response, &[&code, STATE]);
    assert!(!shown.contains(&code) && !shown.contains(STATE) && !shown.contains(NONCE), "{shown}");
}

#[test]
fn attack_126_a_refusal_hides_the_state() {
    let pending = authorize(&asking()).unwrap();
    let refusal = provider().respond(pending, Decision::Denied, at(10)).unwrap_err();
    assert_hides(&refusal, &[STATE]);
    let Refusal::ToClient(refusal) = refusal else { panic!("a page") };
    assert!(format!("{refusal:?}").starts_with("RefusalToClient { reason: Denied, client_id: "));
    assert_hides(refusal.into_response(), &[STATE]);
}

#[test]
fn attack_126_token_requests_and_clients_hide_their_secrets() {
    let (code, record) = code_for(&asking());
    let (request, client) = authenticated(&provider(), &redeeming(&code), &web());
    let secrets = [SECRET, VERIFIER, NONCE, &code];
    assert_hides(&request, &secrets);
    assert_hides(&client, &secrets);
    assert_hides(&record, &secrets);
    assert_hides(SingleUse::fresh(record), &secrets);
    let waiting = provider().authenticate(&request, Some(&web()), at(11)).unwrap();
    assert_hides(waiting, &secrets);
    let post = redeeming(&code).set("client_id", "poster").set("client_secret", SECRET);
    assert_hides(TokenRequest::from_http(&post.post("/token")).unwrap(), &secrets);
}

#[test]
fn attack_126_issued_tokens_hide_the_tokens() {
    let issued = tokens();
    let shown = format!("{issued:?}");
    let response = json(&sent(issued));
    for member in ["access_token", "refresh_token", "id_token"] {
        assert!(!shown.contains(response[member].as_str().unwrap()), "{shown}");
    }
}

#[test]
fn attack_126_refusals_of_the_token_endpoint_hide_what_was_sent() {
    let (request, _) = authenticated(&provider(), &redeeming("SplxlOBeZQQYbYS6WxSbIA"), &web());
    let mut other = web();
    other.client_secret_fingerprint = None;
    let refusal = provider().authenticate(&request, Some(&other), at(11)).unwrap_err();
    assert_hides(&refusal, &[SECRET, VERIFIER, "SplxlOBeZQQYbYS6WxSbIA"]);
}

#[test]
fn attack_126_user_info_requests_hide_the_token() {
    let request = Form::of(&[("access_token", "mF_9.B5f-4.1JqM")]).post("/userinfo");
    assert_hides(UserInfoRequest::from_http(&request).unwrap(), &["mF_9.B5f-4.1JqM"]);
}

#[test]
fn attack_126_providers_and_keys_hide_the_private_key() {
    let key: Value = serde_json::from_str(P256).unwrap();
    let private = key["d"].as_str().unwrap();
    assert_hides(provider(), &[private]);
    assert_hides(id_token_key(&op_key()), &[private]);
    let published = provider().jwks_response(60);
    assert!(!String::from_utf8(published.into_body()).unwrap().contains(private));
}
