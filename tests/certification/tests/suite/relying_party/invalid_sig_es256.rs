//! `oidcc-client-test-invalid-sig-es256`: the ID Token is signed with ES256, and the client
//! registered RS256.

use symbolon_crypto_ring::CRYPTO;
use symbolon_test_support::keys;

use super::scripted::{Script, refused};
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut script = Script::new(variant);
    script.signer = keys::p256("ec-1").signing(&CRYPTO);
    refused(&script, "jws.algorithm_not_allowed");
}

#[test]
fn invalid_sig_es256() {
    every(module);
}
