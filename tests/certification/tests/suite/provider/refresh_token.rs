//! `oidcc-refresh-token`: a refresh keeps the authentication, and only the client of a refresh
//! token can use it.

use serde_json::Value;

use super::browser::Page;
use super::claims;
use super::login::{Form, Suite, assert_invalid_grant};
use super::under_test::SECOND_CLIENT;
use crate::variants::{Variant, each};

/// Adds the grant type to the metadata of a client.
pub(crate) fn registers_refresh_tokens(metadata: &mut Value) {
    metadata["grant_types"].as_array_mut().unwrap().push("refresh_token".into());
}

fn module(variant: Variant) {
    let mut suite = Suite::with(variant, registers_refresh_tokens);
    let request = suite.request().set("scope", "openid offline_access");
    suite.login(&request);
    assert_eq!(suite.browser.take_pages(), [Page::SignIn, Page::Consent]);
    // The user consented to the same scope before, and is asked again.
    let tokens = suite.login(&request.clone().set("prompt", "consent"));
    assert_eq!(suite.browser.take_pages(), [Page::Consent]);
    let response = tokens.response.as_ref().unwrap();
    let refresh_token = response["refresh_token"].as_str().unwrap();
    assert!(refresh_token.len() * 6 >= 128);
    let refreshing = Form::of(&[("grant_type", "refresh_token"), ("refresh_token", refresh_token)]);

    suite.browser.wait(5);
    let now = suite.browser.now;
    let refreshed = suite.issued(&suite.op.token(&refreshing.basic(&suite.client), now));
    let id_token = refreshed["id_token"].as_str().unwrap();
    let new = claims::signed(&suite.op, id_token);
    let old = tokens.claims();
    for name in ["iss", "sub", "aud", "azp", "auth_time"] {
        assert_eq!(new.get(name), old.get(name), "{name}");
    }
    assert!(new["iat"].as_i64().unwrap() > old["iat"].as_i64().unwrap());
}

fn another_client(variant: Variant) {
    let mut suite = Suite::with(variant, registers_refresh_tokens);
    let request = suite.request().set("scope", "openid offline_access");
    let tokens = suite.login(&request.set("prompt", "consent"));
    let refresh_token = tokens.response.as_ref().unwrap()["refresh_token"].as_str().unwrap();
    let refreshing = Form::of(&[("grant_type", "refresh_token"), ("refresh_token", refresh_token)]);
    let second = suite.another(SECOND_CLIENT, registers_refresh_tokens);
    assert_invalid_grant(&suite.op.token(&refreshing.basic(&second), suite.browser.now));
}

#[test]
fn refresh_token() {
    each(8, |variant| variant.has("code"), module);
    each(8, |variant| variant.has("code"), another_client);
}
