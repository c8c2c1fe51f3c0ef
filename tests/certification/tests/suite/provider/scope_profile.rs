//! `oidcc-scope-profile`: the claims of the scope `openid profile`.

use super::claims::about_user;
use super::login::Suite;
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
    let mut suite = Suite::new(variant.clone());
    let request = suite.request().set("scope", "openid profile");
    let tokens = suite.login(&request);
    let mut released = about_user(tokens.about_user());
    released.sort_unstable();
    assert_eq!(released, CLAIMS, "{variant:?}");
    // With an access token, the claims are in the response of the UserInfo endpoint only.
    if variant.has_access_token() {
        for claims in tokens.from_browser.iter().chain(&tokens.from_endpoint) {
            assert_eq!(about_user(claims), [""; 0], "{variant:?}");
        }
    }
}

#[test]
fn scope_profile() {
    every(module);
}
