//! `oidcc-server-client-secret-post`: the client sends its secret in the body.

use http::StatusCode;
use symbolon_test_support::metadata::TOKEN;

use super::login::{Suite, json, redeeming};
use super::under_test::POST_CLIENT;
use crate::variants::{Variant, each};

fn module(variant: Variant) {
    let mut suite = Suite::new(variant);
    let client = suite.another(POST_CLIENT, |metadata| {
        metadata["token_endpoint_auth_method"] = "client_secret_post".into();
    });
    let request = suite.request().set("client_id", &client.id);
    let parameters = suite.visit(&request);
    let redeeming = redeeming(parameters.get("code").unwrap()).set("client_id", &client.id);

    let wrong = redeeming.clone().set("client_secret", "guess").post(TOKEN);
    let response = suite.op.token(&wrong, suite.browser.now);
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    assert_eq!(json(&response)["error"], "invalid_client");

    let request = redeeming.set("client_secret", client.secret.as_ref().unwrap()).post(TOKEN);
    suite.issued(&suite.op.token(&request, suite.browser.now));
}

#[test]
fn server_client_secret_post() {
    each(8, |variant| variant.has("code"), module);
}
