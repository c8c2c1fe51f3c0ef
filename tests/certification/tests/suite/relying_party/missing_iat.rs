//! `oidcc-client-test-missing-iat`: the ID Token has no `iat`.

use super::scripted::{Script, refused};
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut script = Script::new(variant);
    script.claims = |claims| drop(claims.remove("iat"));
    refused(&script, "id_token.missing");
}

#[test]
fn missing_iat() {
    every(module);
}
