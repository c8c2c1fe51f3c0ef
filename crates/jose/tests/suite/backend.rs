//! Checks that do not depend on the backend: it may accept every signature, or fail.

use std::sync::Arc;

use crate::CRYPTO;
use symbolon_jose::crypto::{
    BadSignature, KeyRejected, RandomError, SecureRandom, SignatureScheme, Signer, SigningFailed,
    SigningMaterial, VerificationMaterial, Verifier,
};
use symbolon_jose::jws::{Jws, SignError};
use symbolon_jose::{Crypto, SecretString, SignatureAlgorithm as Alg, SigningKey, VerificationKey};

use crate::suite::common::{P256, private, public};

/// A backend that accepts every signature, and fails to sign and to draw randomness.
#[derive(Debug)]
struct Careless;

impl SignatureScheme for Careless {
    fn algorithm(&self) -> Alg {
        Alg::Es256
    }

    fn verifier(&self, _: VerificationMaterial<'_>) -> Result<Arc<dyn Verifier>, KeyRejected> {
        Ok(Arc::new(Self))
    }

    fn signer(&self, _: SigningMaterial<'_>) -> Result<Arc<dyn Signer>, KeyRejected> {
        Ok(Arc::new(Self))
    }
}

impl Verifier for Careless {
    fn verify(&self, _: &[u8], _: &[u8]) -> Result<(), BadSignature> {
        Ok(())
    }
}

impl Signer for Careless {
    fn sign(&self, _: &[u8]) -> Result<Vec<u8>, SigningFailed> {
        Err(SigningFailed)
    }
}

impl SecureRandom for Careless {
    fn fill(&self, _: &mut [u8]) -> Result<(), RandomError> {
        Err(RandomError)
    }
}

const CARELESS: Crypto = Crypto { signatures: &[&Careless], random: &Careless, ..CRYPTO };

#[test]
fn rfc7518_3_4_signatures_of_wrong_length_are_refused_before_the_backend_sees_them() {
    let key = VerificationKey::from_jwk(&public(P256), Alg::Es256, &CARELESS).unwrap();
    assert_eq!(key.verify(b"message", &[1; 64]), Ok(()));
    for len in [0, 63, 65, 70, 71, 72] {
        assert_eq!(key.verify(b"message", &vec![1; len]), Err(BadSignature), "{len}");
    }
}

#[test]
fn a_failure_of_the_backend_to_sign_is_an_error() {
    let key = SigningKey::from_jwk(&private(P256), Alg::Es256, &CARELESS).unwrap();
    assert_eq!(Jws::new(b"{}".to_vec()).sign(&key), Err(SignError::Backend));
}

#[test]
fn a_failing_random_source_is_an_error() {
    assert_eq!(SecretString::random(&CARELESS), Err(RandomError));
}

#[test]
fn a_key_of_the_wrong_type_is_refused_before_the_backend_sees_it() {
    let rsa = public(crate::suite::common::RSA);
    let refused = VerificationKey::from_jwk(&rsa, Alg::Es256, &CARELESS).map(|_| ());
    crate::suite::common::assert_wrong_type(refused);
}
