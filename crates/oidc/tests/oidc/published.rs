//! The ID Tokens and hashes that specifications publish.

use serde_json::Value;
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::jwk::{PublicJwk, PublicJwkSet};
use symbolon_jose::{SignatureAlgorithm, VerificationKey, VerificationKeys};
use symbolon_oauth::{AccessToken, AuthorizationCode, ClientId, EncodedJwt, Issuer, State, danger};
use symbolon_oidc::{
    ExpectedIdToken, IdTokenError, IdTokenValidator, Nonce, NonceExpectation, ReceivedFrom, hash,
};

use symbolon_test_support::vectors;

use crate::fixture::clock;

const APPENDIX_A: &str = include_str!("../vectors/core-appendix-a.json");

fn text(value: &Value, member: &str) -> Option<String> {
    value.get(member)?.as_str().map(str::to_owned)
}

fn rs256(jwk: &Value) -> VerificationKeys {
    let jwk = PublicJwk::parse(jwk.to_string().as_bytes()).unwrap();
    VerificationKey::from_jwk(&jwk, SignatureAlgorithm::Rs256, &CRYPTO).unwrap().into()
}

#[test]
fn core_appendix_a_the_id_tokens_match_their_hashes() {
    let vectors: Value = serde_json::from_str(APPENDIX_A).unwrap();
    let keys = rs256(&vectors["jwk"]);
    let issuer = Issuer::new("https://server.example.com").unwrap();
    let validator = IdTokenValidator::new(issuer, ClientId::new("s6BhdRkqt3").unwrap());
    let nonce = Nonce::new("n-0S6_WzA2Mj".into());
    let examples = vectors["examples"].as_array().unwrap();
    assert_eq!(examples.len(), 3);
    for example in examples {
        let access_token = text(example, "access_token").map(AccessToken::new);
        let code = text(example, "code").map(AuthorizationCode::new);
        let token = EncodedJwt::new(text(example, "id_token").unwrap());
        let mut expected = ExpectedIdToken::login(NonceExpectation::Sent(&nonce))
            .received_from(ReceivedFrom::AuthorizationEndpoint);
        if let Some(access_token) = &access_token {
            expected = expected.access_token(access_token);
        }
        if let Some(code) = &code {
            expected = expected.code(code);
        }
        let id_token =
            validator.validate(&token, &keys, &expected, &CRYPTO, clock(1_311_281_000)).unwrap();
        assert_eq!(id_token.sub, "248289761001");
        assert_eq!(id_token.at_hash.is_some(), access_token.is_some());
        assert_eq!(id_token.c_hash.is_some(), code.is_some());
    }
}

#[test]
fn core_appendix_a_the_published_hashes() {
    let token = AccessToken::new("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y".into());
    let code =
        AuthorizationCode::new("Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk".into());
    let algorithm = SignatureAlgorithm::Rs256;
    assert_eq!(hash::at_hash(algorithm, &token, &CRYPTO).unwrap(), "77QmUPtjPfzWtF2AnpK9RQ");
    assert_eq!(hash::c_hash(algorithm, &code, &CRYPTO).unwrap(), "LDktKdoQak3Pk0cnXxCltA");
}

#[test]
fn fapi_1_advanced_annex_b_the_published_s_hash() {
    let state = State::parse("VgSUIEnflnDxTe1vAtr54o".into()).unwrap();
    let s_hash = hash::s_hash(SignatureAlgorithm::Ps256, &state, &CRYPTO).unwrap();
    assert_eq!(s_hash, "9s6CBbOxiKE65d9-Qr0QIQ");
}

/// Reads a vector that is not part of the repository, or reports that the test is skipped.
fn shared_vector(path: &str) -> Option<Value> {
    vectors::text(path).map(|json| serde_json::from_str(&json).unwrap())
}

#[test]
fn overview_the_example_is_valid_until_its_exp() {
    let Some(vector) = shared_vector("overview-example/id-token.json") else { return };
    let jwks = PublicJwkSet::parse(vector["jwks"].to_string().as_bytes()).unwrap();
    let keys = jwks.verification_keys(&[SignatureAlgorithm::Rs256], &CRYPTO);
    let token = EncodedJwt::new(text(&vector, "id_token").unwrap());
    let issuer = danger::http_issuer("http://server.example.com").unwrap();
    let validator = IdTokenValidator::new(issuer, ClientId::new("s6BhdRkqt3").unwrap());
    let nonce = Nonce::new("n-0S6_WzA2Mj".into());
    let expected = ExpectedIdToken::login(NonceExpectation::Sent(&nonce));
    let at = |now| validator.validate(&token, &keys, &expected, &CRYPTO, clock(now));

    let id_token = at(1_311_281_000).unwrap();
    assert_eq!(id_token.sub, "248289761001");
    assert_eq!(id_token.algorithm(), SignatureAlgorithm::Rs256);
    // On 2026-01-01 the signature still verifies, but the token has expired.
    let today = at(1_767_225_600).unwrap_err();
    assert!(matches!(today, IdTokenError::Expired { exp, .. } if exp.seconds() == 1_311_281_970));
}
