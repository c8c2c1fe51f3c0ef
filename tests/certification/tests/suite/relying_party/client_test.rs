//! `oidcc-client-test`: the happy flow, as far as UserInfo.

use symbolon_test_support::metadata::{JWKS, TOKEN, USER_INFO};

use super::scripted::{Script, accepted};
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let ended = accepted(&Script::new(variant.clone()));
    let expected: &[&str] = match (variant.has("code"), variant.has("id_token")) {
        (true, true) => &[JWKS, TOKEN, USER_INFO],
        (true, false) => &[TOKEN, JWKS, USER_INFO],
        (false, _) if variant.has("token") => &[JWKS, USER_INFO],
        (false, _) => &[JWKS],
    };
    assert_eq!(ended.paths(), expected, "{variant:?}");
}

#[test]
fn client_test() {
    every(module);
}
