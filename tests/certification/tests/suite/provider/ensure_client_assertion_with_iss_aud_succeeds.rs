//! `oidcc-ensure-client-assertion-with-iss-aud-succeeds`: the audience of a client assertion is the
//! issuer. The assertions of other modules name the token endpoint.

use http::{Response, StatusCode};
use symbolon_test_support::names::ISSUER;

use super::assertions::{registers_assertions, token_endpoint};
use super::login::{Suite, json, redeeming};
use super::under_test::SIGNING_CLIENT;
use crate::variants::{Variant, each};

/// Redeems the code of a login with an assertion that has this audience.
fn redeem(variant: &Variant, audience: &str) -> (Suite, Response<Vec<u8>>) {
    let mut suite = Suite::new(variant.clone());
    let client = suite.another(SIGNING_CLIENT, registers_assertions);
    let request = suite.request().set("client_id", &client.id);
    let code = suite.visit(&request).get("code").unwrap().to_owned();
    let now = suite.browser.now;
    let redeeming = redeeming(&code).asserted(&client, variant.client.kid(), audience, now);
    let response = suite.op.token(&redeeming, now);
    (suite, response)
}

fn module(variant: Variant) {
    for audience in [ISSUER.to_owned(), token_endpoint()] {
        let (suite, response) = redeem(&variant, &audience);
        suite.issued(&response);
    }
    let (_suite, response) = redeem(&variant, "https://other.example");
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    assert_eq!(json(&response)["error"], "invalid_client");
}

#[test]
fn ensure_client_assertion_with_iss_aud_succeeds() {
    each(8, |variant| variant.has("code"), module);
}
