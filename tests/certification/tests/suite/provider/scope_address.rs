//! `oidcc-scope-address`: the claims of the scope `openid address`.

use super::login::assert_releases;
use crate::variants::{Variant, every};

const CLAIMS: [&str; 1] = ["address"];

fn module(variant: Variant) {
    assert_releases(&variant, "openid address", &CLAIMS);
}

#[test]
fn scope_address() {
    every(module);
}
