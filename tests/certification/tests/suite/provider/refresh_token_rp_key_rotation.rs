//! `oidcc-refresh-token-rp-key-rotation`: the client replaces its keys, and uses a refresh token a
//! minute later.

use http::StatusCode;

use super::assertions::{JWKS, registers_jwks_uri, token_endpoint};
use super::claims;
use super::clients::jwks;
use super::login::{Form, Suite, json, redeeming};
use super::refresh_token::registers_refresh_tokens;
use crate::variants::{Variant, registered};

fn module(variant: Variant) {
    let mut suite = Suite::with(variant, |metadata| {
        registers_jwks_uri(metadata);
        registers_refresh_tokens(metadata);
    });
    suite.op.web.host_json(JWKS, &jwks(Some("first")));
    let request = suite.request().set("scope", "openid offline_access").set("prompt", "consent");
    let parameters = suite.visit(&request);
    let now = suite.browser.now;
    let redeeming = redeeming(parameters.get("code").unwrap());
    let redeeming = redeeming.asserted(&suite.client, Some("first"), &token_endpoint(), now);
    let response = suite.issued(&suite.op.token(&redeeming, now));
    let tokens = suite.tokens(&parameters, &request, Some(response));
    let refresh_token = tokens.response.as_ref().unwrap()["refresh_token"].as_str().unwrap();
    let refreshing = Form::of(&[("grant_type", "refresh_token"), ("refresh_token", refresh_token)]);

    suite.op.web.host_json(JWKS, &jwks(Some("second")));
    suite.browser.wait(60);
    let now = suite.browser.now;
    let with_key = |kid: &str| {
        let request = refreshing.clone().asserted(&suite.client, Some(kid), &token_endpoint(), now);
        suite.op.token(&request, now)
    };
    let refreshed = suite.issued(&with_key("second"));
    let new = claims::signed(&suite.op, refreshed["id_token"].as_str().unwrap());
    assert_eq!(new["sub"], tokens.claims()["sub"]);

    // The client has withdrawn its first key, and no key has this name.
    for kid in ["first", "third"] {
        let response = with_key(kid);
        assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{kid}");
        assert_eq!(json(&response)["error"], "invalid_client", "{kid}");
    }
}

#[test]
fn refresh_token_rp_key_rotation() {
    registered(8, |variant| variant.has("code"), module);
}
