//! `oidcc-client-test-refresh-token-invalid-sub`: the ID Token of the refresh is about another
//! user.

use super::scripted::{Script, accepted};
use crate::variants::{Variant, each};

fn module(variant: Variant) {
    let mut script = Script::new(variant);
    let (login, _) = accepted(&script).result.unwrap();
    script.refreshed = |claims| drop(claims.insert("sub", "bob"));
    assert_eq!(script.refresh(&login.session).map(drop), Err("id_token.refreshed"));
}

#[test]
fn refresh_token_invalid_sub() {
    each(8, |variant| variant.has("code"), module);
}
