//! `oidcc-client-test-3rd-party-init-login`: the suite sends the browser to `initiate_login_uri`, and
//! the relying party starts a login at the suite.

use http::Request;
use symbolon_relying_party::{OwnOrigins, ThirdPartyLogin};
use symbolon_test_support::names::redirect_uri;
use url::form_urlencoded;

use super::dynamic::INITIATE;
use super::scripted::{Script, accepted};
use crate::variants::{Variant, every};

/// Returns the request of the browser after the suite has redirected it.
fn visit(parameters: &[(&str, &str)]) -> ThirdPartyLogin {
    let encoded = form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
    let request = Request::get(format!("{INITIATE}&{encoded}")).body(Vec::new()).unwrap();
    ThirdPartyLogin::from_http(&request).unwrap()
}

fn module(variant: Variant) {
    let mut script = Script::new(variant);
    let rp = script.relying_party();
    let own = OwnOrigins::of(&redirect_uri());
    let start = |request: &ThirdPartyLogin| rp.third_party_login(request, &redirect_uri(), &own);
    let iss = ("iss", script.issuer);
    let target = ("target_link_uri", "https://client.example/orders");
    assert!(start(&visit(&[iss])).is_ok());
    assert!(start(&visit(&[iss, ("login_hint", "alice"), target, ("other", "1")])).is_ok());
    let other = start(&visit(&[("iss", "https://other.example")])).unwrap_err();
    assert_eq!(other.code(), "third_party_login.other_provider");
    let foreign = ("target_link_uri", "https://other.example/");
    assert_eq!(start(&visit(&[iss, foreign])).unwrap_err().code(), "own_url.origin");

    // The login that it starts is the usual login.
    script.third_party = Some(visit(&[iss, ("login_hint", "alice"), target]));
    let ended = accepted(&script);
    assert_eq!(ended.request.get("login_hint"), Some("alice"));
    assert_eq!(ended.request.get("target_link_uri"), None);
    assert_eq!(ended.return_to.as_deref(), Some("https://client.example/orders"));
}

#[test]
fn third_party_init_login() {
    every(module);
}
