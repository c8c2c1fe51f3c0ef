use std::fmt::Debug;

use crate::Secret;

/// The three sizes of an AES key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AesKeySize {
    /// 16 bytes.
    Aes128,
    /// 24 bytes.
    Aes192,
    /// 32 bytes.
    Aes256,
}

impl AesKeySize {
    /// The bytes of a key.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "no key is empty")]
    pub const fn len(self) -> usize {
        match self {
            Self::Aes128 => 16,
            Self::Aes192 => 24,
            Self::Aes256 => 32,
        }
    }
}

/// AES key wrap with one size of key: [RFC 3394](https://www.rfc-editor.org/rfc/rfc3394).
pub trait KeyWrap: Debug + Send + Sync {
    /// The size of the wrapping key.
    fn key_size(&self) -> AesKeySize;

    /// Wraps a key of a multiple of 8 bytes, 16 at least; the result is 8 bytes longer.
    ///
    /// # Errors
    /// [`CipherFailed`] for a key of another length, whichever of the two.
    fn wrap_key(&self, wrapping_key: &Secret, key: &Secret) -> Result<Vec<u8>, CipherFailed>;

    /// Unwraps a key, if it was wrapped with this one.
    ///
    /// # Errors
    /// [`CipherFailed`] for every cause alike.
    fn unwrap_key(&self, wrapping_key: &Secret, wrapped: &[u8]) -> Result<Secret, CipherFailed>;
}

/// AES-GCM with one size of key, 96-bit nonces and 128-bit tags:
/// [RFC 5116 §5](https://www.rfc-editor.org/rfc/rfc5116#section-5).
pub trait Aead: Debug + Send + Sync {
    /// The size of the key.
    fn key_size(&self) -> AesKeySize;

    /// Encrypts, and authenticates the ciphertext and `aad`. A nonce is used once with a key.
    ///
    /// # Errors
    /// [`CipherFailed`] for a key of another length, or text too long for the cipher.
    fn seal(
        &self,
        key: &Secret,
        nonce: &[u8; 12],
        aad: &[u8],
        plaintext: &[u8],
    ) -> Result<(Vec<u8>, [u8; 16]), CipherFailed>;

    /// Decrypts what authenticates.
    ///
    /// # Errors
    /// [`CipherFailed`] for every cause alike; nothing of the plaintext is given away then.
    fn open(
        &self,
        key: &Secret,
        nonce: &[u8; 12],
        aad: &[u8],
        ciphertext: &[u8],
        tag: &[u8; 16],
    ) -> Result<Vec<u8>, CipherFailed>;
}

/// AES-CBC with PKCS #7 padding and one size of key:
/// [RFC 7518 §5.2.2](https://www.rfc-editor.org/rfc/rfc7518#section-5.2.2).
///
/// By itself it authenticates nothing: whoever tells good padding from bad gives the text away. It
/// is called with ciphertext whose MAC has been checked, and with nothing else.
pub trait BlockCipher: Debug + Send + Sync {
    /// The size of the key.
    fn key_size(&self) -> AesKeySize;

    /// Pads and encrypts.
    ///
    /// # Errors
    /// [`CipherFailed`] for a key of another length.
    fn encrypt(
        &self,
        key: &Secret,
        iv: &[u8; 16],
        plaintext: &[u8],
    ) -> Result<Vec<u8>, CipherFailed>;

    /// Decrypts and removes the padding.
    ///
    /// # Errors
    /// [`CipherFailed`] for every cause alike.
    fn decrypt(
        &self,
        key: &Secret,
        iv: &[u8; 16],
        ciphertext: &[u8],
    ) -> Result<Vec<u8>, CipherFailed>;
}

/// The key, the ciphertext or its tag is not right; which, nobody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the cipher failed")]
pub struct CipherFailed;
