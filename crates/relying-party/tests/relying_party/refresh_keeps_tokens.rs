//! A refresh that fails: the tokens that the provider issued are not lost. If the failure can be
//! known before the token request, the refresh token is not spent.

use core::time::Duration;

use serde_json::json;
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::KeyCache;
use symbolon_jose::{NumericDate, Object, SignatureAlgorithm};
use symbolon_relying_party::{RefreshError, RelyingParty, Session};

use crate::attempt::{Attempt, signed_in};
use crate::keys;
use crate::parties::{answer, client, jwks, metadata, now, rp};

/// Returns an attempt whose response has a new refresh token. Its key cache has the provider's
/// usual key.
fn rotating(keys: KeyCache) -> Attempt {
    let mut attempt = Attempt::new();
    attempt.keys = keys;
    attempt.body(|body| {
        body.insert("refresh_token", "rotated");
    })
}

/// Checks that the error contains the new tokens, and no claim of the refused ID Token.
fn assert_new_tokens(error: RefreshError, old: &Session) {
    let session = error.session().cloned();
    assert_eq!(error.into_session(), session);
    let session = session.expect("the provider issued tokens");
    assert_eq!(session.refresh_token.unwrap().expose(), "rotated");
    assert_eq!(session.access_token.unwrap().expose(), "refreshed.access.token");
    assert_eq!(session.expires_at, Some(NumericDate::from(now()).after(Duration::from_secs(3600))));
    assert_eq!(session.authentication, old.authentication);
    assert_eq!(session.client_id, old.client_id);
}

#[test]
fn attack_075_a_refused_id_token_does_not_lose_the_new_tokens() {
    let seconds = NumericDate::from(now()).seconds();
    for (name, value, code) in [
        ("iss", Some(json!("https://as2.example")), "id_token.issuer"),
        ("aud", Some(json!("other")), "id_token.audience"),
        ("auth_time", Some(json!(seconds)), "id_token.refreshed"),
        ("exp", Some(json!(seconds - 3600)), "id_token.expired"),
        ("sub", None, "id_token.missing"),
    ] {
        let (session, keys) = signed_in();
        let attempt = rotating(keys).claims(move |claims: &mut Object| {
            claims.remove(name);
            claims.insert_some(name, value);
        });
        let error = attempt.refresh(&session).result.unwrap_err();
        assert_eq!(error.code(), code, "{name}");
        assert!(matches!(error, RefreshError::TokensIssued { .. }), "{name}");
        assert_new_tokens(error, &session);
    }
}

#[test]
fn attack_075_the_access_token_of_another_user_does_not_reach_the_session() {
    let (session, keys) = signed_in();
    let attempt = rotating(keys).claims(|claims: &mut Object| {
        claims.insert("sub", "mallory");
    });
    let error = attempt.refresh(&session).result.unwrap_err();
    assert_eq!(error.code(), "id_token.refreshed");
    let handed = error.into_session().unwrap();
    assert_eq!(handed.refresh_token.unwrap().expose(), "rotated");
    assert_eq!((handed.access_token, handed.expires_at), (None, None));
    assert_eq!(handed.authentication, session.authentication);
}

#[test]
fn rfc6749_6_a_refused_id_token_without_rotation_keeps_the_old_refresh_token() {
    let (session, keys) = signed_in();
    let mut attempt = Attempt::new().body(|body| {
        body.remove("refresh_token");
        body.insert("id_token", "e30.e30.AA");
    });
    attempt.keys = keys;
    let handed = attempt.refresh(&session).result.unwrap_err().into_session().unwrap();
    assert_eq!(handed.refresh_token, session.refresh_token);
    assert_eq!(handed.access_token.unwrap().expose(), "refreshed.access.token");
}

#[test]
fn rfc6749_6_a_response_that_breaks_a_rule_does_not_lose_the_refresh_token() {
    for (name, value, code) in [
        ("access_token", None, "token_response.missing"),
        ("access_token", Some(json!(1)), "json.member"),
        ("token_type", Some(json!("DPoP")), "token_response.token_type"),
        ("id_token", Some(json!("e30")), "jwt.syntax"),
    ] {
        let (session, keys) = signed_in();
        let attempt = rotating(keys).body(move |body: &mut Object| {
            body.insert("refresh_token", "rotated");
            body.remove(name);
            body.insert_some(name, value);
        });
        let error = attempt.refresh(&session).result.unwrap_err();
        assert_eq!(error.code(), code, "{name}");
        let handed = error.into_session().expect(name);
        assert_eq!(handed.refresh_token.unwrap().expose(), "rotated", "{name}");
        assert_eq!(handed.authentication, session.authentication);
    }
}

#[test]
fn rfc6749_7_1_an_access_token_of_another_type_is_not_handed_over() {
    let (session, keys) = signed_in();
    let attempt = rotating(keys).body(|body| {
        body.insert("refresh_token", "rotated");
        body.insert("token_type", "DPoP");
    });
    let handed = attempt.refresh(&session).result.unwrap_err().into_session().unwrap();
    assert_eq!(handed.access_token, session.access_token);
    assert_eq!(handed.expires_at, session.expires_at);
}

#[test]
fn core_12_3_a_response_without_tokens_hands_nothing_over() {
    for (response, code) in [
        (answer("text/html", b"<html>"), "token_response.content_type"),
        (answer("application/json", b"{}"), "token_response.missing"),
        (answer("application/json", br#"{"refresh_token":1}"#), "token_response.missing"),
        (answer("application/json", br#"{"refresh_token":""}"#), "token_response.missing"),
    ] {
        let (session, keys) = signed_in();
        let mut attempt = Attempt::new().answer(response);
        attempt.keys = keys;
        let error = attempt.refresh(&session).result.unwrap_err();
        assert_eq!(error.code(), code);
        assert_eq!(error.into_session(), None, "{code}");
    }
}

/// A response with an error status issues no tokens, whatever its body contains.
#[test]
fn rfc6749_5_2_a_refresh_token_in_an_error_response_is_not_handed_over() {
    for status in [400, 503] {
        let (session, keys) = signed_in();
        let body = br#"{"error":"invalid_grant","refresh_token":"planted"}"#;
        let mut response = answer("application/json", body);
        *response.status_mut() = http::StatusCode::from_u16(status).unwrap();
        let mut attempt = Attempt::new().answer(response);
        attempt.keys = keys;
        let error = attempt.refresh(&session).result.unwrap_err();
        assert_eq!(error.code(), "token_response.refused");
        assert_eq!(error.into_session(), None, "{status}");
    }
}

/// Returns an attempt whose ID Token is signed with a key that is not in the cache.
fn rotated_keys(keys: KeyCache) -> Attempt {
    let mut attempt = rotating(keys).claims(|claims| {
        claims.remove("auth_time");
    });
    attempt.now = now() + Duration::from_secs(120);
    attempt.signer = keys::ed().signing(&CRYPTO);
    attempt
}

#[test]
fn attack_091_a_failed_key_fetch_after_the_tokens_does_not_lose_them() {
    let (session, keys) = signed_in();
    let mut attempt = rotated_keys(keys);
    attempt.jwks = answer("text/html", b"down");
    let outcome = attempt.refresh(&session);
    assert_eq!(outcome.asked(), ["/token", "/jwks"]);
    let error = outcome.result.unwrap_err();
    assert_eq!(error.code(), "document.content_type");
    let handed = error.into_session().unwrap();
    assert_eq!(handed.refresh_token.unwrap().expose(), "rotated");
}

#[test]
fn attack_091_a_key_fetch_that_cannot_be_sent_does_not_lose_the_tokens() {
    let (session, keys) = signed_in();
    let mut attempt = rotated_keys(keys);
    attempt.unreachable = Some("/jwks");
    let outcome = attempt.try_refresh(&session);
    assert_eq!(outcome.asked(), ["/token", "/jwks"]);
    let error = outcome.result.unwrap_err().expect("the error of the flow, not of the sender");
    assert_eq!(error.code(), "keys.no_response");
    let handed = error.into_session().unwrap();
    assert_eq!(handed.refresh_token.unwrap().expose(), "rotated");
}

#[test]
fn attack_091_without_keys_the_refresh_token_is_not_spent() {
    let (session, _) = signed_in();
    let mut attempt = rotating(rp().key_cache());
    attempt.jwks = answer("text/html", b"down");
    let outcome = attempt.refresh(&session);
    assert_eq!(outcome.asked(), ["/jwks"]);
    let error = outcome.result.unwrap_err();
    assert_eq!(error.code(), "document.content_type");
    assert_eq!(error.into_session(), None);

    // The next attempt is too early for another fetch.
    let mut attempt = rotating(outcome.keys);
    attempt.now = now() + Duration::from_secs(1);
    let outcome = attempt.refresh(&session);
    assert_eq!(outcome.asked(), [""; 0]);
    assert_eq!(outcome.result.unwrap_err().code(), "keys.cool_down");

    let mut attempt = rotating(rp().key_cache());
    attempt.unreachable = Some("/jwks");
    let outcome = attempt.try_refresh(&session);
    assert_eq!(outcome.asked(), ["/jwks"]);
    assert_eq!(outcome.result.unwrap_err(), None);
}

#[test]
fn attack_091_stale_keys_are_enough_to_spend_the_refresh_token() {
    let stale = || {
        let (session, keys) = signed_in();
        let mut attempt = rotating(keys).claims(|claims| {
            claims.remove("auth_time");
        });
        attempt.now = now() + Duration::from_secs(3700);
        (session, attempt)
    };
    let (session, mut attempt) = stale();
    attempt.jwks = answer("text/html", b"down");
    let outcome = attempt.refresh(&session);
    assert_eq!(outcome.asked(), ["/jwks", "/token"]);
    assert!(outcome.result.is_ok());

    let (session, mut attempt) = stale();
    attempt.unreachable = Some("/jwks");
    let outcome = attempt.try_refresh(&session);
    assert_eq!(outcome.asked(), ["/jwks", "/token"]);
    assert!(outcome.result.is_ok());
}

#[test]
fn attack_091_the_keys_come_before_the_refresh_token() {
    let (session, _) = signed_in();
    let outcome = rotating(rp().key_cache()).refresh(&session);
    assert_eq!(outcome.asked(), ["/jwks", "/token"]);
    let refreshed = outcome.result.unwrap();
    assert_eq!(refreshed.session.refresh_token.unwrap().expose(), "rotated");

    let mut mac = client();
    mac.policy.id_token_algorithms = Some(vec![SignatureAlgorithm::Hs256]);
    let rp = RelyingParty::new(metadata(), mac, &CRYPTO).unwrap();
    let attempt = Attempt::of(rp).body(|body| {
        body.remove("id_token");
    });
    assert_eq!(attempt.refresh(&session).asked(), ["/token"], "no key is published");
}

#[test]
fn a_token_request_that_cannot_be_sent_is_the_error_of_the_sender() {
    let (session, keys) = signed_in();
    let mut attempt = rotating(keys);
    attempt.unreachable = Some("/token");
    let outcome = attempt.try_refresh(&session);
    assert_eq!(outcome.asked(), ["/token"]);
    assert_eq!(outcome.result.unwrap_err(), None);
}

#[test]
fn core_10_1_1_a_refresh_with_the_key_set_of_both_keys_fetches_once() {
    let (session, _) = signed_in();
    let mut attempt = rotated_keys(rp().key_cache());
    attempt.jwks = jwks(&[keys::es(), keys::ed()]);
    let outcome = attempt.refresh(&session);
    assert_eq!(outcome.asked(), ["/jwks", "/token"]);
    assert!(outcome.result.is_ok());
}
