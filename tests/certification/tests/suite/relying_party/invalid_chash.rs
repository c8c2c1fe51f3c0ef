//! `oidcc-client-test-invalid-chash`: `c_hash` does not belong to the code.

use super::scripted::{Script, refused};
use crate::variants::{Variant, each};

fn module(variant: Variant) {
    let mut script = Script::new(variant);
    script.claims = |claims| drop(claims.insert("c_hash", "77QmUPtjPfzWtF2AnpK9RQ"));
    refused(&script, "id_token.c_hash");
}

#[test]
fn invalid_chash() {
    each(4, |it| it.has("code") && it.has("id_token"), module);
}
