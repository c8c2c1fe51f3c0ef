//! `oidcc-client-test-nonce-invalid`: the ID Token has another `nonce`.

use super::scripted::{Script, refused};
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut script = Script::new(variant);
    script.claims = |claims| drop(claims.insert("nonce", "other"));
    refused(&script, "id_token.nonce_mismatch");
}

#[test]
fn nonce_invalid() {
    every(module);
}
