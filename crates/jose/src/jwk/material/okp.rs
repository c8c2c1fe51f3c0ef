mod point;

use super::KeyKind;
use crate::Secret;
use crate::jwk::Error;

/// A curve of `kty` OKP.
///
/// [RFC 8037 §2](https://www.rfc-editor.org/rfc/rfc8037#section-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OkpCurve {
    /// Ed25519, for signatures.
    Ed25519,
    /// Ed448, for signatures.
    Ed448,
    /// X25519, for key agreement.
    X25519,
    /// X448, for key agreement.
    X448,
}

impl OkpCurve {
    pub(crate) const ALL: [Self; 4] = [Self::Ed25519, Self::Ed448, Self::X25519, Self::X448];

    /// The value of `crv`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.kind().as_str()
    }

    /// The kind of a key on this curve.
    #[must_use]
    pub const fn kind(self) -> KeyKind {
        match self {
            Self::Ed25519 => KeyKind::Ed25519,
            Self::Ed448 => KeyKind::Ed448,
            Self::X25519 => KeyKind::X25519,
            Self::X448 => KeyKind::X448,
        }
    }

    /// The bytes of a key, public or private.
    #[must_use]
    pub const fn key_len(self) -> usize {
        match self {
            Self::Ed25519 | Self::X25519 => 32,
            Self::X448 => 56,
            Self::Ed448 => 57,
        }
    }

    pub(in crate::jwk) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|curve| curve.as_str() == name)
    }
}

/// An OKP public key.
///
/// [RFC 8037 §2](https://www.rfc-editor.org/rfc/rfc8037#section-2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OkpPublic {
    curve: OkpCurve,
    x: Vec<u8>,
}

impl OkpPublic {
    /// The public key in the curve's own encoding. On Ed25519 and X25519 it is none that everybody
    /// has the other half of.
    ///
    /// # Errors
    /// [`Error::Length`], [`Error::SmallOrder`], [`Error::PointEncoding`].
    pub fn new(curve: OkpCurve, x: Vec<u8>) -> Result<Self, Error> {
        if x.len() != curve.key_len() {
            return Err(Error::Length("x"));
        }
        point::check(curve, &x)?;
        Ok(Self { curve, x })
    }

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
    public: OkpPublic,
    d: Secret,
}

impl OkpPrivate {
    /// A private key with the public one that belongs to it. That it does is checked when the key
    /// is prepared.
    ///
    /// # Errors
    /// [`Error::Length`].
    pub fn new(public: OkpPublic, d: Secret) -> Result<Self, Error> {
        if d.expose().len() == public.curve.key_len() {
            Ok(Self { public, d })
        } else {
            Err(Error::Length("d"))
        }
    }

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
