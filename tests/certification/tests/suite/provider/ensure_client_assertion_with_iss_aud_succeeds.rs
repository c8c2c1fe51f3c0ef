//! `oidcc-ensure-client-assertion-with-iss-aud-succeeds`: the audience of a client assertion is the
//! issuer. The assertions of other modules name the token endpoint.

use http::{Response, StatusCode};
use symbolon_crypto_ring::CRYPTO;
use symbolon_oauth::client::assertion::{ClientAssertion, TYP};
use symbolon_oauth::{ClientCredentials, ClientId};
use symbolon_test_support::keys;
use symbolon_test_support::metadata::TOKEN;
use symbolon_test_support::names::{ISSUER, issuer};

use super::login::{Suite, json, redeeming};
use super::under_test::{CLIENT_KEY, SIGNING_CLIENT};
use crate::variants::{Variant, each};

/// Redeems the code of a login with an assertion that has this audience.
fn redeem(variant: &Variant, audience: &str) -> (Suite, Response<Vec<u8>>) {
    let mut suite = Suite::new(variant.clone());
    let request = suite.request().set("client_id", SIGNING_CLIENT);
    let code = suite.visit(&request).get("code").unwrap().to_owned();
    let client_id = ClientId::new(SIGNING_CLIENT).unwrap();
    let assertion = ClientAssertion::new(&client_id, &issuer());
    let mut claims = assertion.claims(&CRYPTO, suite.browser.now).unwrap();
    claims.aud = vec![audience.to_owned()];
    let signed = claims.sign(TYP, &keys::rsa(CLIENT_KEY).signing(&CRYPTO)).unwrap();
    let form = redeeming(&code)
        .set("client_assertion_type", ClientCredentials::JWT_BEARER)
        .set("client_assertion", &signed);
    let response = suite.op.token(&form.post(TOKEN), suite.browser.now);
    (suite, response)
}

fn module(variant: Variant) {
    for audience in [ISSUER.to_owned(), format!("{ISSUER}{TOKEN}")] {
        let (suite, response) = redeem(&variant, &audience);
        suite.issued(&response);
    }
    let (_, response) = redeem(&variant, "https://other.example");
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    assert_eq!(json(&response)["error"], "invalid_client");
}

#[test]
fn ensure_client_assertion_with_iss_aud_succeeds() {
    each(8, |variant| variant.has("code"), module);
}
