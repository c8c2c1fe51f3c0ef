//! `oidcc-userinfo-post-body`: the access token in the form of a POST request.

use http::StatusCode;
use symbolon_test_support::metadata::USER_INFO;

use super::login::{Form, Suite, json};
use crate::variants::{Variant, each};

fn module(variant: Variant) {
    let mut suite = Suite::new(variant);
    let request = suite.request();
    let tokens = suite.login(&request);
    let request = |token: &str| Form::of(&[("access_token", token)]).post(USER_INFO);
    let response = suite.op.user_info(&request(tokens.access_token()), suite.browser.now);
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(json(&response)["sub"], tokens.claims()["sub"]);
    let response = suite.op.user_info(&request("guess"), suite.browser.now);
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
}

#[test]
fn userinfo_post_body() {
    each(10, Variant::has_access_token, module);
}
