//! `oidcc-server-rotate-keys`: after a rotation, the provider publishes a new key, and still the old
//! key.

use std::collections::BTreeSet;

use serde_json::Value;
use symbolon_test_support::keys;

use super::claims;
use super::login::Suite;
use super::under_test::Op;
use crate::variants::{Variant, every};

/// Returns the names of the keys that the provider publishes for signatures.
fn published(op: &Op) -> BTreeSet<String> {
    let response = op.provider.jwks_response(60);
    let keys: Value = serde_json::from_slice(response.body()).unwrap();
    let keys = keys["keys"].as_array().unwrap();
    keys.iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect()
}

fn kid(id_token: &str) -> String {
    let header = id_token.split('.').next().unwrap();
    let header = symbolon_jose::base64url::decode(header).unwrap();
    serde_json::from_slice::<Value>(&header).unwrap()["kid"].as_str().unwrap().to_owned()
}

fn module(variant: Variant) {
    let mut suite = Suite::new(variant);
    let request = suite.request();
    let before = suite.login(&request);
    let old = published(&suite.op);
    assert!(old.contains(&kid(&before.id_token)));

    suite.op.publish(&["op-rsa-new", "op-rsa"].map(keys::rsa));
    let new = published(&suite.op);
    assert!(new.is_superset(&old), "the old key is still there");
    assert_eq!(new.difference(&old).collect::<Vec<_>>(), ["op-rsa-new"]);
    // The new key signs, and relying parties can still verify what the old key signed.
    let after = suite.login(&request);
    assert_eq!(kid(&after.id_token), "op-rsa-new");
    assert_eq!(claims::signed(&suite.op, &before.id_token)["sub"], "alice");
}

#[test]
fn server_rotate_keys() {
    every(module);
}
