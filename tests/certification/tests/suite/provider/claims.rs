//! The checks of an ID Token that every module makes.

use serde_json::Value;
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::jws::CompactJws;
use symbolon_jose::{SignatureAlgorithm, VerificationKeys};
use symbolon_oauth::{AccessToken, AuthorizationCode, ClientId, EncodedJwt};
use symbolon_oidc::{ExpectedIdToken, IdTokenValidator, Nonce, NonceExpectation, ReceivedFrom};
use symbolon_test_support::names::issuer;
use time::OffsetDateTime;

use super::under_test::{Op, known};

/// The values that came through the browser together with an ID Token.
#[derive(Clone, Copy)]
pub(super) struct Beside<'a> {
    pub(super) code: Option<&'a str>,
    pub(super) token: Option<&'a str>,
}

/// Checks the rules of an ID Token, its signature with RS256 and its hashes, and returns its
/// claims.
#[track_caller]
pub(super) fn checked(
    op: &Op,
    client_id: &str,
    token: &str,
    nonce: Option<&str>,
    beside: Option<Beside<'_>>,
    now: OffsetDateTime,
) -> Value {
    let nonce = nonce.map(|nonce| Nonce::new(nonce.to_owned()));
    let sent = nonce.as_ref().map_or(NonceExpectation::NotSent, NonceExpectation::Sent);
    let code = beside.and_then(|it| it.code);
    let code = code.map(|code| AuthorizationCode::new(code.to_owned()));
    let access_token = beside.and_then(|it| it.token);
    let access_token = access_token.map(|token| AccessToken::new(token.to_owned()));
    let mut expected = ExpectedIdToken::login(sent);
    if beside.is_some() {
        expected = expected.received_from(ReceivedFrom::AuthorizationEndpoint);
    }
    if let Some(code) = &code {
        expected = expected.code(code);
    }
    if let Some(access_token) = &access_token {
        expected = expected.access_token(access_token);
    }
    let encoded = EncodedJwt::parse(token.to_owned()).unwrap();
    let validator = IdTokenValidator::new(issuer(), ClientId::new(client_id).unwrap());
    validator.validate(&encoded, &keys_of(op), &expected, &CRYPTO, now).unwrap();
    let claims = signed(op, token);
    let sub = claims["sub"].as_str().unwrap();
    assert!(sub.is_ascii() && (1..=255).contains(&sub.len()));
    claims
}

/// Returns the claims of a token that the provider signed.
pub(super) fn signed(op: &Op, token: &str) -> Value {
    let verified = CompactJws::parse(token).unwrap().verify(&keys_of(op)).unwrap();
    serde_json::from_slice(verified.payload()).unwrap()
}

fn keys_of(op: &Op) -> VerificationKeys {
    op.provider.jwks().verification_keys(&[SignatureAlgorithm::Rs256], &CRYPTO)
}

/// Returns the names of the claims about the user that are in an object.
pub(crate) fn about_user(claims: &Value) -> Vec<&str> {
    let known = known();
    let names = claims.as_object().unwrap().keys().map(String::as_str);
    names.filter(|name| known.get(name).is_some()).collect()
}
