//! `oidcc-codereuse-30seconds`: a code is sent a second time after 30 seconds. Then the access
//! token of the first time is useless.

use http::StatusCode;

use super::login::{Suite, assert_invalid_grant, bearer, redeeming};
use crate::variants::{Variant, each};

fn module(variant: Variant) {
    let mut suite = Suite::new(variant);
    let request = suite.request();
    let parameters = suite.visit(&request);
    let tokens = suite.finish(&parameters, &request);

    suite.browser.wait(30);
    let now = suite.browser.now;
    let user_info = || suite.op.user_info(&bearer("GET", tokens.access_token()), now);
    assert_eq!(user_info().status(), StatusCode::OK);
    let again = redeeming(parameters.get("code").unwrap()).basic(&suite.client);
    assert_invalid_grant(&suite.op.token(&again, now));
    assert_eq!(user_info().status(), StatusCode::UNAUTHORIZED);
}

#[test]
fn codereuse_30seconds() {
    each(8, |variant| variant.has("code"), module);
}
