//! `oidcc-userinfo-rs256`: UserInfo is a JWT that is signed with RS256.

use http::header::CONTENT_TYPE;
use symbolon_jose::jws::CompactJws;
use symbolon_test_support::names::ISSUER;

use super::claims;
use super::login::{Suite, bearer};
use crate::variants::{Variant, registered};

fn module(variant: Variant) {
    let mut suite = Suite::with(variant, |metadata| {
        metadata["userinfo_signed_response_alg"] = "RS256".into();
    });
    let offered = &suite.op.provider.metadata().userinfo_signing_alg_values_supported;
    assert!(offered.contains(&"RS256".to_owned()));
    assert_eq!(suite.client.information["userinfo_signed_response_alg"], "RS256");
    let request = suite.request().set("scope", "openid email");
    let tokens = suite.login(&request);

    let response = suite.op.user_info(&bearer("GET", tokens.access_token()), suite.browser.now);
    assert_eq!(response.headers()[CONTENT_TYPE], "application/jwt");
    let token = str::from_utf8(response.body()).unwrap();
    assert_eq!(CompactJws::parse(token).unwrap().header().alg(), "RS256");
    let user_info = claims::signed(&suite.op, token);
    assert_eq!(user_info["sub"], tokens.claims()["sub"]);
    assert_eq!(user_info["email"], "alice@alice.example");
    // The suite warns if `iss` or `aud` is missing. Core §5.3.2: they are the issuer and the client.
    assert_eq!(user_info["iss"], ISSUER);
    assert_eq!(user_info["aud"], suite.client.id);
    assert_eq!(user_info.get("nonce"), None);
}

#[test]
fn userinfo_rs256() {
    registered(10, Variant::has_access_token, module);
}
