//! Content encryption without a JWE around it.

use std::fmt;

use super::ContentCipher;
use crate::crypto::SecureRandom;
use crate::jwe::{EncryptError, Error};
use crate::{ContentEncryptionAlgorithm, Crypto, Secret, key};

/// A content encryption key that encrypts and decrypts data that is not in a JWE.
///
/// Use it if your program stores or sends encrypted data in its own format. To create a JWE, use
/// [`Jwe`](super::super::Jwe).
///
/// [`seal`](Self::seal) takes associated data and then the data to encrypt. The associated data,
/// here the name of the row, is authenticated but not encrypted. Pass the same associated data to
/// [`open`](Self::open), which fails otherwise.
///
/// ```
/// use symbolon_crypto_ring::CRYPTO;
/// use symbolon_jose::jwe::ContentKey;
/// use symbolon_jose::{ContentEncryptionAlgorithm, Secret};
///
/// let secret = Secret::new(vec![7; 32]); // 32 random bytes from your key store
/// let key = ContentKey::new(secret, ContentEncryptionAlgorithm::A256Gcm, &CRYPTO)?;
/// let sealed = key.seal(b"row 7", b"attack at dawn")?;
/// assert_eq!(key.open(&sealed, b"row 7")?.expose(), b"attack at dawn");
/// assert!(key.open(&sealed, b"row 8").is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// The algorithms are those of [RFC 7518 §5](https://www.rfc-editor.org/rfc/rfc7518#section-5).
/// `Debug` shows only the algorithm.
#[derive(Clone)]
pub struct ContentKey {
    cipher: ContentCipher,
    secret: Secret,
    random: &'static dyn SecureRandom,
}

/// The three parts that [`ContentKey::seal`] returns for a plaintext.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sealed {
    /// The initialization vector. It has [`iv_len`](ContentEncryptionAlgorithm::iv_len) bytes.
    pub iv: Vec<u8>,
    /// The encrypted plaintext, without the authentication tag.
    pub ciphertext: Vec<u8>,
    /// The authentication tag. It has [`tag_len`](ContentEncryptionAlgorithm::tag_len) bytes.
    pub tag: Vec<u8>,
}

impl Sealed {
    /// Creates a value from the three parts that an earlier call of [`ContentKey::seal`] returned.
    #[must_use]
    pub fn new(iv: Vec<u8>, ciphertext: Vec<u8>, tag: Vec<u8>) -> Self {
        Self { iv, ciphertext, tag }
    }
}

impl ContentKey {
    /// Creates a key from a secret of exactly [`key_len`](ContentEncryptionAlgorithm::key_len)
    /// bytes.
    ///
    /// # Errors
    /// [`KeyLength`](key::Error::KeyLength) if `secret` has a different length, and
    /// [`Unsupported`](key::Error::Unsupported) if the backend does not have the algorithm.
    pub fn new(
        secret: Secret,
        algorithm: ContentEncryptionAlgorithm,
        crypto: &Crypto,
    ) -> Result<Self, key::Error> {
        let cipher = ContentCipher::new(algorithm, crypto)?;
        let (needed, found) = (algorithm.key_len(), secret.expose().len());
        if needed != found {
            return Err(key::Error::KeyLength { needed, found });
        }
        Ok(Self { cipher, secret, random: crypto.random })
    }

    /// Returns the algorithm that the key was prepared for.
    #[must_use]
    pub fn algorithm(&self) -> ContentEncryptionAlgorithm {
        self.cipher.algorithm()
    }

    /// Encrypts `plaintext` with a new random initialization vector, and authenticates `plaintext`
    /// and `aad`. `aad` is not part of the result: pass the same bytes to [`open`](Self::open).
    ///
    /// # Errors
    /// [`EncryptError::Random`] if the backend's source of randomness fails, and
    /// [`EncryptError::Backend`] if its cipher fails.
    pub fn seal(&self, aad: &[u8], plaintext: &[u8]) -> Result<Sealed, EncryptError> {
        let mut iv = vec![0; self.algorithm().iv_len()];
        self.random.fill(&mut iv)?;
        let (ciphertext, tag) = self.cipher.seal(&self.secret, &iv, aad, plaintext)?;
        Ok(Sealed { iv, ciphertext, tag })
    }

    /// Checks the authentication tag over `sealed` and `aad`, and returns the plaintext. `aad` must
    /// be the bytes that were passed to [`seal`](Self::seal).
    ///
    /// # Errors
    /// [`Error::Decryption`] for every failure: the error does not say which check failed.
    pub fn open(&self, sealed: &Sealed, aad: &[u8]) -> Result<Secret, Error> {
        let Sealed { iv, ciphertext, tag } = sealed;
        Ok(self.cipher.open(&self.secret, iv, aad, ciphertext, tag)?)
    }
}

impl fmt::Debug for ContentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ContentKey").field("algorithm", &self.algorithm()).finish_non_exhaustive()
    }
}
