//! Prepares the keys of vectors. Their `kid` is left out, because the vector says which key to use.

use std::fmt::Debug;

use symbolon_jose::jwk::{PrivateJwk, PrivateKey, PublicJwk};
use symbolon_jose::{
    ContentEncryptionAlgorithm, Crypto, DecryptionKey, EncryptionKey, KeyManagementAlgorithm,
    Object, Secret, SignatureAlgorithm, VerificationKey, danger, key,
};
use symbolon_vector_tests::Json;

/// Prepares a key for verifying. Returns `None` if the backend does not have the algorithm, after
/// checking that preparing the key says so.
pub(crate) fn verification(jwk: &Json, alg: &str, crypto: &Crypto) -> Option<VerificationKey> {
    let algorithm: SignatureAlgorithm = alg.parse().unwrap();
    let key = match public(jwk) {
        Ok(public) => VerificationKey::from_jwk(&public, algorithm, crypto),
        Err(secret) => VerificationKey::from_secret(&secret, algorithm, crypto),
    };
    supported(key, crypto.signature_algorithms().any(|it| it == algorithm))
}

/// The key or password with which a JWE of a vector is decrypted.
pub(crate) enum Unlocking<'a> {
    Jwk(&'a Json),
    Password(&'a str),
}

pub(crate) fn decryption(
    key: &Unlocking<'_>,
    alg: &str,
    enc: &str,
    crypto: &Crypto,
) -> Option<DecryptionKey> {
    let (algorithm, content) = algorithms(alg, enc);
    let contents = &[content];
    let key = match key {
        Unlocking::Password(password) => {
            let password = Secret::new(password.as_bytes().to_vec());
            DecryptionKey::from_password(&password, algorithm, contents, crypto)
        }
        // RFC 7517 §C.3 prints its password in the form of a key.
        Unlocking::Jwk(jwk) if alg.starts_with("PBES2") => {
            let Err(password) = public(jwk) else { panic!("no password") };
            DecryptionKey::from_password(&password, algorithm, contents, crypto)
        }
        Unlocking::Jwk(jwk) if algorithm == KeyManagementAlgorithm::Rsa1_5 => {
            danger::rsa1_5_decryption_key(&private(jwk), contents, crypto)
        }
        Unlocking::Jwk(jwk) => DecryptionKey::from_jwk(&private(jwk), algorithm, contents, crypto),
    };
    supported(key, has(algorithm, crypto))
}

/// Prepares a key for encrypting.
pub(crate) fn encryption(jwk: &Json, alg: &str, enc: &str, crypto: &Crypto) -> EncryptionKey {
    let (algorithm, content) = algorithms(alg, enc);
    match public(jwk) {
        Ok(public) => EncryptionKey::from_jwk(&public, algorithm, content, crypto),
        Err(secret) => EncryptionKey::from_secret(&secret, algorithm, content, crypto),
    }
    .unwrap()
}

fn algorithms(alg: &str, enc: &str) -> (KeyManagementAlgorithm, ContentEncryptionAlgorithm) {
    (alg.parse().unwrap(), enc.parse().unwrap())
}

fn has(algorithm: KeyManagementAlgorithm, crypto: &Crypto) -> bool {
    crypto.key_management_algorithms().any(|it| it == algorithm)
        || crypto.rsa.iter().any(|it| it.algorithm() == algorithm)
}

/// Returns the prepared key, or `None` if the backend does not support the algorithm, after
/// comparing that with what the backend says it supports.
fn supported<K: Debug>(key: Result<K, key::Error>, said: bool) -> Option<K> {
    match key {
        Err(key::Error::Unsupported(_)) => {
            assert!(!said, "the backend says that it has the algorithm");
            None
        }
        key => {
            assert!(said, "the backend does not say that it has the algorithm");
            Some(key.unwrap())
        }
    }
}

/// Returns the public half of a key pair, or the shared secret.
fn public(jwk: &Json) -> Result<PublicJwk, Secret> {
    if let Ok(public) = PublicJwk::from_object(unnamed(jwk)) {
        return Ok(public);
    }
    let jwk = private(jwk);
    match jwk.key() {
        PrivateKey::Oct(secret) => Err(secret.clone()),
        _ => Ok(jwk.public().unwrap()),
    }
}

fn private(jwk: &Json) -> PrivateJwk {
    PrivateJwk::from_object(unnamed(jwk)).unwrap()
}

fn unnamed(jwk: &Json) -> Object {
    let mut object = Object::from_value(jwk.clone()).unwrap();
    object.remove("kid");
    object
}
