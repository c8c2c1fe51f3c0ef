//! The responses to refused requests.

use core::time::Duration;

use http::Method;
use serde_json::json;
use symbolon_provider::*;
use symbolon_test_support::random;

use crate::common::*;

#[test]
fn registration_3_3_each_error_has_its_response() {
    let uri = wiki_with("redirect_uris", json!(["https://wiki.example/#fragment"]));
    let code = assert_refused(register(&op(), &uri), "invalid_redirect_uri", "redirect_uris");
    assert_eq!(code, "uri.fragment");
    let method = wiki_with("token_endpoint_auth_method", json!("unknown"));
    let refused = register(&op(), &method);
    assert_refused(refused, "invalid_client_metadata", "token_endpoint_auth_method");
    let statement = wiki_with("software_statement", json!("no JWT"));
    let refused = register(&op(), &statement);
    assert_refused(refused, "invalid_software_statement", "software_statement");
}

#[test]
fn a_provider_without_registration_refuses_every_request() {
    let op = op();
    let client = register(&op, &wiki()).unwrap();
    let endpoints = symbolon_test_support::metadata::provider_endpoints();
    let pair = symbolon_test_support::keys::rsa("rsa-1");
    let crypto = symbolon_crypto_ring::CRYPTO;
    let key = IdTokenKey::new(&pair.jwk, pair.algorithm, &crypto).unwrap();
    let policy = ProviderPolicy::default();
    let closed = Provider::new(issuer(), endpoints, vec![key], policy, crypto).unwrap();
    assert_eq!(closed.metadata().registration_endpoint, None);
    let refusal = register(&closed, &wiki()).unwrap_err();
    assert_eq!(refusal.code(), "registration.disabled");
    assert_eq!(refusal.into_response().status(), 403);
    let request = client.request(Method::GET, "");
    let refusal = configure(&closed, &request, Some(client.stored()), at(1)).unwrap_err();
    assert_eq!(refusal.code(), "registration.disabled");
}

#[test]
fn a_failing_store_is_answered_with_503() {
    let refusal = RegistrationRefusal::from(StoreFailed);
    assert_eq!(refusal.code(), "store_failed");
    let response = refusal.into_response();
    assert_eq!(response.status(), 503);
    assert_eq!(response.headers()["retry-after"], "5");
}

#[test]
fn a_limit_of_the_program_is_answered_with_429() {
    let refusal = RegistrationRefusal::too_many_requests(Duration::from_secs(60));
    assert_eq!(refusal.code(), "registration.too_many_requests");
    let response = refusal.into_response();
    assert_eq!(response.status(), 429);
    assert_eq!(response.headers()["retry-after"], "60");
}

#[test]
fn without_randomness_nothing_is_issued() {
    let crypto = symbolon_crypto_ring::CRYPTO;
    let op = op_of(|_| (), random::failing(&crypto));
    let refusal = register(&op, &wiki()).unwrap_err();
    assert!(matches!(refusal.reason(), RegistrationError::Random(_)), "{refusal:?}");
    let response = refusal.into_response();
    assert_eq!(response.status(), 500);
    assert_eq!(json_of(&response), json!({ "error": "server_error" }));
}

#[test]
fn rfc7591_3_2_2_the_description_is_ascii() {
    let metadata = wiki_with("subject_type", json!("\u{444}\u{1f600}\"\\"));
    assert_refused(register(&op(), &metadata), "invalid_client_metadata", "subject_type");
}
