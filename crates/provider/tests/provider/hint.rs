//! `id_token_hint`: attacks 70 to 72, and the user whom it names.

use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::jws::{self, Jws};
use symbolon_jose::key::SelectError;
use symbolon_jose::{Excerpt, Excerpts, Object, SignatureAlgorithm};
use symbolon_oauth::{ClientId, EncodedJwt, Issuer};
use symbolon_oidc::{IdTokenClaims, IdTokenError};
use symbolon_provider::{AuthorizeError, Consent, EarlierConsent, Interaction, SignedIn};

use symbolon_test_support::keys;

use crate::common::*;

/// Returns the claims of an ID Token about alice for `web`. It expired 8000 seconds before the
/// request.
fn claims() -> IdTokenClaims {
    let client_id = ClientId::new("web").unwrap();
    IdTokenClaims::new(&issuer(), "alice", &client_id, at(-9000).into(), at(-8000).into())
}

fn signed(claims: &IdTokenClaims) -> EncodedJwt {
    let key = id_token_key(&op_key());
    claims.sign(key.signing(), &CRYPTO).unwrap()
}

fn asking_for(hint: &EncodedJwt) -> Form {
    asking().set("id_token_hint", hint.expose())
}

#[track_caller]
fn assert_refused(hint: &EncodedJwt, error: IdTokenError) {
    let refusal = authorize(&asking_for(hint)).unwrap_err();
    assert_redirect(refusal, &AuthorizeError::Hint(error), "invalid_request");
}

#[test]
fn attack_072_an_expired_hint_is_accepted() {
    let pending = authorize(&asking_for(&signed(&claims()))).unwrap();
    assert_eq!(pending.hinted_subject(), Some("alice"));
}

#[test]
fn attack_071_a_hint_for_another_client_is_refused() {
    let mut other = claims();
    other.aud = vec!["poster".to_owned()];
    let found = Excerpts::new(&other.aud);
    assert_refused(&signed(&other), IdTokenError::Audience { found, client_id: "web".to_owned() });
}

#[test]
fn attack_072_a_hint_from_another_issuer_is_refused() {
    let mut other = claims();
    other.iss = Issuer::new("https://op.example/").unwrap();
    let found = Excerpt::new("https://op.example/");
    assert_refused(&signed(&other), IdTokenError::Issuer { found, expected: issuer() });
}

#[test]
fn attack_072_a_hint_signed_with_another_key_is_refused() {
    let key = id_token_key(&keys::ed25519("op-1"));
    let hint = claims().sign(key.signing(), &CRYPTO).unwrap();
    let not_allowed = SelectError::AlgorithmNotAllowed(SignatureAlgorithm::EdDsa.into());
    assert_refused(&hint, IdTokenError::Jws(jws::Error::Key(not_allowed)));
}

#[test]
fn attack_072_a_hint_that_was_tampered_with_is_refused() {
    let hint = signed(&claims());
    let parts: Vec<&str> = hint.expose().split('.').collect();
    let mut payload = symbolon_jose::base64url::decode(parts[1]).unwrap();
    let place = payload.windows(5).position(|window| window == b"alice").unwrap();
    payload[place..place + 5].copy_from_slice(b"admin");
    let payload = symbolon_jose::base64url::encode(&payload);
    let forged = EncodedJwt::new(format!("{}.{payload}.{}", parts[0], parts[2]));
    assert_refused(&forged, IdTokenError::Jws(jws::Error::Signature));
}

#[test]
fn attack_072_an_encrypted_hint_is_refused() {
    assert_refused(&EncodedJwt::new("e30.e30.e30.e30.e30".to_owned()), IdTokenError::Encrypted);
}

#[test]
fn attack_070_another_type_of_token_is_refused_as_a_hint() {
    let key = id_token_key(&op_key());
    let payload = Object::from(&claims()).to_json().into_bytes();
    for typ in ["at+jwt", "logout+jwt", "client-authentication+jwt", "oauth-authz-req+jwt"] {
        let token = Jws::new(payload.clone()).typ(typ).sign(key.signing()).unwrap();
        let error = IdTokenError::Type { typ: Excerpt::new(typ) };
        assert_refused(&EncodedJwt::new(token), error);
    }
}

#[test]
fn core_3_1_2_2_4_another_user_than_that_of_the_hint_has_to_sign_in() {
    let pending = authorize(&asking_for(&signed(&claims()))).unwrap();
    let mallory = SignedIn::new("mallory", at(5));
    let asked = scope("openid email offline_access");
    let consented = EarlierConsent::new(asked.clone());
    let shown = provider().interaction(&pending, Some(&mallory), &consented, at(10)).unwrap();
    assert_eq!(shown, Interaction::SignIn);
    let shown = provider().interaction(&pending, Some(&alice()), &consented, at(10)).unwrap();
    assert_eq!(shown, Interaction::Nothing(Consent::new(alice(), asked)));
}

#[test]
fn attack_072_another_user_is_login_required() {
    let pending = authorize(&asking_for(&signed(&claims()))).unwrap();
    let mallory = SignedIn::new("mallory", at(5));
    let refusal = provider().respond(pending, yes(mallory.clone()), at(10)).unwrap_err();
    assert_redirect(refusal, &AuthorizeError::LoginRequired, "login_required");

    let silent = asking_for(&signed(&claims())).set("prompt", "none");
    let pending = authorize(&silent).unwrap();
    let consented = earlier("openid email offline_access");
    let refusal = provider().interaction(&pending, Some(&mallory), &consented, at(10)).unwrap_err();
    assert_redirect(refusal, &AuthorizeError::LoginRequired, "login_required");
}
