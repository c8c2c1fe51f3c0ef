//! Kinds of keys.

use std::fmt;

/// The kind of a key: its key type and, if the key has one, its curve or parameter set. The kind
/// decides which algorithms the key can be used with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum KeyKind {
    /// An RSA key.
    Rsa,
    /// An EC key on the curve NIST P-256.
    P256,
    /// An EC key on the curve NIST P-384.
    P384,
    /// An EC key on the curve NIST P-521.
    P521,
    /// An EC key on the curve secp256k1.
    Secp256k1,
    /// An OKP key on the curve Ed25519.
    Ed25519,
    /// An OKP key on the curve Ed448. JWKs of this kind can be parsed, but no cryptography backend
    /// signs with them.
    Ed448,
    /// An OKP key on the curve X25519.
    X25519,
    /// An OKP key on the curve X448. JWKs of this kind can be parsed, but no cryptography backend
    /// supports key agreement with them.
    X448,
    /// An AKP key with the parameter set ML-DSA-44.
    MlDsa44,
    /// An AKP key with the parameter set ML-DSA-65.
    MlDsa65,
    /// An AKP key with the parameter set ML-DSA-87.
    MlDsa87,
    /// A shared secret (`kty` oct).
    Oct,
}

impl KeyKind {
    /// Returns the name of the curve or parameter set, such as `P-256`. For RSA keys and shared
    /// secrets, which have neither, returns `RSA` or `oct`.
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

    /// Returns the `kty` of keys of this kind.
    pub(crate) const fn key_type(self) -> &'static str {
        match self {
            Self::Rsa => "RSA",
            Self::P256 | Self::P384 | Self::P521 | Self::Secp256k1 => "EC",
            Self::Ed25519 | Self::Ed448 | Self::X25519 | Self::X448 => "OKP",
            Self::MlDsa44 | Self::MlDsa65 | Self::MlDsa87 => "AKP",
            Self::Oct => "oct",
        }
    }

    /// Returns the length of a private key in bytes, if all keys of this kind have the same length.
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
