//! `oidcc-client-test-refresh-token`: the relying party uses its refresh token.

use super::scripted::{Script, accepted};
use crate::variants::{Variant, each};

fn module(variant: Variant) {
    let script = Script::new(variant);
    let (login, _) = accepted(&script).result.unwrap();
    let refreshed = script.refresh(&login.session).unwrap();
    assert_eq!(refreshed.session.sub(), "alice");
}

#[test]
fn refresh_token() {
    each(8, |variant| variant.has("code"), module);
}
