//! `oidcc-prompt-none-logged-in`: `prompt=none` succeeds for a user who is signed in.

use super::login::Suite;
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut suite = Suite::new(variant);
    let request = suite.request();
    let first = suite.login(&request);
    suite.browser.take_pages();
    suite.browser.wait(2);
    let second = suite.login(&request.set("prompt", "none"));
    assert!(suite.browser.take_pages().is_empty());
    for name in ["sub", "auth_time"] {
        assert_eq!(second.claims().get(name), first.claims().get(name), "{name}");
    }
}

#[test]
fn prompt_none_logged_in() {
    every(module);
}
