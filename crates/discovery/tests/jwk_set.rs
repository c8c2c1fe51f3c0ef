//! The JWK Set document (RFC 7517 §5): its request, its response, its publication.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::json_response;
use common::keys::{key, private_key, set};
use http::{Method, Response, StatusCode};
use serde_json::{Value, json};
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::jwk_set::{self, JwkSetError};
use symbolon_discovery::{DocumentError, Endpoint};
use symbolon_jose::jwk::PublicJwkSet;
use symbolon_jose::{Excerpt, SignatureAlgorithm};

fn read(body: impl Into<Vec<u8>>) -> Result<PublicJwkSet, JwkSetError> {
    jwk_set::from_http(&json_response("application/jwk-set+json", body))
}

fn kids(set: &PublicJwkSet) -> Vec<&str> {
    set.keys().iter().filter_map(|key| key.kid()).collect()
}

#[test]
fn discovery_3_the_set_is_requested_at_its_uri() {
    let request = jwk_set::request(&Endpoint::new("https://op.example/jwks?v=1").unwrap());
    assert_eq!(request.method(), Method::GET);
    assert_eq!(request.uri(), "https://op.example/jwks?v=1");
    assert_eq!(request.headers()["accept"], "application/jwk-set+json, application/json");
}

#[test]
fn rfc7517_8_5_1_accepted_content_types() {
    let read = |content_type| jwk_set::from_http(&json_response(content_type, set(&[key("a")])));
    for accepted in ["application/jwk-set+json", "application/json;charset=UTF-8"] {
        assert!(read(accepted).is_ok(), "{accepted}");
    }
    for refused in ["text/html", "application/octet-stream", "application/jwk+json"] {
        let (found, expected) = (Excerpt::new(refused), "application/jwk-set+json");
        let error = DocumentError::ContentType { found, expected };
        assert_eq!(read(refused), Err(JwkSetError::Document(error)), "{refused}");
    }
}

#[test]
fn attack_128_a_wrong_status_or_size_is_refused() {
    let mut response = json_response("application/json", set(&[key("a")]));
    *response.status_mut() = StatusCode::FOUND;
    assert_eq!(
        jwk_set::from_http(&response),
        Err(JwkSetError::Document(DocumentError::Status(StatusCode::FOUND)))
    );
    let limit = 256 * 1024;
    assert_eq!(
        read(vec![b' '; limit + 1]),
        Err(JwkSetError::Document(DocumentError::TooLarge { found: limit + 1, limit }))
    );
}

#[test]
fn attack_040_symmetric_keys_in_a_fetched_set_are_never_usable() {
    let oct = json!({"kty": "oct", "kid": "mac", "alg": "HS256", "k": "AAECAwQFBgcICQoLDA0ODw"});
    let read = read(set(&[oct, key("ec")])).unwrap();
    assert_eq!(kids(&read), ["ec"]);
    let allowed = [SignatureAlgorithm::Hs256, SignatureAlgorithm::Es256];
    let usable = read.verification_keys(&allowed, &CRYPTO);
    assert!(usable.iter().all(|key| key.algorithm() == SignatureAlgorithm::Es256));
    assert_eq!(usable.iter().count(), 1);
}

#[test]
fn attack_040_private_keys_in_a_fetched_set_are_never_usable() {
    let set = set(&[private_key("private"), key("public")]);
    assert_eq!(kids(&read(set).unwrap()), ["public"]);
}

#[test]
fn attack_043_one_bad_key_never_fails_a_set() {
    let mut padded = key("padded");
    padded["x"] = format!("{}=", padded["x"].as_str().unwrap()).into();
    let mut off_curve = key("short");
    off_curve["y"] = json!("AA");
    let hostile = [
        json!(null),
        json!(1),
        json!([]),
        json!({}),
        json!({"kty": 7}),
        json!({"kty": "AKP", "kid": "akp", "alg": "ML-DSA-44", "pub": "AA"}),
        padded,
        off_curve,
        key("good"),
    ];
    let read = read(set(&hostile)).unwrap();
    assert_eq!(kids(&read), ["good"]);
    assert_eq!(read.dropped().len(), 8);
}

#[test]
fn attack_043_a_set_with_too_many_keys_is_refused() {
    let keys = |count| -> Vec<Value> { (0..count).map(|n| key(&n.to_string())).collect() };
    assert_eq!(read(set(&keys(100))).unwrap().keys().len(), 100);
    assert!(matches!(read(set(&keys(101))), Err(JwkSetError::Set(_))));
    let nulls = format!("{{\"keys\":[{}null]}}", "null,".repeat(50_000));
    assert!(matches!(read(nulls), Err(JwkSetError::Set(_))));
}

#[test]
fn attack_043_keys_must_be_an_array() {
    for body in [r#"{"keys":{}}"#, r#"{"keys":"a"}"#, r#"{"keys":null}"#, "{}", "[]", "", "null"] {
        assert!(matches!(read(body), Err(JwkSetError::Set(_))), "{body}");
    }
}

#[test]
fn rfc7517_5_member_names_are_unique() {
    assert!(matches!(read(r#"{"keys":[],"keys":[]}"#), Err(JwkSetError::Set(_))));
}

#[test]
fn rfc7517_5_other_members_are_ignored_and_an_empty_set_is_a_set() {
    assert!(read(r#"{"keys":[],"x":1}"#).unwrap().keys().is_empty());
}

#[test]
fn the_provider_publishes_what_the_relying_party_reads() {
    let keys = read(set(&[key("a"), key("b")])).unwrap();
    let response: Response<Vec<u8>> = jwk_set::to_http(&keys, 600);
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["content-type"], "application/jwk-set+json");
    assert_eq!(response.headers()["cache-control"], "public, max-age=600");
    assert_eq!(jwk_set::from_http(&response), Ok(keys));
}

#[test]
fn a_prepared_set_is_sent_with_the_same_bytes_each_time() {
    let set = read(set(&[key("a"), key("b")])).unwrap();
    let document = jwk_set::prepare(&set);
    for max_age in [0, 3600] {
        let (prepared, written) = (document.to_http(max_age), jwk_set::to_http(&set, max_age));
        assert_eq!(prepared.body(), written.body());
        assert_eq!(prepared.headers(), written.headers());
        assert_eq!(prepared.body(), document.json());
    }
}
