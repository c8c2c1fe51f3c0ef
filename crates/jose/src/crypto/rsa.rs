use std::fmt::Debug;
use std::sync::Arc;

use super::{CipherFailed, KeyRejected};
use crate::Secret;
use crate::algorithm::KeyManagementAlgorithm;
use crate::jwk::{RsaPrivate, RsaPublic};

/// RSA encryption with one padding: [RFC 7518 §4.2](https://www.rfc-editor.org/rfc/rfc7518#section-4.2),
/// [§4.3](https://www.rfc-editor.org/rfc/rfc7518#section-4.3).
pub trait RsaEncryption: Debug + Send + Sync {
    /// The algorithm, which is the padding.
    fn algorithm(&self) -> KeyManagementAlgorithm;

    /// Prepares a public key.
    ///
    /// # Errors
    /// [`KeyRejected`] for a key that the backend does not take.
    fn encrypter(&self, key: &RsaPublic) -> Result<Arc<dyn RsaEncrypter>, KeyRejected>;

    /// Prepares a private key.
    ///
    /// # Errors
    /// [`KeyRejected`] for a key that the backend does not take, and when its numbers do not belong
    /// together.
    fn decrypter(&self, key: &RsaPrivate) -> Result<Arc<dyn RsaDecrypter>, KeyRejected>;
}

/// A prepared public key.
pub trait RsaEncrypter: Send + Sync {
    /// Encrypts a content encryption key, to as many bytes as the modulus has.
    ///
    /// # Errors
    /// [`CipherFailed`] when the backend fails.
    fn encrypt(&self, key: &Secret) -> Result<Vec<u8>, CipherFailed>;
}

/// A prepared private key.
pub trait RsaDecrypter: Send + Sync {
    /// Decrypts a content encryption key.
    ///
    /// For RSA1_5 the caller treats success and failure alike, in constant time
    /// ([RFC 7516 §11.5](https://www.rfc-editor.org/rfc/rfc7516#section-11.5)); an implementation
    /// does not return early for one of them if it can help it.
    ///
    /// # Errors
    /// [`CipherFailed`] for every cause alike.
    fn decrypt(&self, encrypted: &[u8]) -> Result<Secret, CipherFailed>;
}
