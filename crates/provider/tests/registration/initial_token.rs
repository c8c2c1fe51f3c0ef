//! Initial access tokens.

use core::time::Duration;

use http::{Method, Request};
use serde_json::{Value, json};
use symbolon_oauth::Scope;
use symbolon_provider::*;

use crate::common::*;

fn posted(token: Option<&str>, metadata: &Value) -> Request<Vec<u8>> {
    request(Method::POST, REGISTER, token, &metadata.to_string())
}

/// Issues a token that is valid for one hour.
fn issue(
    op: &Provider,
    change: impl FnOnce(&mut InitialAccessTokenTerms),
) -> (String, InitialAccessTokenRecord) {
    let mut terms = InitialAccessTokenTerms::default();
    change(&mut terms);
    let hour = Duration::from_secs(3600);
    let (token, record) = op.initial_access_token(terms, hour, at(-3600 + 1)).unwrap();
    (token.expose().to_owned(), record)
}

#[test]
fn registration_3_an_open_endpoint_needs_no_token() {
    let registered = register(&op(), &wiki()).unwrap();
    assert_eq!(registered.records.spends, None);
    assert_eq!(registered.stored().registration.initial_access_token, None);
}

#[test]
fn registration_3_the_token_is_a_bearer_token() {
    let op = op_by_token();
    let (token, record) = issue(&op, |_| ());
    assert_eq!(record.fingerprint, fingerprint(&token));
    assert!(!serde_json::to_string(&record).unwrap().contains(&token));
    let request = posted(Some(&token), &wiki());
    let registered = register_as(&op, &request, Some(record.clone())).unwrap();
    assert_eq!(registered.records.spends, Some(record.fingerprint.clone()));
    let stored = registered.stored().registration;
    assert_eq!(stored.initial_access_token, Some(record.fingerprint));
    assert_eq!(stored.terms, Some(record.terms));
    assert_eq!(registered.client().registered_by, RegisteredBy::Itself);
}

#[test]
fn rfc7591_3_each_fault_of_a_token_is_refused() {
    let op = op_by_token();
    let (token, record) = issue(&op, |_| ());
    let (other_token, other_record) = issue(&op, |_| ());
    let mut used = record.clone();
    used.terms.clients = Some(0);
    let mut expired = record.clone();
    expired.expires = date(0);
    let mut foreign = record.clone();
    foreign.issuer = symbolon_oauth::Issuer::new("https://other.example").unwrap();
    let token = Some(&*token);
    for (presented, stored, code) in [
        (None, None, "registration.no_initial_access_token"),
        (None, Some(record.clone()), "registration.no_initial_access_token"),
        (token, None, "registration.unknown_initial_access_token"),
        (token, Some(other_record), "registration.unknown_initial_access_token"),
        (Some(&*other_token), Some(record), "registration.unknown_initial_access_token"),
        (token, Some(foreign), "registration.other_issuer"),
        (token, Some(expired), "registration.expired_initial_access_token"),
        (token, Some(used), "registration.used_initial_access_token"),
    ] {
        let refusal = register_as(&op, &posted(presented, &wiki()), stored).unwrap_err();
        assert_eq!(refusal.code(), code);
        let response = refusal.into_response();
        assert_eq!(response.status(), 401, "{code}");
        let challenge = response.headers()["www-authenticate"].to_str().unwrap();
        assert_eq!(challenge.contains("invalid_token"), presented.is_some(), "{challenge}");
    }
}

#[test]
fn a_wrong_token_is_refused_at_an_open_endpoint_too() {
    let refusal = register_as(&op(), &posted(Some("wrong"), &wiki()), None).unwrap_err();
    assert_eq!(refusal.code(), "registration.unknown_initial_access_token");
}

#[test]
fn the_faults_of_a_token_are_told_before_the_faults_of_the_metadata() {
    let broken = wiki_with("subject_type", json!("unknown"));
    let refusal = register_as(&op_by_token(), &posted(None, &broken), None).unwrap_err();
    assert_eq!(refusal.code(), "registration.no_initial_access_token");
}

#[test]
fn the_terms_of_a_token_bind_a_registration_and_its_updates() {
    let op = op();
    let bound = |terms: &mut InitialAccessTokenTerms| {
        terms.hosts = Some(vec!["wiki.example".to_owned()]);
        terms.scopes = Some(Scope::parse("openid email").unwrap());
        terms.grant_types = Some(vec![symbolon_oauth::GrantType::AUTHORIZATION_CODE]);
    };
    let (token, record) = issue(&op, bound);
    let with =
        |metadata: &Value| register_as(&op, &posted(Some(&token), metadata), Some(record.clone()));
    let client = with(&wiki()).unwrap();
    assert_eq!(client.json["scope"], "openid email");
    let others = [
        ("redirect_uris", json!(["https://other.example/"]), "invalid_redirect_uri"),
        ("redirect_uris", json!(["https://sub.wiki.example/"]), "invalid_redirect_uri"),
        ("scope", json!("profile"), "invalid_client_metadata"),
        ("grant_types", json!(["authorization_code", "refresh_token"]), "invalid_client_metadata"),
    ];
    for (member, value, error) in others {
        let metadata = wiki_with(member, value);
        assert_refused(with(&metadata), error, member);
        let refusal = update(&op, &client, &metadata).unwrap_err();
        assert_eq!(json_of(&refusal.into_response())["error"], error, "an update of {member}");
    }
}

#[test]
fn a_trusted_token_makes_clients_of_the_operator() {
    let op = op_by_token();
    let (token, record) = issue(&op, |terms| terms.trusted = true);
    let client = register_as(&op, &posted(Some(&token), &wiki()), Some(record)).unwrap();
    assert_eq!(client.client().registered_by, RegisteredBy::Operator);
}

#[test]
fn the_default_terms_allow_one_client() {
    let terms = InitialAccessTokenTerms::default();
    assert_eq!(terms.clients, Some(1));
    let read: InitialAccessTokenTerms = serde_json::from_value(json!({})).unwrap();
    assert_eq!(read, terms);
    let unlimited = json!({ "clients": null });
    let read: InitialAccessTokenTerms = serde_json::from_value(unlimited).unwrap();
    assert_eq!(read.clients, None);
}
