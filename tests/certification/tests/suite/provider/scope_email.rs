//! `oidcc-scope-email`: the claims of the scope `openid email`.

use super::login::assert_releases;
use crate::variants::{Variant, every};

const CLAIMS: [&str; 2] = ["email", "email_verified"];

fn module(variant: Variant) {
    assert_releases(&variant, "openid email", &CLAIMS);
}

#[test]
fn scope_email() {
    every(module);
}
