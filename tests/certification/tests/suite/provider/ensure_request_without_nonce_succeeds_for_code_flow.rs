//! `oidcc-ensure-request-without-nonce-succeeds-for-code-flow`: `nonce` is optional where no ID
//! Token comes through the browser.

use super::login::Suite;
use crate::variants::{Variant, each};

fn module(variant: Variant) {
    let mut suite = Suite::new(variant);
    let request = suite.request().without("nonce");
    let tokens = suite.login(&request);
    assert_eq!(tokens.claims().get("nonce"), None);
}

#[test]
fn ensure_request_without_nonce_succeeds_for_code_flow() {
    each(4, |variant| !variant.has("id_token"), module);
}
