//! `oidcc-max-age-1`: the user signs in again if the authentication is older than `max_age`.

use super::browser::Page;
use super::login::Suite;
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut suite = Suite::new(variant);
    let request = suite.request();
    let first = suite.login(&request);
    suite.browser.take_pages();
    suite.browser.wait(2);
    let second = suite.login(&request.set("max_age", "1"));
    assert_eq!(suite.browser.take_pages(), [Page::SignIn]);
    let since = |claims: &serde_json::Value| claims["auth_time"].as_i64();
    assert_eq!(since(second.claims()), Some(suite.browser.now.unix_timestamp()));
    assert!(since(second.claims()) > since(first.claims()));
}

#[test]
fn max_age_1() {
    every(module);
}
