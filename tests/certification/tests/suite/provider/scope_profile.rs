//! `oidcc-scope-profile`: the claims of the scope `openid profile`.

use super::login::assert_releases;
use crate::variants::{Variant, every};

const CLAIMS: [&str; 14] = [
    "birthdate",
    "family_name",
    "gender",
    "given_name",
    "locale",
    "middle_name",
    "name",
    "nickname",
    "picture",
    "preferred_username",
    "profile",
    "updated_at",
    "website",
    "zoneinfo",
];

fn module(variant: Variant) {
    assert_releases(&variant, "openid profile", &CLAIMS);
}

#[test]
fn scope_profile() {
    every(module);
}
