//! The response types `id_token` and `id_token token`: every token comes through the browser.

use symbolon_jose::NumericDate;
use symbolon_oauth::Scope;
use symbolon_oidc::OriginalAuthentication;

use super::rows::{self, table};
use super::trip::{self, Ended, Trip};
use crate::parties::now;

#[test]
fn core_3_2_2_8_id_token() {
    table("id_token", &["/jwks"], &[rows::SENDER, rows::TOKENS, rows::ID_TOKEN]);
}

#[test]
fn core_3_2_2_8_id_token_token() {
    let groups = [rows::SENDER, rows::TOKENS, rows::ACCESS_TOKEN, rows::ID_TOKEN, rows::AT_HASH];
    table("id_token token", &["/jwks"], &groups);
}

#[test]
fn attack_068_an_access_token_in_the_browser_needs_its_at_hash() {
    table("id_token token", &["/jwks"], &[rows::AT_HASH]);
}

#[test]
fn core_3_2_2_8_without_an_access_token_no_at_hash_is_needed() {
    let mut trip = Trip::new("id_token");
    trip.claims = |claims| {
        claims.insert("at_hash", "77QmUPtjPfzWtF2AnpK9RQ");
        claims.insert("c_hash", "77QmUPtjPfzWtF2AnpK9RQ");
    };
    assert!(trip.run().result.is_ok());
}

#[test]
fn core_3_2_2_5_the_id_token_of_the_browser_signs_the_user_in() {
    let login = Trip::new("id_token").run().result.unwrap();
    assert_eq!(login.session.authentication, OriginalAuthentication::from(&*login.id_token));
    assert_eq!((login.session.access_token, login.session.expires_at), (None, None));
    assert_eq!(login.session.refresh_token, None);
    assert_eq!(login.session.scope, Scope::new());
    let from_browser = login.from_browser.unwrap();
    assert_eq!(from_browser.id_token, Some(login.id_token));
    assert_eq!(from_browser.access_token, None);
}

#[test]
fn core_3_2_2_5_the_access_token_of_the_browser_is_that_of_the_session() {
    let mut trip = Trip::new("id_token token");
    trip.parameters = |it| it.push("session_state", "f2a");
    let login = trip.run().result.unwrap();
    let session = login.session;
    assert_eq!(session.access_token.unwrap().expose(), trip::ACCESS_TOKEN);
    let expires = NumericDate::from(now()).after(core::time::Duration::from_secs(600));
    assert_eq!(session.expires_at, Some(expires));
    assert_eq!(session.refresh_token, None);
    // RFC 6749 §4.2.2: without `scope` in the response, it is the requested scope.
    assert_eq!(session.scope.to_string(), "openid email");
    let from_browser = login.from_browser.unwrap();
    assert_eq!(from_browser.expires_at, Some(expires));
    assert_eq!(from_browser.scope, session.scope);
    assert_eq!(from_browser.extra.get("session_state"), Some("f2a"));
}

#[test]
fn rfc6749_4_2_2_the_scope_of_the_response_is_the_scope_of_the_session() {
    let mut trip = Trip::new("id_token token");
    trip.parameters = |it| it.push("scope", "openid");
    assert_eq!(trip.run().result.unwrap().session.scope.to_string(), "openid");
}

#[test]
fn a_code_that_was_not_asked_for_is_not_sent() {
    let mut trip = Trip::new("id_token");
    trip.parameters = |it| it.push("code", "a");
    let Ended { result, asked } = trip.run();
    assert!(result.is_ok());
    assert_eq!(asked, ["/jwks"]);
}
