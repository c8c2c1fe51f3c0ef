//! `oidcc-client-test-invalid-sig-hs256`: the ID Token has a MAC with the client secret, and the
//! client registered RS256.

use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::SignatureAlgorithm::Hs256;
use symbolon_jose::{Secret, SigningKey};

use super::scripted::{SECRET, Script, refused};
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut script = Script::new(variant);
    let secret = Secret::new(SECRET.as_bytes().to_vec());
    script.signer = SigningKey::from_secret(&secret, Hs256, &CRYPTO).unwrap();
    refused(&script, "jws.algorithm_not_allowed");
}

#[test]
fn invalid_sig_hs256() {
    every(module);
}
