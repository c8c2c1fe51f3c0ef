//! `oidcc-client-test-signing-key-rotation-just-before-signing`: the provider replaces its key
//! between the authorization response and the token response.

use symbolon_crypto_ring::CRYPTO;
use symbolon_test_support::clock::now;
use symbolon_test_support::keys;

use super::scripted::{Script, rsa};
use crate::variants::{Variant, each};

fn module(variant: Variant) {
    let mut script = Script::dynamic(variant.clone());
    let mut cache = script.relying_party().key_cache();
    script.run_with(&mut cache, now()).result.unwrap();

    let new = keys::rsa("rsa-new").signing(&CRYPTO);
    if variant.has("id_token") {
        script.second_signer = new;
    } else {
        script.signer = new;
    }
    script.later_rsa_keys = Some(vec![rsa("rsa-new")]);
    script.run_with(&mut cache, now()).result.unwrap();
}

#[test]
fn signing_key_rotation_just_before_signing() {
    each(8, |variant| variant.has("code"), module);
}
