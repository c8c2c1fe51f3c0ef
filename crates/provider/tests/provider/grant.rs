//! The user's decision, and the code that is issued because of it.

use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::crypto::RandomError;
use symbolon_oauth::{AuthorizationCode, ErrorCode};
use symbolon_provider::{AuthorizeError, Consent, Decision, SignedIn, Stored};

use crate::common::*;

#[test]
fn core_3_1_2_5_the_response_has_code_state_and_iss() {
    let pending = authorize(&asking()).unwrap();
    let issued = provider().respond(pending, yes(alice()), at(10)).unwrap();
    let record = issued.records().code.clone().unwrap();
    let response = sent(issued);
    assert!(response.headers()["location"].to_str().unwrap().starts_with(CALLBACK));
    let parameters = response_of(&response);
    let code = AuthorizationCode::new(parameters.get("code").unwrap().to_owned());
    assert_eq!(record.fingerprint, code.fingerprint(&CRYPTO));
    assert_eq!(parameters.get("state"), Some(STATE));
    // Attack 78, RFC 9207 §2: the response names the issuer.
    assert_eq!(parameters.get("iss"), Some(ISSUER));
    assert_eq!(parameters.len(), 3);
}

#[test]
fn the_code_record_has_every_field() {
    let (_, record) = code_for(&asking());
    assert_eq!(record.client_id.as_str(), "web");
    assert_eq!(record.redirect_uri.as_str(), CALLBACK);
    assert_eq!(record.scope, scope("openid email offline_access"));
    assert_eq!(record.signed_in, alice());
    assert_eq!(record.nonce.unwrap().expose(), NONCE);
    assert_eq!(record.code_challenge.unwrap().as_str(), CHALLENGE);
    assert_eq!(record.expires, at(10 + 60).into());
}

#[test]
fn rfc6749_10_10_every_code_and_every_grant_is_new() {
    let ((one, record), (other, other_record)) = (code_for(&asking()), code_for(&asking()));
    assert_ne!(one, other);
    assert_eq!(one.len(), 43, "256 bits");
    assert_ne!(record.grant, other_record.grant);
    assert!(!one.contains(record.grant.as_str()));
}

#[test]
fn rfc6749_4_1_2_1_the_user_refuses() {
    let pending = authorize(&asking()).unwrap();
    let refusal = provider().respond(pending, Decision::Denied, at(10)).unwrap_err();
    assert_redirect(refusal, &AuthorizeError::Denied, "access_denied");
}

#[test]
fn rfc6749_4_1_2_1_the_provider_chooses_the_error_code_of_its_refusal() {
    for code in [ErrorCode::TEMPORARILY_UNAVAILABLE, ErrorCode::INTERACTION_REQUIRED] {
        let pending = authorize(&asking()).unwrap();
        let decision = Decision::Refused(code.clone());
        let refusal = provider().respond(pending, decision, at(10)).unwrap_err();
        assert_redirect(refusal, &AuthorizeError::ByProvider(code.clone()), code.as_str());
    }
}

#[test]
fn core_2_sub_is_1_to_255_ascii_characters() {
    let long = "a".repeat(255);
    let grant = |subject: &str| {
        let user = SignedIn::new(subject, at(5));
        provider().respond(authorize(&asking()).unwrap(), yes(user), at(10))
    };
    assert!(grant(&long).is_ok());
    for subject in ["", "älice", &format!("{long}a")] {
        let refusal = grant(subject).unwrap_err();
        assert_redirect(refusal, &AuthorizeError::Subject, "server_error");
    }
}

#[test]
fn rfc6749_3_3_the_scope_is_what_was_asked_for_and_consented_to() {
    for (asked, consented, granted) in [
        ("openid email", "openid email offline_access", "openid email"),
        ("openid email offline_access", "openid email", "openid email"),
        ("openid email", "profile", "openid"),
    ] {
        let pending = authorize(&asking().set("scope", asked)).unwrap();
        let decision = Decision::Consented(Consent::new(alice(), scope(consented)));
        let issued = provider().respond(pending, decision, at(10)).unwrap();
        let record = issued.records().code.as_ref().unwrap();
        assert_eq!(record.scope, scope(granted));
    }
}

#[test]
fn core_3_1_2_1_respond_refuses_an_authentication_before_the_request() {
    for (name, value) in
        [("prompt", "login"), ("prompt", "select_account"), ("max_age", "0"), ("max_age", "5")]
    {
        let pending = authorize(&asking().set(name, value)).unwrap();
        let before = SignedIn::new("alice", at(-1));
        let refusal = provider().respond(pending.clone(), yes(before), at(10)).unwrap_err();
        assert_redirect(refusal, &AuthorizeError::LoginRequired, "login_required");
        assert!(provider().respond(pending, yes(alice()), at(10)).is_ok());
    }
}

#[test]
fn core_2_an_authentication_in_the_future_is_refused() {
    let pending = authorize(&asking()).unwrap();
    let refusal =
        provider().respond(pending, yes(SignedIn::new("alice", at(71))), at(10)).unwrap_err();
    assert_redirect(refusal, &AuthorizeError::LoginRequired, "login_required");
}

#[test]
fn without_randomness_there_is_no_code() {
    let pending = authorize(&asking()).unwrap();
    let refusal = provider_without_randomness().respond(pending, yes(alice()), at(10)).unwrap_err();
    assert_redirect(refusal, &AuthorizeError::Random(RandomError), "server_error");
}

#[test]
fn rfc8252_7_3_the_code_goes_to_the_port_that_was_asked_for() {
    let form = asking().set("client_id", "app").set("redirect_uri", "http://127.0.0.1:51004/cb");
    let pending = authorize_as(&provider(), Some(&app()), &form.get()).unwrap();
    let issued = provider().respond(pending, yes(alice()), at(10)).unwrap();
    let record = issued.records().code.as_ref().unwrap();
    assert_eq!(record.redirect_uri.as_str(), "http://127.0.0.1:51004/cb");
    let response = sent(issued);
    let location = response.headers()["location"].to_str().unwrap();
    assert!(location.starts_with("http://127.0.0.1:51004/cb?code="));
}

#[test]
fn attack_095_a_state_cannot_break_out_of_the_location() {
    let pending = authorize(&asking().set("state", "<script>&code=x#\"' ")).unwrap();
    let response = provider().respond(pending, yes(alice()), at(10)).map(sent).unwrap();
    let location = response.headers()["location"].to_str().unwrap();
    assert!(!location.contains(['<', '"', '\'', ' ', '#']));
    assert_eq!(location.matches("code=").count(), 1);
    assert_eq!(response_of(&response).get("state"), Some("<script>&code=x#\"' "));
}

#[test]
fn a_code_of_a_revoked_grant_is_not_sent() {
    let pending = authorize(&asking()).unwrap();
    let issued = provider().respond(pending, yes(alice()), at(10)).unwrap();
    let parameters = response_of(&issued.into_response(Stored::GrantRevoked));
    assert_eq!(parameters.get("error"), Some("access_denied"));
    assert_eq!(parameters.get("state"), Some(STATE));
    assert_eq!(parameters.get("iss"), Some(ISSUER));
    assert_eq!(parameters.get("code"), None);
}
