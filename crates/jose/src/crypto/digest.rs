use std::fmt::Debug;
use std::num::NonZeroU32;

/// Which SHA-2.
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
    /// The bytes of a digest.
    #[must_use]
    pub const fn output_len(self) -> usize {
        match self {
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }
}

/// Hashes of a whole message, and the two constructions on them that encryption needs.
pub trait Digests: Debug + Send + Sync {
    /// SHA-1, for the certificate thumbprint `x5t`
    /// ([RFC 7515 §4.1.7](https://www.rfc-editor.org/rfc/rfc7515#section-4.1.7)) and nothing else.
    fn sha1(&self, message: &[u8]) -> [u8; 20];
    /// SHA-256.
    fn sha256(&self, message: &[u8]) -> [u8; 32];
    /// SHA-384.
    fn sha384(&self, message: &[u8]) -> [u8; 48];
    /// SHA-512.
    fn sha512(&self, message: &[u8]) -> [u8; 64];

    /// HMAC ([RFC 2104](https://www.rfc-editor.org/rfc/rfc2104)) over the parts one after another,
    /// [`output_len`](HashAlgorithm::output_len) bytes.
    fn hmac(&self, hash: HashAlgorithm, key: &[u8], message: &[&[u8]]) -> Vec<u8>;

    /// PBKDF2 with HMAC ([RFC 8018 §5.2](https://www.rfc-editor.org/rfc/rfc8018#section-5.2)),
    /// filling `output`.
    fn pbkdf2(
        &self,
        hash: HashAlgorithm,
        password: &[u8],
        salt: &[u8],
        iterations: NonZeroU32,
        output: &mut [u8],
    );
}
