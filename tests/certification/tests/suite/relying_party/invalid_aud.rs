//! `oidcc-client-test-invalid-aud`: the ID Token is for another client.

use super::scripted::{Script, refused};
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut script = Script::new(variant);
    script.claims = |claims| drop(claims.insert("aud", "other"));
    refused(&script, "id_token.audience");
}

#[test]
fn invalid_aud() {
    every(module);
}
