//! `oidcc-prompt-login`: `prompt=login` shows the sign-in page again.

use super::browser::Page;
use super::login::Suite;
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut suite = Suite::new(variant);
    let request = suite.request();
    let first = suite.login(&request);
    suite.browser.take_pages();
    suite.browser.wait(1);
    let second = suite.login(&request.set("prompt", "login").set("max_age", "100"));
    assert_eq!(suite.browser.take_pages(), [Page::SignIn]);
    let since = |claims: &serde_json::Value| claims["auth_time"].as_i64();
    assert!(since(second.claims()).unwrap() > since(first.claims()).unwrap_or_default());
    assert_eq!(second.claims()["sub"], first.claims()["sub"]);
}

#[test]
fn prompt_login() {
    every(module);
}
