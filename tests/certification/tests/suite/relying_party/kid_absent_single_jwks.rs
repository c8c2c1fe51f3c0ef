//! `oidcc-client-test-kid-absent-single-jwks`: an ID Token without `kid`, and one key that fits.

use super::scripted::{Script, accepted, rsa, without_kid};
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut script = Script::new(variant);
    script.signer = without_kid();
    script.rsa_keys = vec![rsa("rsa-1")];
    accepted(&script);
}

#[test]
fn kid_absent_single_jwks() {
    every(module);
}
