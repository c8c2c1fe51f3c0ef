//! `oidcc-client-test-missing-chash`: the ID Token beside a code has no `c_hash`.

use super::scripted::{Script, refused};
use crate::variants::{Variant, each};

fn module(variant: Variant) {
    let mut script = Script::new(variant);
    script.claims = |claims| drop(claims.remove("c_hash"));
    refused(&script, "id_token.c_hash_missing");
}

#[test]
fn missing_chash() {
    each(4, |it| it.has("code") && it.has("id_token"), module);
}
