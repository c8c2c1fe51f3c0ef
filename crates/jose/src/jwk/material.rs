//! Key material by type, as bytes that have passed the checks that need no arithmetic.

mod akp;
mod ec;
mod kind;
mod okp;
mod rsa;

use std::fmt;

pub use akp::{AkpAlgorithm, AkpPrivate, AkpPublic};
pub use ec::{EcCurve, EcPrivate, EcPublic};
pub use kind::KeyKind;
pub use okp::{OkpCurve, OkpPrivate, OkpPublic};
pub use rsa::{RsaPrivate, RsaPrivateNumbers, RsaPublic};

use crate::Secret;

/// The public half of an asymmetric key.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PublicKey {
    /// `kty` RSA.
    Rsa(RsaPublic),
    /// `kty` EC.
    Ec(EcPublic),
    /// `kty` OKP.
    Okp(OkpPublic),
    /// `kty` AKP.
    Akp(AkpPublic),
}

impl PublicKey {
    /// What the key is.
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

/// A private key, or a shared secret.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PrivateKey {
    /// `kty` RSA.
    Rsa(RsaPrivate),
    /// `kty` EC.
    Ec(EcPrivate),
    /// `kty` OKP.
    Okp(OkpPrivate),
    /// `kty` AKP.
    Akp(AkpPrivate),
    /// `kty` oct.
    Oct(Secret),
}

impl PrivateKey {
    /// What the key is.
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

    /// The public half; a shared secret has none.
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
