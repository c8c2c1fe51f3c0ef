//! `oidcc-scope-phone`: the claims of the scope `openid phone`.

use super::login::assert_releases;
use crate::variants::{Variant, every};

const CLAIMS: [&str; 2] = ["phone_number", "phone_number_verified"];

fn module(variant: Variant) {
    assert_releases(&variant, "openid phone", &CLAIMS);
}

#[test]
fn scope_phone() {
    every(module);
}
