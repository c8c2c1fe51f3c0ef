//! The material of keys by key type. Every check that needs no curve arithmetic is already done.

mod akp;
mod ec;
mod kind;
mod length;
mod okp;
mod rsa;

use std::fmt;

pub use akp::{AkpAlgorithm, AkpPrivate, AkpPublic};
pub use ec::{EcCurve, EcPrivate, EcPublic};
pub use kind::KeyKind;
pub use okp::{OkpCurve, OkpPrivate, OkpPublic};
pub use rsa::{RsaPrivate, RsaPrivateNumbers, RsaPublic};

use crate::Secret;

/// The key material of a public key: the numbers or bytes of the key, without the `kid` and the
/// other members of a JWK that describe the key.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PublicKey {
    /// An RSA key (`kty` RSA).
    Rsa(RsaPublic),
    /// An elliptic curve key (`kty` EC).
    Ec(EcPublic),
    /// An Ed25519, Ed448, X25519 or X448 key (`kty` OKP).
    Okp(OkpPublic),
    /// An ML-DSA key (`kty` AKP).
    Akp(AkpPublic),
}

impl PublicKey {
    /// Returns the kind of the key: its key type and, if the key has one, its curve or parameter
    /// set.
    #[must_use]
    pub fn kind(&self) -> KeyKind {
        match self {
            Self::Rsa(_) => KeyKind::Rsa,
            Self::Ec(key) => key.curve().kind(),
            Self::Okp(key) => key.curve().kind(),
            Self::Akp(key) => key.algorithm().kind(),
        }
    }
}

/// The key material of a private key or shared secret, without the `kid` and the other members of a
/// JWK that describe the key. A private key also contains its public key.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PrivateKey {
    /// An RSA key (`kty` RSA).
    Rsa(RsaPrivate),
    /// An elliptic curve key (`kty` EC).
    Ec(EcPrivate),
    /// An Ed25519, Ed448, X25519 or X448 key (`kty` OKP).
    Okp(OkpPrivate),
    /// An ML-DSA key (`kty` AKP).
    Akp(AkpPrivate),
    /// A shared secret (`kty` oct).
    Oct(Secret),
}

impl PrivateKey {
    /// Returns the kind of the key: its key type and, if the key has one, its curve or parameter
    /// set.
    #[must_use]
    pub fn kind(&self) -> KeyKind {
        match self {
            Self::Rsa(_) => KeyKind::Rsa,
            Self::Ec(key) => key.public().curve().kind(),
            Self::Okp(key) => key.public().curve().kind(),
            Self::Akp(key) => key.public().algorithm().kind(),
            Self::Oct(_) => KeyKind::Oct,
        }
    }

    /// Returns the public key, or `None` for a shared secret.
    #[must_use]
    pub fn public(&self) -> Option<PublicKey> {
        match self {
            Self::Rsa(key) => Some(PublicKey::Rsa(key.public().clone())),
            Self::Ec(key) => Some(PublicKey::Ec(key.public().clone())),
            Self::Okp(key) => Some(PublicKey::Okp(key.public().clone())),
            Self::Akp(key) => Some(PublicKey::Akp(key.public().clone())),
            Self::Oct(_) => None,
        }
    }
}

macro_rules! debug_by_name {
    ($($name:ident),*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    )*};
}

debug_by_name!(PrivateKey, RsaPrivate, RsaPrivateNumbers, EcPrivate, OkpPrivate, AkpPrivate);
