//! `oidcc-client-test-refresh-token-invalid-issuer`: the ID Token of the refresh has another
//! issuer.

use super::scripted::{Script, accepted};
use crate::variants::{Variant, each};

fn module(variant: Variant) {
    let mut script = Script::new(variant);
    let (login, _) = accepted(&script).result.unwrap();
    script.refreshed = |claims| drop(claims.insert("iss", "https://other.example"));
    assert_eq!(script.refresh(&login.session).map(drop), Err("id_token.issuer"));
}

#[test]
fn refresh_token_invalid_issuer() {
    each(8, |variant| variant.has("code"), module);
}
