//! Key material by type, as bytes that have passed the checks that need no arithmetic.

use std::fmt;

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
    /// `kty` oct.
    Oct(Secret),
}

impl PrivateKey {
    /// The public half; a shared secret has none.
    #[must_use]
    pub fn public(&self) -> Option<PublicKey> {
        match self {
            Self::Rsa(key) => Some(PublicKey::Rsa(key.public.clone())),
            Self::Ec(key) => Some(PublicKey::Ec(key.public.clone())),
            Self::Okp(key) => Some(PublicKey::Okp(key.public.clone())),
            Self::Oct(_) => None,
        }
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PrivateKey")
    }
}

/// An RSA public key: numbers big-endian, without leading zeros.
///
/// [RFC 7518 §6.3.1](https://www.rfc-editor.org/rfc/rfc7518#section-6.3.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RsaPublic {
    pub(crate) n: Vec<u8>,
    pub(crate) e: Vec<u8>,
}

impl RsaPublic {
    /// The modulus.
    #[must_use]
    pub fn n(&self) -> &[u8] {
        &self.n
    }

    /// The public exponent.
    #[must_use]
    pub fn e(&self) -> &[u8] {
        &self.e
    }
}

/// An RSA private key with its two primes and the values of the Chinese remainder theorem.
///
/// [RFC 7518 §6.3.2](https://www.rfc-editor.org/rfc/rfc7518#section-6.3.2).
#[derive(Clone, PartialEq, Eq)]
pub struct RsaPrivate {
    pub(crate) public: RsaPublic,
    pub(crate) d: Secret,
    pub(crate) p: Secret,
    pub(crate) q: Secret,
    pub(crate) dp: Secret,
    pub(crate) dq: Secret,
    pub(crate) qi: Secret,
}

impl RsaPrivate {
    /// The public half.
    #[must_use]
    pub fn public(&self) -> &RsaPublic {
        &self.public
    }

    /// The private exponent.
    #[must_use]
    pub fn d(&self) -> &Secret {
        &self.d
    }

    /// The first prime.
    #[must_use]
    pub fn p(&self) -> &Secret {
        &self.p
    }

    /// The second prime.
    #[must_use]
    pub fn q(&self) -> &Secret {
        &self.q
    }

    /// d mod (p - 1).
    #[must_use]
    pub fn dp(&self) -> &Secret {
        &self.dp
    }

    /// d mod (q - 1).
    #[must_use]
    pub fn dq(&self) -> &Secret {
        &self.dq
    }

    /// The inverse of q mod p.
    #[must_use]
    pub fn qi(&self) -> &Secret {
        &self.qi
    }
}

/// A curve of `kty` EC.
///
/// [RFC 7518 §6.2.1.1](https://www.rfc-editor.org/rfc/rfc7518#section-6.2.1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EcCurve {
    /// NIST P-256.
    P256,
    /// NIST P-384.
    P384,
}

impl EcCurve {
    /// The value of `crv`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::P256 => "P-256",
            Self::P384 => "P-384",
        }
    }

    /// The bytes of a coordinate, and of the private key.
    #[must_use]
    pub const fn coordinate_len(self) -> usize {
        match self {
            Self::P256 => 32,
            Self::P384 => 48,
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        [Self::P256, Self::P384].into_iter().find(|curve| curve.as_str() == name)
    }
}

/// An EC public key: two coordinates of the curve's length. Whether they are a point of the curve
/// is for the backend to say when the key is prepared.
///
/// [RFC 7518 §6.2.1](https://www.rfc-editor.org/rfc/rfc7518#section-6.2.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EcPublic {
    pub(crate) curve: EcCurve,
    pub(crate) x: Vec<u8>,
    pub(crate) y: Vec<u8>,
}

impl EcPublic {
    /// The curve.
    #[must_use]
    pub fn curve(&self) -> EcCurve {
        self.curve
    }

    /// The point in the uncompressed form of SEC 1: `0x04`, x, y.
    #[must_use]
    pub fn uncompressed(&self) -> Vec<u8> {
        [&[4], self.x.as_slice(), self.y.as_slice()].concat()
    }
}

/// An EC private key.
///
/// [RFC 7518 §6.2.2](https://www.rfc-editor.org/rfc/rfc7518#section-6.2.2).
#[derive(Clone, PartialEq, Eq)]
pub struct EcPrivate {
    pub(crate) public: EcPublic,
    pub(crate) d: Secret,
}

impl EcPrivate {
    /// The public half.
    #[must_use]
    pub fn public(&self) -> &EcPublic {
        &self.public
    }

    /// The private scalar, of the curve's length.
    #[must_use]
    pub fn d(&self) -> &Secret {
        &self.d
    }
}

/// A curve of `kty` OKP.
///
/// [RFC 8037 §2](https://www.rfc-editor.org/rfc/rfc8037#section-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OkpCurve {
    /// Ed25519.
    Ed25519,
}

impl OkpCurve {
    /// The value of `crv`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ed25519 => "Ed25519",
        }
    }

    /// The bytes of a public key, and of a private one.
    #[must_use]
    pub const fn key_len(self) -> usize {
        match self {
            Self::Ed25519 => 32,
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        [Self::Ed25519].into_iter().find(|curve| curve.as_str() == name)
    }
}

/// An OKP public key.
///
/// [RFC 8037 §2](https://www.rfc-editor.org/rfc/rfc8037#section-2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OkpPublic {
    pub(crate) curve: OkpCurve,
    pub(crate) x: Vec<u8>,
}

impl OkpPublic {
    /// The curve.
    #[must_use]
    pub fn curve(&self) -> OkpCurve {
        self.curve
    }

    /// The encoded public key.
    #[must_use]
    pub fn x(&self) -> &[u8] {
        &self.x
    }
}

/// An OKP private key.
///
/// [RFC 8037 §2](https://www.rfc-editor.org/rfc/rfc8037#section-2).
#[derive(Clone, PartialEq, Eq)]
pub struct OkpPrivate {
    pub(crate) public: OkpPublic,
    pub(crate) d: Secret,
}

impl OkpPrivate {
    /// The public half.
    #[must_use]
    pub fn public(&self) -> &OkpPublic {
        &self.public
    }

    /// The private key: for Ed25519 the seed.
    #[must_use]
    pub fn d(&self) -> &Secret {
        &self.d
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

debug_by_name!(RsaPrivate, EcPrivate, OkpPrivate);
