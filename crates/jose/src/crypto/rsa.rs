//! RSA encryption as a backend supplies it.

use std::fmt::Debug;
use std::sync::Arc;

use super::{CipherFailed, KeyRejected};
use crate::Secret;
use crate::algorithm::KeyManagementAlgorithm;
use crate::jwk::{RsaPrivate, RsaPublic};

/// An implementation of RSA encryption with one padding method: PKCS #1 v1.5, or OAEP with one hash
/// ([RFC 7518 §4.2](https://www.rfc-editor.org/rfc/rfc7518#section-4.2),
/// [§4.3](https://www.rfc-editor.org/rfc/rfc7518#section-4.3)).
pub trait RsaEncryption: Debug + Send + Sync {
    /// Returns the key management algorithm, which determines the padding method.
    fn algorithm(&self) -> KeyManagementAlgorithm;

    /// Prepares a public key for encrypting.
    ///
    /// # Errors
    /// [`KeyRejected`] if the backend refuses the key, for example because of its size.
    fn encrypter(&self, key: &RsaPublic) -> Result<Arc<dyn RsaEncrypter>, KeyRejected>;

    /// Prepares a private key for decrypting.
    ///
    /// # Errors
    /// [`KeyRejected`] if the backend refuses the key, or if the key's numbers, such as its modulus
    /// and its primes, do not match.
    fn decrypter(&self, key: &RsaPrivate) -> Result<Arc<dyn RsaDecrypter>, KeyRejected>;
}

/// A public key that is prepared for RSA encryption.
pub trait RsaEncrypter: Send + Sync {
    /// Encrypts a content encryption key. The result is as long as the key's modulus.
    ///
    /// # Errors
    /// [`CipherFailed`] if the backend fails.
    fn encrypt(&self, key: &Secret) -> Result<Vec<u8>, CipherFailed>;
}

/// A private key that is prepared for RSA decryption.
pub trait RsaDecrypter: Send + Sync {
    /// Decrypts a content encryption key.
    ///
    /// For RSA1_5, an implementation should take the same time for right and for wrong padding. If
    /// decrypting fails, this crate continues with a random key, which it selects in constant time
    /// ([RFC 7516 §11.5](https://www.rfc-editor.org/rfc/rfc7516#section-11.5)).
    ///
    /// # Errors
    /// [`CipherFailed`] for every failure: the error does not say which check failed.
    fn decrypt(&self, encrypted: &[u8]) -> Result<Secret, CipherFailed>;
}
