//! `oidcc-client-test-signing-key-rotation`: the provider has a new key at the second login, and
//! the relying party fetches the keys again.

use symbolon_crypto_ring::CRYPTO;
use symbolon_test_support::clock::{at, now};
use symbolon_test_support::keys;

use super::scripted::{Script, rsa};
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut script = Script::dynamic(variant);
    let jwks = script.jwks_path;
    let mut cache = script.relying_party().key_cache();
    script.run_with(&mut cache, now()).result.unwrap();
    let second = script.run_with(&mut cache, at(120));
    assert!(second.result.is_ok() && !second.paths().contains(&jwks));

    script.signer = keys::rsa("rsa-new").signing(&CRYPTO);
    script.second_signer = keys::rsa("rsa-new").signing(&CRYPTO);
    script.rsa_keys = vec![rsa("rsa-new"), rsa("rsa-1")];
    let third = script.run_with(&mut cache, at(240));
    assert!(third.result.is_ok() && third.paths().contains(&jwks));
}

#[test]
fn signing_key_rotation() {
    every(module);
}
