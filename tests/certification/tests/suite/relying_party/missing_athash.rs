//! `oidcc-client-test-missing-athash`: the ID Token beside an access token has no `at_hash`.

use super::scripted::{Script, refused};
use crate::variants::{Variant, each};

fn module(variant: Variant) {
    let mut script = Script::new(variant);
    script.claims = |claims| drop(claims.remove("at_hash"));
    refused(&script, "id_token.at_hash_missing");
}

#[test]
fn missing_athash() {
    each(4, |it| it.has("token") && it.has("id_token"), module);
}
