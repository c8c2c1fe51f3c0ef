//! `oidcc-userinfo-get`: the access token in the header of a GET request.

use http::StatusCode;

use super::login::{Suite, bearer, json};
use crate::variants::{Variant, each};

fn module(variant: Variant) {
    let mut suite = Suite::new(variant);
    let request = suite.request();
    let tokens = suite.login(&request);
    let request = |token: &str| bearer("GET", token);
    let response = suite.op.user_info(&request(tokens.access_token()), suite.browser.now);
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(json(&response)["sub"], tokens.claims()["sub"]);
    let response = suite.op.user_info(&request("guess"), suite.browser.now);
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
}

#[test]
fn userinfo_get() {
    each(10, Variant::has_access_token, module);
}
