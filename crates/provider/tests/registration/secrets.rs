//! What is issued: identifiers, secrets and tokens, and where they do not appear.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use symbolon_jose::SignatureAlgorithm;
use symbolon_provider::*;
use symbolon_test_support::keys;

use crate::common::*;

/// Returns the values of a member in 20 registrations.
fn issued(member: &str) -> BTreeSet<String> {
    let op = op();
    let values = (0..20).map(|_| register(&op, &wiki()).unwrap().text(member).to_owned());
    values.collect()
}

/// Asserts that each value is 32 random bytes in base64url.
fn assert_random(member: &str) {
    let values = issued(member);
    assert_eq!(values.len(), 20, "{member}");
    for value in values {
        let is_base64url = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        assert!(value.len() == 43 && value.bytes().all(is_base64url), "{member}: {value}");
    }
}

#[test]
fn registration_3_2_client_ids_are_random() {
    assert_random("client_id");
}

#[test]
fn registration_3_2_secrets_are_random() {
    assert_random("client_secret");
}

#[test]
fn rfc7592_5_the_token_has_256_random_bits() {
    assert_random("registration_access_token");
}

#[test]
fn cimd_generated_identifiers_are_no_urls() {
    assert!(issued("client_id").iter().all(|id| !id.contains(':')));
}

fn op_with_macs(keeps_secrets: bool) -> Provider {
    op_with(|policy| {
        let mut objects = RequestObjects::default();
        objects.algorithms.extend([
            SignatureAlgorithm::Hs256,
            SignatureAlgorithm::Hs384,
            SignatureAlgorithm::Hs512,
        ]);
        policy.request_objects = Some(objects);
        policy.registration.as_mut().unwrap().keeps_secrets_in_clear = keeps_secrets;
    })
}

/// Returns metadata with this authentication method, and this algorithm for request objects.
fn metadata(method: &str, algorithm: Option<&str>) -> Value {
    let mut metadata = wiki_with("token_endpoint_auth_method", json!(method));
    metadata["request_object_signing_alg"] = json!(algorithm);
    if method == "private_key_jwt" || algorithm == Some("ES256") {
        let key = keys::p256("client").public().to_object().to_json();
        metadata["jwks"] = json!({ "keys": [serde_json::from_str::<Value>(&key).unwrap()] });
    }
    metadata
}

#[test]
fn registration_3_2_private_key_jwt_gets_no_secret() {
    let op = op_with_macs(true);
    for (method, algorithm, octets, is_in_clear) in [
        ("client_secret_basic", None, Some(43), false),
        ("client_secret_post", None, Some(43), false),
        ("client_secret_basic", Some("ES256"), Some(43), false),
        ("client_secret_basic", Some("HS256"), Some(43), true),
        ("client_secret_post", Some("HS384"), Some(86), true),
        ("client_secret_post", Some("HS512"), Some(86), true),
        ("private_key_jwt", None, None, false),
        ("private_key_jwt", Some("ES256"), None, false),
        ("private_key_jwt", Some("HS256"), Some(43), true),
        ("none", None, None, false),
        ("none", Some("ES256"), None, false),
    ] {
        let what = format!("{method} with {algorithm:?}");
        let registered = register(&op, &metadata(method, algorithm)).expect(&what);
        let secret = registered.json.get("client_secret").map(|it| it.as_str().unwrap());
        assert_eq!(secret.map(str::len), octets, "{what}");
        assert_eq!(registered.json.get("client_secret_expires_at").is_some(), secret.is_some());
        let client = registered.client();
        assert_eq!(client.client_secret_fingerprint, secret.map(fingerprint), "{what}");
        assert_eq!(client.client_secret.is_some(), is_in_clear, "{what}");
        let stored = serde_json::to_string(&registered.records).unwrap();
        assert_eq!(secret.is_some_and(|it| stored.contains(it)), is_in_clear, "{what}");
    }
}

#[test]
fn registration_2_symmetric_request_encryption_gets_a_secret() {
    // The provider decrypts request objects with its own keys only, so it leaves the algorithm out.
    let metadata = wiki_with("request_object_encryption_alg", json!("dir"));
    let registered = register(&op_with_macs(false), &metadata).unwrap();
    assert_eq!(registered.json.get("request_object_encryption_alg"), None);
    assert_eq!(registered.client().client_secret, None);
    // It keeps the text of a secret for symmetric signatures, which it accepts.
    let metadata = wiki_with("request_object_signing_alg", json!("HS256"));
    let refused = register(&op_with_macs(false), &metadata);
    assert_refused(refused, "invalid_client_metadata", "request_object_signing_alg");
    assert!(register(&op_with_macs(true), &metadata).unwrap().client().client_secret.is_some());
}

#[test]
fn an_update_to_a_longer_mac_replaces_a_secret_that_is_too_short() {
    let op = op_with_macs(true);
    let client = register(&op, &metadata("client_secret_basic", Some("HS256"))).unwrap();
    let same = update(&op, &client, &metadata("client_secret_post", Some("HS256"))).unwrap();
    assert_eq!(same.json["client_secret"], client.json["client_secret"], "it is kept in clear");
    let longer = update(&op, &client, &metadata("client_secret_basic", Some("HS512"))).unwrap();
    assert_eq!(longer.json["client_secret"].as_str().unwrap().len(), 86);
    let compared = update(&op, &client, &metadata("client_secret_basic", None)).unwrap();
    let record = compared.records.registration.client;
    assert_eq!(record.client_secret, None, "the text is not needed any more");
    assert_eq!(record.client_secret_fingerprint, client.client().client_secret_fingerprint);
    let hashed = register(&op, &wiki()).unwrap();
    let keyed = update(&op, &hashed, &metadata("client_secret_basic", Some("HS256"))).unwrap();
    assert_ne!(keyed.json["client_secret"], hashed.json["client_secret"], "only a hash was kept");
}

#[test]
fn attack_126_secrets_never_appear_in_debug_output_and_errors() {
    let op = op_with_macs(true);
    let client = register(&op, &metadata("client_secret_basic", Some("HS256"))).unwrap();
    let (secret, token) = (client.text("client_secret"), client.text("registration_access_token"));
    let request = RegistrationRequest::from_http(&post(&wiki())).unwrap();
    let flow = op.register(request, None, at(0)).unwrap();
    let put = client.put(&wiki_with("client_secret", json!(secret)));
    let configured = configure(&op, &put, Some(client.stored()), at(1)).unwrap();
    let wrong = client.put(&wiki_with("client_secret", json!("wrong-secret")));
    let refusal = configure(&op, &wrong, Some(client.stored()), at(1)).unwrap_err();
    let unknown = configure(&op, &put, None, at(1)).unwrap_err();
    for text in [
        format!("{:?}", client.records),
        format!("{flow:?}"),
        format!("{configured:?}"),
        format!("{refusal:?} {refusal}"),
        format!("{unknown:?} {unknown}"),
        String::from_utf8(refusal.into_response().into_body()).unwrap(),
    ] {
        for hidden in [secret, token, "wrong-secret"] {
            assert!(!text.contains(hidden), "{text}");
        }
    }
    let stored = serde_json::to_string(&client.records).unwrap();
    assert!(!stored.contains(token), "the store gets the fingerprint of the token");
}
