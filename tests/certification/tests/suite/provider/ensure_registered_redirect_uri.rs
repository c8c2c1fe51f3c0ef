//! `oidcc-ensure-registered-redirect-uri`: a redirect URI with another path leads to a page of the
//! provider.

use super::login::Suite;
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut suite = Suite::new(variant);
    let request = suite.request().set("redirect_uri", "https://client.example/cb/path");
    suite.assert_error_page(&request);
    assert!(suite.browser.take_pages().is_empty());
}

#[test]
fn ensure_registered_redirect_uri() {
    every(module);
}
