//! A login fails if it does not get what it asked for: the user of `id_token_hint`, or a new
//! authentication after `prompt=login`. The functions in `danger` leave out parameters.

use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::{NumericDate, Object};
use symbolon_oauth::{EncodedJwt, Parameters};
use symbolon_oidc::Prompt;
use symbolon_relying_party::{RelyingParty, RelyingPartyPolicy, danger};
use time::Duration;

use crate::attempt::{Attempt, sign, usual_claims};
use crate::keys;
use crate::parties::{begin, client, metadata, now, rp};

/// Returns the code of the error, if the login failed.
fn code_of(attempt: Attempt) -> Option<&'static str> {
    attempt.run().result.err().map(|error| error.code())
}

fn rp_with(change: impl FnOnce(RelyingPartyPolicy) -> RelyingPartyPolicy) -> RelyingParty {
    let mut client = client();
    client.policy = change(client.policy);
    RelyingParty::new(metadata(), client, &CRYPTO).unwrap()
}

#[test]
fn attack_072_another_user_than_the_hint_is_refused() {
    for (sub, code) in [
        ("alice", None),
        ("mallory", Some("id_token.other_subject")),
        ("Alice", Some("id_token.other_subject")),
    ] {
        let hint = EncodedJwt::new(sign(&usual_claims(now()), &keys::es().signing(&CRYPTO)));
        let attempt = Attempt::new().login(move |login| login.id_token_hint(&hint));
        let attempt = attempt.claims(move |claims| {
            claims.insert("sub", sub);
        });
        assert_eq!(code_of(attempt), code, "{sub}");
    }
}

#[test]
fn attack_069_prompt_login_without_a_new_authentication_is_refused() {
    let seconds = NumericDate::from(now()).seconds();
    // The login began 300 seconds ago, and the leeway is 60 seconds.
    for (auth_time, code) in [
        (Some(seconds), None),
        (Some(seconds - 300), None),
        (Some(seconds - 360), None),
        (Some(seconds - 361), Some("id_token.authenticated_too_long_ago")),
        (Some(0), Some("id_token.authenticated_too_long_ago")),
        (None, Some("id_token.auth_time_missing")),
    ] {
        let mut attempt = Attempt::new().login(|login| login.prompt(Prompt::LOGIN));
        attempt.taking = Duration::seconds(300);
        let attempt = attempt.claims(move |claims| {
            claims.remove("auth_time");
            claims.insert_some("auth_time", auth_time);
        });
        assert_eq!(code_of(attempt), code, "{auth_time:?}");
    }
}

#[test]
fn attack_069_a_long_max_age_does_not_weaken_prompt_login() {
    let attempt = Attempt::new().login(|login| {
        login.max_age(core::time::Duration::from_secs(86_400)).prompt(Prompt::LOGIN)
    });
    // The usual ID Token has an authentication 100 seconds before the login.
    let code = code_of(attempt).unwrap();
    assert!(code.starts_with("id_token.authenticated"), "{code}");
}

#[test]
fn the_check_of_prompt_login_can_be_switched_off_by_name() {
    let attempt = Attempt::of(rp_with(danger::accept_any_auth_time));
    let attempt = attempt.login(|login| login.prompt(Prompt::LOGIN)).claims(|claims| {
        claims.remove("auth_time");
    });
    let outcome = attempt.run();
    assert!(outcome.result.is_ok());
}

#[test]
fn attack_067_without_a_nonce_in_the_request_the_token_has_none() {
    let without = rp_with(danger::send_no_nonce);
    let (parameters, pending) = begin(&without);
    assert_eq!(parameters.get("nonce"), None);
    assert!(parameters.contains("state") && parameters.contains("code_challenge"));
    assert_eq!(serde_json::to_value(&pending).unwrap()["nonce"], serde_json::Value::Null);

    let mut attempt = Attempt::of(without.clone());
    attempt.has_nonce = false;
    let login = attempt.run().result.unwrap();
    assert_eq!(login.session.authentication.nonce, None);

    let mut attempt = Attempt::of(without).claims(|claims| {
        claims.insert("nonce", "n-0S6_WzA2Mj");
    });
    attempt.has_nonce = false;
    assert_eq!(code_of(attempt), Some("id_token.nonce_unexpected"));

    // By default, the nonce is sent and required.
    let mut attempt = Attempt::new();
    attempt.has_nonce = false;
    assert_eq!(code_of(attempt), Some("id_token.nonce_missing"));
}

#[test]
fn attack_088_pkce_can_be_left_out_by_name_only() {
    let without = rp_with(danger::send_no_pkce);
    let (parameters, _) = begin(&without);
    assert_eq!(parameters.get("code_challenge"), None);
    assert_eq!(parameters.get("code_challenge_method"), None);
    assert!(parameters.contains("state") && parameters.contains("nonce"));
    for (rp, has_verifier) in [(without, false), (rp(), true)] {
        let outcome = Attempt::of(rp).run();
        let form = Parameters::from_http(&outcome.requests[0]).unwrap();
        assert_eq!(form.contains("code_verifier"), has_verifier);
        assert!(outcome.result.is_ok());
    }
}

#[test]
fn a_stored_login_keeps_what_it_asked_for() {
    let hint = EncodedJwt::new(sign(&usual_claims(now()), &keys::es().signing(&CRYPTO)));
    let login = rp().login(&crate::parties::redirect_uri());
    let login = login.id_token_hint(&hint).prompt(Prompt::LOGIN);
    let (_, pending) = login.begin(now()).unwrap();
    let stored = serde_json::to_value(&pending).unwrap();
    assert_eq!(stored["subject"], "alice");
    assert_eq!(stored["subject_issuer"], symbolon_test_support::names::ISSUER);
    assert_eq!(stored["is_new_authentication"], true);
    for name in ["nonce", "code_verifier", "subject", "subject_issuer", "is_new_authentication"] {
        let mut damaged = Object::parse(stored.to_string().as_bytes()).unwrap();
        damaged.remove(name);
        let read = serde_json::from_str::<symbolon_relying_party::PendingLogin>(&damaged.to_json());
        assert!(read.is_err(), "a record without {name}");
    }
}
