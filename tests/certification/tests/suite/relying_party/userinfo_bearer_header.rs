//! `oidcc-client-test-userinfo-bearer-header`: the access token is in the header, and not in the
//! URL.

use http::header::AUTHORIZATION;
use symbolon_test_support::metadata::USER_INFO;

use super::scripted::{Script, accepted};
use crate::variants::{Variant, each};

fn module(variant: Variant) {
    let ended = accepted(&Script::new(variant));
    let request = ended.request_to(USER_INFO);
    let header = request.headers()[AUTHORIZATION].to_str().unwrap();
    let (login, _) = ended.result.as_ref().unwrap();
    let token = login.session.access_token.as_ref().unwrap();
    assert_eq!(header, format!("Bearer {}", token.expose()));
    assert_eq!(request.uri().query(), None);
}

#[test]
fn userinfo_bearer_header() {
    each(10, Variant::has_access_token, module);
}
