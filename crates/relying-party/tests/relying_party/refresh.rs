//! The refresh of a session.

use core::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::{NumericDate, Object};
use symbolon_oauth::{ClientId, ErrorCode, Issuer, Parameters};
use symbolon_relying_party::{RefreshError, RelyingParty, Session};

use crate::attempt::{Attempt, signed_in};
use crate::keys;
use crate::parties::{ISSUER, answer, client, jwks, metadata, now, rp};

/// Refreshes with an ID Token in which this claim has another value, or is absent.
fn refreshed_with(name: &'static str, value: Option<Value>) -> Result<(), RefreshError> {
    let (session, keys) = signed_in();
    let mut attempt = Attempt::new().claims(move |claims: &mut Object| {
        claims.remove(name);
        claims.insert_some(name, value);
    });
    attempt.keys = keys;
    attempt.refresh(&session).result.map(|_| ())
}

fn seconds() -> i64 {
    NumericDate::from(now()).seconds()
}

#[test]
fn core_12_1_the_refresh_token_goes_to_the_token_endpoint() {
    let (session, keys) = signed_in();
    let mut attempt = Attempt::new();
    attempt.keys = keys;
    let outcome = attempt.refresh(&session);
    assert_eq!(outcome.asked(), ["/token"]);
    let form = Parameters::from_http(&outcome.requests[0]).unwrap();
    assert_eq!(form.get("grant_type"), Some("refresh_token"));
    assert_eq!(form.get("refresh_token"), Some("8xLOxBtZp8"));
    assert_eq!(form.get("scope"), None);
    let refreshed = outcome.result.unwrap();
    assert_eq!(refreshed.session.access_token.unwrap().expose(), "refreshed.access.token");
    assert_eq!(refreshed.id_token.unwrap().sub, "alice");
    assert_eq!(refreshed.session.authentication, session.authentication);
}

#[test]
fn core_12_2_a_refresh_without_an_id_token() {
    let (session, keys) = signed_in();
    let mut attempt = Attempt::new().body(|body| {
        body.remove("id_token");
    });
    attempt.keys = keys;
    let refreshed = attempt.refresh(&session).result.unwrap();
    assert_eq!(refreshed.id_token, None);
    assert_eq!(refreshed.session.sub(), "alice");
}

#[test]
fn attack_075_refreshed_id_token_drift() {
    for (name, value, code) in [
        ("sub", Some(json!("mallory")), "id_token.refreshed"),
        ("iss", Some(json!("https://as2.example")), "id_token.issuer"),
        ("aud", Some(json!("other")), "id_token.audience"),
        ("azp", Some(json!("other")), "id_token.authorized_party"),
        ("auth_time", Some(json!(seconds())), "id_token.refreshed"),
        ("nonce", Some(json!("n-0S6_WzA2Mj")), "id_token.refreshed"),
        ("iat", Some(json!(seconds() - 3600)), "id_token.refreshed"),
        ("exp", Some(json!(seconds() - 3600)), "id_token.expired"),
        ("at_hash", Some(json!("77QmUPtjPfzWtF2AnpK9RQ")), "id_token.at_hash"),
        ("sub", None, "id_token.missing"),
    ] {
        let error = refreshed_with(name, value).unwrap_err();
        assert_eq!(error.code(), code, "{name}");
    }
    assert_eq!(refreshed_with("auth_time", None), Ok(()));
}

#[test]
fn core_12_2_a_refreshed_id_token_may_repeat_the_nonce() {
    let (session, _) = signed_in();
    let nonce = session.authentication.nonce.clone().unwrap();
    let attempt = Attempt::new().claims(move |claims| {
        claims.insert("nonce", nonce.expose());
    });
    assert!(attempt.refresh(&session).result.is_ok());
}

#[test]
fn core_10_1_1_keys_may_rotate_between_login_and_refresh() {
    let (session, keys) = signed_in();
    let empty = rp().key_cache();
    for (cache, asked) in [(keys, ["/token", "/jwks"]), (empty, ["/jwks", "/token"])] {
        let mut attempt = Attempt::new();
        attempt.keys = cache;
        attempt.now = now() + Duration::from_secs(120);
        attempt = attempt.claims(|claims| {
            claims.remove("auth_time");
        });
        attempt.signer = keys::ed().signing(&CRYPTO);
        attempt.jwks = jwks(&[keys::ed()]);
        let outcome = attempt.refresh(&session);
        assert_eq!(outcome.asked(), asked);
        assert!(outcome.result.is_ok());
    }
}

#[test]
fn rfc6749_6_a_new_refresh_token_replaces_the_old() {
    let (session, _) = signed_in();
    let rotate = |token: Option<&'static str>| {
        let attempt = Attempt::new().body(move |body| {
            body.remove("refresh_token");
            body.insert_some("refresh_token", token);
        });
        attempt.refresh(&session).result.unwrap().session.refresh_token.unwrap()
    };
    assert_eq!(rotate(Some("next")).expose(), "next");
    assert_eq!(rotate(None).expose(), "8xLOxBtZp8");
}

#[test]
fn rfc6749_6_a_scope_that_changed_is_told() {
    let (session, _) = signed_in();
    let refresh = |session: &Session, scope: Option<&'static str>| {
        let attempt = Attempt::new().body(move |body| body.insert_some("scope", scope));
        attempt.refresh(session).result.unwrap()
    };
    for (scope, added, removed) in [
        ("openid email admin", "admin", ""),
        ("openid User.Read", "User.Read", "email"),
        ("email", "", "openid"),
    ] {
        let refreshed = refresh(&session, Some(scope));
        let change = refreshed.scope_change.unwrap();
        assert_eq!([change.added.to_string(), change.removed.to_string()], [added, removed]);
        assert_eq!(refreshed.session.scope.to_string(), scope);
        assert_eq!(refreshed.session.granted_scope, session.granted_scope);
    }
    for scope in [None, Some("openid email"), Some("email openid")] {
        let refreshed = refresh(&session, scope);
        assert_eq!(refreshed.scope_change, None);
        assert_eq!(refreshed.session.scope, session.granted_scope);
    }

    // A later refresh may again return the whole scope that was granted.
    let narrow = refresh(&session, Some("email")).session;
    for scope in [None, Some("openid email")] {
        let again = refresh(&narrow, scope);
        assert_eq!(again.session.scope.to_string(), "openid email");
        assert_eq!(again.scope_change, None);
    }
}

#[test]
fn core_12_3_the_provider_refuses_the_refresh_token() {
    let (session, _) = signed_in();
    let mut refusal = answer("application/json", br#"{"error":"invalid_grant"}"#);
    *refusal.status_mut() = StatusCode::BAD_REQUEST;
    let error = Attempt::new().answer(refusal).refresh(&session).result.unwrap_err();
    assert_eq!(error.refusal().unwrap().error, ErrorCode::INVALID_GRANT);
    // No tokens were issued, so the old session stays.
    assert_eq!(error.into_session(), None);
}

#[test]
fn rfc6749_10_4_a_refresh_token_is_not_sent_to_another_provider() {
    let (session, keys) = signed_in();
    let mut other = metadata();
    other.issuer = Issuer::new("https://as2.example").unwrap();
    let other = RelyingParty::new(other, client(), &CRYPTO).unwrap();
    assert_eq!(other.refresh(&session, keys).unwrap_err(), RefreshError::OtherProvider);
    assert_eq!(session.authentication.iss.as_str(), ISSUER);
}

#[test]
fn core_11_without_a_refresh_token_there_is_no_refresh() {
    let (mut session, keys) = signed_in();
    session.refresh_token = None;
    assert_eq!(rp().refresh(&session, keys).unwrap_err(), RefreshError::NoRefreshToken);
}

#[test]
fn rfc6749_10_4_a_refresh_token_is_not_sent_for_another_client() {
    let (session, keys) = signed_in();
    let mut other = client();
    other.client_id = ClientId::new("other").unwrap();
    let other = RelyingParty::new(metadata(), other, &CRYPTO).unwrap();
    assert_eq!(other.refresh(&session, keys).unwrap_err(), RefreshError::OtherProvider);
}

#[test]
fn rfc6749_5_1_the_lifetime_of_the_new_access_token_counts_from_the_refresh() {
    let (session, _) = signed_in();
    let mut attempt = Attempt::new().claims(|claims| {
        claims.remove("auth_time");
    });
    attempt.now = now() + Duration::from_secs(1000);
    let refreshed = attempt.refresh(&session).result.unwrap();
    let expires = NumericDate::from(now()).after(Duration::from_secs(1000 + 3600));
    assert_eq!(refreshed.session.expires_at, Some(expires));

    let attempt = Attempt::new().body(|body| {
        body.remove("expires_in");
    });
    assert_eq!(attempt.refresh(&session).result.unwrap().session.expires_at, None);
}

#[test]
fn rfc6749_5_1_other_members_of_the_response_are_kept() {
    let (session, _) = signed_in();
    let attempt = Attempt::new().body(|body| {
        body.insert("session_state", "x");
    });
    let refreshed = attempt.refresh(&session).result.unwrap();
    assert_eq!(refreshed.extra.get("session_state"), Some(&json!("x")));
}
