//! `oidcc-client-test-invalid-athash`: `at_hash` does not belong to the access token.

use super::scripted::{Script, refused};
use crate::variants::{Variant, each};

fn module(variant: Variant) {
    let mut script = Script::new(variant);
    script.claims = |claims| drop(claims.insert("at_hash", "77QmUPtjPfzWtF2AnpK9RQ"));
    refused(&script, "id_token.at_hash");
}

#[test]
fn invalid_athash() {
    each(4, |it| it.has("token") && it.has("id_token"), module);
}
