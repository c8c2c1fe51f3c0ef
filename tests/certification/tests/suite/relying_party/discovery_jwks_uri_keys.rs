//! `oidcc-client-test-discovery-jwks-uri-keys`: the relying party fetches keys from the `jwks_uri`
//! of the metadata.

use symbolon_test_support::metadata::JWKS;

use super::scripted::{Script, accepted};
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut script = Script::dynamic(variant);
    script.jwks_path = "/keys-5d1c9b";
    let ended = accepted(&script);
    assert!(ended.paths().contains(&"/keys-5d1c9b"));
    assert!(!ended.paths().contains(&JWKS));
}

#[test]
fn discovery_jwks_uri_keys() {
    every(module);
}
