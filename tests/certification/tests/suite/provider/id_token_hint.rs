//! `oidcc-id-token-hint`: `prompt=none` with the ID Token of an earlier login.

use super::login::Suite;
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut suite = Suite::new(variant);
    let request = suite.request();
    let first = suite.login(&request);
    suite.browser.take_pages();
    let request = request.set("prompt", "none").set("id_token_hint", &first.id_token);
    let second = suite.login(&request);
    assert_eq!(second.claims()["sub"], first.claims()["sub"]);
    assert!(suite.browser.take_pages().is_empty());

    // The hint is about another user than the user who is signed in now.
    let other = symbolon_provider::SignedIn::new("bob", suite.browser.now);
    suite.browser.signed_in = Some(other);
    assert_eq!(suite.refused(&request), "login_required");
}

#[test]
fn id_token_hint() {
    every(module);
}
