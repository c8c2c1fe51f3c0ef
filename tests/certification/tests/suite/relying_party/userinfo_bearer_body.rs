//! `oidcc-client-test-userinfo-bearer-body`: the access token is in the form of a POST request.

use http::Method;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use symbolon_relying_party::BearerMethod;
use symbolon_test_support::metadata::USER_INFO;

use super::scripted::{Script, accepted};
use crate::variants::{Variant, each};

fn module(variant: Variant) {
    let mut script = Script::new(variant);
    script.bearer = BearerMethod::Body;
    let ended = accepted(&script);
    let request = ended.request_to(USER_INFO);
    assert_eq!(request.method(), Method::POST);
    assert_eq!(request.headers()[CONTENT_TYPE], "application/x-www-form-urlencoded");
    assert!(!request.headers().contains_key(AUTHORIZATION));
    assert_eq!(request.uri().query(), None);
    let (login, _) = ended.result.as_ref().unwrap();
    let token = login.session.access_token.as_ref().unwrap();
    let body = format!("access_token={}", token.expose());
    assert_eq!(request.body(), body.as_bytes());
}

#[test]
fn userinfo_bearer_body() {
    each(10, Variant::has_access_token, module);
}
