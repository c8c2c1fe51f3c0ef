//! `oidcc-client-test-invalid-iss`: the ID Token has another issuer.

use super::scripted::{Script, refused};
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut script = Script::new(variant);
    script.claims = |claims| drop(claims.insert("iss", "https://other.example"));
    refused(&script, "id_token.issuer");
}

#[test]
fn invalid_iss() {
    every(module);
}
