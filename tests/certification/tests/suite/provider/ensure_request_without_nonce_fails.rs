//! `oidcc-ensure-request-without-nonce-fails`: `nonce` is required where an ID Token comes through
//! the browser.

use super::login::Suite;
use crate::variants::{Variant, each};

fn module(variant: Variant) {
    let mut suite = Suite::new(variant);
    let request = suite.request().without("nonce");
    assert_eq!(suite.refused(&request), "invalid_request");
}

#[test]
fn ensure_request_without_nonce_fails() {
    each(8, |variant| variant.has("id_token"), module);
}
