//! `oidcc-client-test-kid-absent-multiple-jwks`: an ID Token without `kid`, and several keys that
//! fit. The suite lets the relying party choose. Our relying party refuses the token: Core §10.1
//! requires `kid` if the provider has several keys.

use super::scripted::{Script, refused, rsa, second_rsa, without_kid};
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut script = Script::new(variant);
    script.signer = without_kid();
    script.rsa_keys = vec![second_rsa(), rsa("rsa-1")];
    refused(&script, "jws.ambiguous_key");
}

#[test]
fn kid_absent_multiple_jwks() {
    every(module);
}
