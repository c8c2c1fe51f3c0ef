//! `oidcc-max-age-10000`: a recent authentication is enough, and `auth_time` says when it was.

use super::login::Suite;
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut suite = Suite::new(variant);
    let request = suite.request();
    let first = suite.login(&request.clone().set("max_age", "15000"));
    suite.browser.take_pages();
    suite.browser.wait(2);
    let second = suite.login(&request.set("max_age", "10000"));
    assert!(suite.browser.take_pages().is_empty());
    assert!(first.claims()["auth_time"].is_i64());
    assert_eq!(first.claims()["auth_time"], second.claims()["auth_time"]);
}

#[test]
fn max_age_10000() {
    every(module);
}
