//! `oidcc-ensure-request-with-valid-pkce-succeeds`: PKCE with `S256`.

use symbolon_test_support::names::{CODE_CHALLENGE, CODE_VERIFIER};

use super::login::{Suite, assert_invalid_grant, redeeming};
use crate::variants::{Variant, each};

fn module(variant: Variant) {
    let mut suite = Suite::new(variant);
    let request = suite.request().set("code_challenge", CODE_CHALLENGE);
    let request = request.set("code_challenge_method", "S256");
    let parameters = suite.visit(&request);
    let redeeming = redeeming(parameters.get("code").unwrap());
    let redeeming = redeeming.set("code_verifier", CODE_VERIFIER).basic(&suite.client);
    let response = suite.issued(&suite.op.token(&redeeming, suite.browser.now));
    suite.tokens(&parameters, &request, Some(response));
}

fn without_verifier(variant: Variant) {
    let mut suite = Suite::new(variant);
    let request = suite.request().set("code_challenge", CODE_CHALLENGE);
    let parameters = suite.visit(&request.set("code_challenge_method", "S256"));
    let redeeming = redeeming(parameters.get("code").unwrap()).basic(&suite.client);
    assert_invalid_grant(&suite.op.token(&redeeming, suite.browser.now));
}

#[test]
fn ensure_request_with_valid_pkce_succeeds() {
    each(8, |variant| variant.has("code"), module);
    each(8, |variant| variant.has("code"), without_verifier);
}
