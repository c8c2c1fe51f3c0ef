//! PKCE with a real digest.

use symbolon_crypto_ring::CRYPTO;
use symbolon_oauth::pkce::{PkceError, verify};
use symbolon_oauth::{CodeChallenge, CodeVerifier};
use symbolon_test_support::names::{CODE_CHALLENGE, CODE_VERIFIER};

#[test]
fn rfc7636_b_the_example() {
    let verifier = CodeVerifier::parse(CODE_VERIFIER.to_owned()).unwrap();
    let challenge = CodeChallenge::parse(CODE_CHALLENGE).unwrap();
    assert_eq!(verifier.challenge(&CRYPTO), challenge);
    assert_eq!(verify(Some(&challenge), Some(&verifier), &CRYPTO), Ok(()));
}

#[test]
fn attack_087_pkce_downgrade() {
    let verifier = CodeVerifier::random(&CRYPTO).unwrap();
    let challenge = verifier.challenge(&CRYPTO);
    let other = CodeVerifier::random(&CRYPTO).unwrap();
    assert_eq!(verify(Some(&challenge), None, &CRYPTO), Err(PkceError::MissingVerifier));
    assert_eq!(verify(None, Some(&verifier), &CRYPTO), Err(PkceError::UnexpectedVerifier));
    assert_eq!(verify(Some(&challenge), Some(&other), &CRYPTO), Err(PkceError::Mismatch));
    assert_eq!(verify(None, None, &CRYPTO), Ok(()));
}

#[test]
fn rfc7636_4_1_a_random_verifier_fits_the_grammar_and_is_fresh() {
    let verifier = CodeVerifier::random(&CRYPTO).unwrap();
    assert_eq!(verifier.expose().len(), 43);
    assert_eq!(CodeVerifier::parse(verifier.expose().to_owned()).unwrap(), verifier);
    assert_ne!(CodeVerifier::random(&CRYPTO).unwrap(), verifier);
}

#[test]
fn rfc7636_4_4_a_challenge_survives_storage() {
    let challenge = CodeVerifier::random(&CRYPTO).unwrap().challenge(&CRYPTO);
    let stored = serde_json::to_string(&challenge).unwrap();
    assert_eq!(serde_json::from_str::<CodeChallenge>(&stored).unwrap(), challenge);
    assert!(serde_json::from_str::<CodeChallenge>("\"plain\"").is_err());
}
