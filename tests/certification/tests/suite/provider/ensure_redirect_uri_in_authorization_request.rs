//! `oidcc-ensure-redirect-uri-in-authorization-request`: without `redirect_uri`, a client with two
//! of them leads to a page of the provider.

use super::login::Suite;
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut suite = Suite::new(variant);
    let request = suite.request().without("redirect_uri");
    suite.assert_error_page(&request);
    assert!(suite.browser.take_pages().is_empty());
}

#[test]
fn ensure_redirect_uri_in_authorization_request() {
    every(module);
}
