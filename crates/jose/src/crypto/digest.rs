//! Hashes, HMAC and PBKDF2 as a backend supplies them.

use std::fmt::Debug;
use std::num::NonZeroU32;

/// A SHA-2 hash algorithm. This enum is deliberately exhaustive, because a backend has to implement
/// each hash algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HashAlgorithm {
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl HashAlgorithm {
    /// Returns the length of the digest in bytes.
    #[must_use]
    pub const fn output_len(self) -> usize {
        match self {
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }
}

/// A backend's implementation of the hash functions, and of HMAC and PBKDF2 for JWE.
pub trait Digests: Debug + Send + Sync {
    /// Returns the SHA-1 digest of `message`.
    ///
    /// This crate uses SHA-1 only for the certificate thumbprint `x5t`
    /// ([RFC 7515 §4.1.7](https://www.rfc-editor.org/rfc/rfc7515#section-4.1.7)).
    fn sha1(&self, message: &[u8]) -> [u8; 20];
    /// Returns the SHA-256 digest of `message`.
    fn sha256(&self, message: &[u8]) -> [u8; 32];
    /// Returns the SHA-384 digest of `message`.
    fn sha384(&self, message: &[u8]) -> [u8; 48];
    /// Returns the SHA-512 digest of `message`.
    fn sha512(&self, message: &[u8]) -> [u8; 64];

    /// Returns the HMAC of a message ([RFC 2104](https://www.rfc-editor.org/rfc/rfc2104)). The
    /// parts in `message` are joined to form the whole message.
    ///
    /// The result is as long as the digest of `hash`: [`output_len`](HashAlgorithm::output_len)
    /// bytes.
    fn hmac(&self, hash: HashAlgorithm, key: &[u8], message: &[&[u8]]) -> Vec<u8>;

    /// Derives a key from `password` with PBKDF2 and HMAC
    /// ([RFC 8018 §5.2](https://www.rfc-editor.org/rfc/rfc8018#section-5.2)), and writes the key to
    /// `output`. The key is as long as `output`.
    fn pbkdf2(
        &self,
        hash: HashAlgorithm,
        password: &[u8],
        salt: &[u8],
        iterations: NonZeroU32,
        output: &mut [u8],
    );
}
