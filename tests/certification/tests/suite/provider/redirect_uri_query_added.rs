//! `oidcc-redirect-uri-query-added`: a redirect URI with an added query leads to a page of the
//! provider.

use super::login::Suite;
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut suite = Suite::new(variant);
    let request = suite.request().set("redirect_uri", "https://client.example/cb?foo=bar");
    suite.assert_error_page(&request);
    assert!(suite.browser.take_pages().is_empty());
}

#[test]
fn redirect_uri_query_added() {
    every(module);
}
