use std::fmt;

/// What a key is, as far as algorithms care: its type, and its curve or parameter set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum KeyKind {
    /// RSA.
    Rsa,
    /// EC on NIST P-256.
    P256,
    /// EC on NIST P-384.
    P384,
    /// EC on NIST P-521.
    P521,
    /// EC on secp256k1.
    Secp256k1,
    /// OKP on Ed25519.
    Ed25519,
    /// OKP on Ed448. Read and kept; no backend signs with it.
    Ed448,
    /// OKP on X25519.
    X25519,
    /// OKP on X448. Read and kept; no backend agrees with it.
    X448,
    /// AKP for ML-DSA-44.
    MlDsa44,
    /// AKP for ML-DSA-65.
    MlDsa65,
    /// AKP for ML-DSA-87.
    MlDsa87,
    /// A shared secret.
    Oct,
}

impl KeyKind {
    /// The name of the curve or parameter set, or else of the type.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rsa => "RSA",
            Self::P256 => "P-256",
            Self::P384 => "P-384",
            Self::P521 => "P-521",
            Self::Secp256k1 => "secp256k1",
            Self::Ed25519 => "Ed25519",
            Self::Ed448 => "Ed448",
            Self::X25519 => "X25519",
            Self::X448 => "X448",
            Self::MlDsa44 => "ML-DSA-44",
            Self::MlDsa65 => "ML-DSA-65",
            Self::MlDsa87 => "ML-DSA-87",
            Self::Oct => "oct",
        }
    }

    /// The bytes of a private key, where all keys of the kind have the same number.
    pub(in crate::jwk) const fn private_len(self) -> Option<usize> {
        match self {
            Self::P256 | Self::Secp256k1 | Self::Ed25519 | Self::X25519 => Some(32),
            Self::P384 => Some(48),
            Self::P521 => Some(66),
            Self::Ed448 => Some(57),
            Self::X448 => Some(56),
            Self::MlDsa44 | Self::MlDsa65 | Self::MlDsa87 => Some(32),
            Self::Rsa | Self::Oct => None,
        }
    }
}

impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
