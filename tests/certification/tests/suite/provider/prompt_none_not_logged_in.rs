//! `oidcc-prompt-none-not-logged-in`: `prompt=none` fails for a user who is not signed in.

use super::login::Suite;
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut suite = Suite::new(variant);
    let request = suite.request().set("prompt", "none").set("state", &"s".repeat(128));
    assert_eq!(suite.refused(&request), "login_required");
    assert!(suite.browser.take_pages().is_empty());
}

#[test]
fn prompt_none_not_logged_in() {
    every(module);
}
