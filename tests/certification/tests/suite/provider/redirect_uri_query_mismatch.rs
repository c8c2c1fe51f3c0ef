//! `oidcc-redirect-uri-query-mismatch`: a redirect URI with another query leads to a page of the
//! provider.

use serde_json::json;

use super::login::Suite;
use super::under_test::WITH_QUERY;
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut suite =
        Suite::with(variant, |metadata| metadata["redirect_uris"] = json!([WITH_QUERY]));
    let request = suite.request().set("redirect_uri", "https://client.example/cb?bar=other");
    suite.assert_error_page(&request);
    assert!(suite.browser.take_pages().is_empty());
}

#[test]
fn redirect_uri_query_mismatch() {
    every(module);
}
