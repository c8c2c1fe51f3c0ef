//! `oidcc-idtoken-rs256`: the client registers RS256 for ID Tokens. The provider has keys for other
//! algorithms, too.

use serde_json::Value;
use symbolon_jose::jws::CompactJws;
use symbolon_test_support::keys;

use super::login::{Suite, redeeming};
use super::under_test::{Op, SECOND_CLIENT};
use crate::variants::{Variant, registered};

fn module(variant: Variant) {
    let mut op = Op::new(variant.client);
    op.publish(&[keys::p256("op-ec"), keys::rsa("op-rsa")]);
    let algorithm = |metadata: &mut Value| {
        metadata["id_token_signed_response_alg"] = "RS256".into();
    };
    let mut suite = Suite::at(op, variant, algorithm);
    assert_eq!(suite.client.information["id_token_signed_response_alg"], "RS256");
    let request = suite.request();
    let tokens = suite.login(&request);
    let token = CompactJws::parse(&tokens.id_token).unwrap();
    assert_eq!(token.header().alg(), "RS256");
    assert_eq!(token.header().kid(), Some("op-rsa"));

    // A client that registers another algorithm gets this algorithm.
    let other = suite.another(SECOND_CLIENT, |metadata| {
        metadata["id_token_signed_response_alg"] = "ES256".into();
    });
    let parameters = suite.visit(&suite.request().set("client_id", &other.id));
    let from_endpoint = parameters.get("code").map(|code| {
        suite.issued(&suite.op.token(&redeeming(code).basic(&other), suite.browser.now))
    });
    let from_endpoint = from_endpoint.as_ref().and_then(|it| it["id_token"].as_str());
    for token in parameters.get("id_token").into_iter().chain(from_endpoint) {
        assert_eq!(CompactJws::parse(token).unwrap().header().alg(), "ES256");
    }
}

#[test]
fn idtoken_rs256() {
    registered(12, |_| true, module);
}
