//! AES as a backend supplies it: key wrap, GCM and CBC.

use std::fmt::Debug;

use crate::Secret;

/// The size of an AES key. This enum is deliberately exhaustive, because AES has no other key
/// sizes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AesKeySize {
    /// 128 bits, 16 bytes.
    Aes128,
    /// 192 bits, 24 bytes.
    Aes192,
    /// 256 bits, 32 bytes.
    Aes256,
}

impl AesKeySize {
    /// Returns the length of the key in bytes.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "a key is never empty")]
    pub const fn len(self) -> usize {
        match self {
            Self::Aes128 => 16,
            Self::Aes192 => 24,
            Self::Aes256 => 32,
        }
    }
}

/// An implementation of AES key wrap, which encrypts one key with another, for one key size:
/// [RFC 3394](https://www.rfc-editor.org/rfc/rfc3394).
pub trait KeyWrap: Debug + Send + Sync {
    /// Returns the size of the wrapping key.
    fn key_size(&self) -> AesKeySize;

    /// Encrypts `key` with `wrapping_key`. The result is 8 bytes longer than `key`.
    ///
    /// The length of `key` must be a multiple of 8 bytes and at least 16 bytes.
    ///
    /// # Errors
    /// [`CipherFailed`] if `key` or `wrapping_key` has a length that is not allowed.
    fn wrap_key(&self, wrapping_key: &Secret, key: &Secret) -> Result<Vec<u8>, CipherFailed>;

    /// Decrypts a key that [`wrap_key`](Self::wrap_key) encrypted with `wrapping_key`.
    ///
    /// # Errors
    /// [`CipherFailed`] for every failure: the error does not say which check failed.
    fn unwrap_key(&self, wrapping_key: &Secret, wrapped: &[u8]) -> Result<Secret, CipherFailed>;
}

/// An implementation of AES-GCM for one key size, with nonces of 96 bits and tags of 128 bits:
/// [RFC 5116 §5](https://www.rfc-editor.org/rfc/rfc5116#section-5).
pub trait Aead: Debug + Send + Sync {
    /// Returns the size of the key.
    fn key_size(&self) -> AesKeySize;

    /// Encrypts `plaintext`, authenticates `plaintext` and `aad`, and returns the ciphertext and
    /// the tag.
    ///
    /// A nonce must never be used twice with the same key.
    ///
    /// # Errors
    /// [`CipherFailed`] if the key has the wrong length or the plaintext is too long for the
    /// cipher.
    fn seal(
        &self,
        key: &Secret,
        nonce: &[u8; 12],
        aad: &[u8],
        plaintext: &[u8],
    ) -> Result<(Vec<u8>, [u8; 16]), CipherFailed>;

    /// Checks the tag over `ciphertext` and `aad` and returns the plaintext.
    ///
    /// # Errors
    /// [`CipherFailed`] for every failure: the error does not say which check failed. If a check
    /// fails, no part of the plaintext is returned.
    fn open(
        &self,
        key: &Secret,
        nonce: &[u8; 12],
        aad: &[u8],
        ciphertext: &[u8],
        tag: &[u8; 16],
    ) -> Result<Vec<u8>, CipherFailed>;
}

/// An implementation of AES-CBC with PKCS #7 padding, for one key size:
/// [RFC 7518 §5.2.2](https://www.rfc-editor.org/rfc/rfc7518#section-5.2.2).
///
/// AES-CBC alone does not detect that a ciphertext was changed, and an attacker who learns whether
/// the padding was valid can decrypt the ciphertext. For this reason, this crate first checks the
/// authentication tag of the ciphertext, and calls [`decrypt`](Self::decrypt) only if the tag is
/// valid.
pub trait BlockCipher: Debug + Send + Sync {
    /// Returns the size of the key.
    fn key_size(&self) -> AesKeySize;

    /// Adds padding to `plaintext` and encrypts the result.
    ///
    /// # Errors
    /// [`CipherFailed`] if the key has the wrong length.
    fn encrypt(
        &self,
        key: &Secret,
        iv: &[u8; 16],
        plaintext: &[u8],
    ) -> Result<Vec<u8>, CipherFailed>;

    /// Decrypts `ciphertext` and removes the padding.
    ///
    /// # Errors
    /// [`CipherFailed`] for every failure: the error does not say which check failed.
    fn decrypt(
        &self,
        key: &Secret,
        iv: &[u8; 16],
        ciphertext: &[u8],
    ) -> Result<Vec<u8>, CipherFailed>;
}

/// The error of a cipher operation that failed. It intentionally does not contain the reason,
/// because the reason would help an attacker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the cipher failed")]
pub struct CipherFailed;
