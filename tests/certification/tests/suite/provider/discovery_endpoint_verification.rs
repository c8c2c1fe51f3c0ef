//! `oidcc-discovery-endpoint-verification`: the metadata and the keys of the provider.

use std::collections::BTreeSet;

use http::StatusCode;
use serde_json::Value;
use symbolon_test_support::names::ISSUER;

use super::login::json;
use super::under_test::{Op, REGISTER};
use crate::variants::Client;

fn contains(list: &Value, value: &str) -> bool {
    list.as_array().unwrap().iter().any(|it| it == value)
}

#[test]
fn discovery_endpoint_verification() {
    check(&Op::new(Client::Operator));
    let op = Op::new(Client::Registered);
    check(&op);
    // The Dynamic plan needs this endpoint, too.
    let metadata = json(&op.provider.discovery_response(60));
    assert_eq!(metadata["registration_endpoint"], format!("{ISSUER}{REGISTER}"));
}

/// Checks the metadata.
fn check(op: &Op) {
    let response = op.provider.discovery_response(60);
    assert_eq!(response.status(), StatusCode::OK);
    let metadata = json(&response);
    assert_eq!(metadata["issuer"], ISSUER);
    for (name, value) in metadata.as_object().unwrap() {
        if name.ends_with("_endpoint") || name == "jwks_uri" {
            assert!(value.as_str().unwrap().starts_with("https://"), "{name}");
        }
    }
    for name in ["authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri"] {
        assert!(metadata[name].is_string(), "{name}");
    }
    for response_type in ["code", "id_token", "id_token token"] {
        assert!(contains(&metadata["response_types_supported"], response_type), "{response_type}");
    }
    for grant_type in ["authorization_code", "implicit"] {
        assert!(contains(&metadata["grant_types_supported"], grant_type), "{grant_type}");
    }
    assert!(contains(&metadata["scopes_supported"], "openid"));
    assert!(contains(&metadata["subject_types_supported"], "public"));
    assert!(contains(&metadata["id_token_signing_alg_values_supported"], "RS256"));
    for claim in ["sub", "name", "email"] {
        assert!(contains(&metadata["claims_supported"], claim), "{claim}");
    }
}

#[test]
fn the_keys_are_public_and_have_different_names() {
    let response = Op::new(Client::Operator).provider.jwks_response(60);
    let keys: Value = serde_json::from_slice(response.body()).unwrap();
    let keys = keys["keys"].as_array().unwrap();
    assert!(!keys.is_empty());
    let mut names = BTreeSet::new();
    for key in keys {
        assert!(names.insert(key["kid"].as_str().unwrap()));
        assert_eq!(key["kty"], "RSA");
        for secret in ["d", "p", "q", "dp", "dq", "qi", "k"] {
            assert_eq!(key.get(secret), None, "{secret}");
        }
    }
}
