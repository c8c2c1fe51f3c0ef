//! Algorithms of any kind, as errors name them.

use std::fmt;

use crate::algorithm::{ContentEncryptionAlgorithm, KeyManagementAlgorithm, SignatureAlgorithm};

/// An algorithm of a JWS or a JWE.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Algorithm {
    /// A signature or MAC algorithm, which a JWS names in `alg`.
    Signature(SignatureAlgorithm),
    /// A key management algorithm, which a JWE names in `alg`.
    KeyManagement(KeyManagementAlgorithm),
    /// A content encryption algorithm, which a JWE names in `enc`.
    ContentEncryption(ContentEncryptionAlgorithm),
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Signature(algorithm) => algorithm.as_str(),
            Self::KeyManagement(algorithm) => algorithm.as_str(),
            Self::ContentEncryption(algorithm) => algorithm.as_str(),
        })
    }
}

impl From<SignatureAlgorithm> for Algorithm {
    fn from(algorithm: SignatureAlgorithm) -> Self {
        Self::Signature(algorithm)
    }
}

impl From<KeyManagementAlgorithm> for Algorithm {
    fn from(algorithm: KeyManagementAlgorithm) -> Self {
        Self::KeyManagement(algorithm)
    }
}

impl From<ContentEncryptionAlgorithm> for Algorithm {
    fn from(algorithm: ContentEncryptionAlgorithm) -> Self {
        Self::ContentEncryption(algorithm)
    }
}
