//! `oidcc-registration-jwks-uri`: the provider fetches the keys of the client, which authenticates with
//! an assertion.

use http::StatusCode;

use super::assertions::{JWKS, registers_jwks_uri, token_endpoint};
use super::clients::jwks;
use super::login::{Suite, json, redeeming};
use super::under_test::CLIENT_KEY;
use crate::variants::{Variant, registered};

fn module(variant: Variant) {
    let mut suite = Suite::with(variant.clone(), registers_jwks_uri);
    assert_eq!(suite.client.information["jwks_uri"], JWKS);
    suite.op.web.host_json(JWKS, &jwks(Some(CLIENT_KEY)));
    let request = suite.request();
    let parameters = suite.visit(&request);
    let now = suite.browser.now;
    let redeeming = redeeming(parameters.get("code").unwrap());
    let redeeming = redeeming.asserted(&suite.client, Some(CLIENT_KEY), &token_endpoint(), now);
    let response = suite.issued(&suite.op.token(&redeeming, now));
    suite.tokens(&parameters, &request, Some(response));
    without_keys(variant);
}

/// The address of the keys has no document.
fn without_keys(variant: Variant) {
    let mut suite = Suite::with(variant, registers_jwks_uri);
    let parameters = suite.visit(&suite.request());
    let now = suite.browser.now;
    let redeeming = redeeming(parameters.get("code").unwrap());
    let redeeming = redeeming.asserted(&suite.client, Some(CLIENT_KEY), &token_endpoint(), now);
    let response = suite.op.token(&redeeming, now);
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    assert_eq!(json(&response)["error"], "invalid_client");
}

#[test]
fn registration_jwks_uri() {
    registered(8, |variant| variant.has("code"), module);
}
