//! `oidcc-scope-all`: the claims of the scope `openid profile email address phone`.

use super::login::assert_releases;
use crate::variants::{Variant, every};

const CLAIMS: [&str; 19] = [
    "address",
    "birthdate",
    "email",
    "email_verified",
    "family_name",
    "gender",
    "given_name",
    "locale",
    "middle_name",
    "name",
    "nickname",
    "phone_number",
    "phone_number_verified",
    "picture",
    "preferred_username",
    "profile",
    "updated_at",
    "website",
    "zoneinfo",
];

fn module(variant: Variant) {
    assert_releases(&variant, "openid profile email address phone", &CLAIMS);
}

#[test]
fn scope_all() {
    every(module);
}
