//! `oidcc-client-test-missing-sub`: the ID Token has no `sub`.

use super::scripted::{Script, refused};
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut script = Script::new(variant);
    script.claims = |claims| drop(claims.remove("sub"));
    refused(&script, "id_token.missing");
}

#[test]
fn missing_sub() {
    every(module);
}
