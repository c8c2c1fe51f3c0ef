//! `oidcc-ensure-redirect-uri-in-authorization-request`: without `redirect_uri`, a client with two
//! of them leads to a page of the provider.

use serde_json::json;
use symbolon_test_support::names::REDIRECT_URI;

use super::login::Suite;
use super::under_test::WITH_QUERY;
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut suite = Suite::with(variant, |metadata| {
        metadata["redirect_uris"] = json!([REDIRECT_URI, WITH_QUERY]);
    });
    let request = suite.request().without("redirect_uri");
    suite.assert_error_page(&request);
    assert!(suite.browser.take_pages().is_empty());
}

#[test]
fn ensure_redirect_uri_in_authorization_request() {
    every(module);
}
