//! The curves of `kty` OKP.

use crate::jwk::KeyKind;

/// The curve of an OKP key. The JWK names it in `crv`
/// ([RFC 8037 §2](https://www.rfc-editor.org/rfc/rfc8037#section-2)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OkpCurve {
    /// The curve Ed25519, which is for signatures.
    Ed25519,
    /// The curve Ed448, which is for signatures.
    Ed448,
    /// The curve X25519, which is for key agreement.
    X25519,
    /// The curve X448, which is for key agreement.
    X448,
}

impl OkpCurve {
    pub(crate) const ALL: [Self; 4] = [Self::Ed25519, Self::Ed448, Self::X25519, Self::X448];

    /// The names of all curves, as an error message lists them.
    pub(in crate::jwk) const NAMES: &'static str = "Ed25519, Ed448, X25519 and X448";

    /// Returns the name of the curve, for example `Ed25519`. A JWK contains this name in `crv`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.kind().as_str()
    }

    /// Returns the [`KeyKind`] of keys on this curve.
    #[must_use]
    pub const fn kind(self) -> KeyKind {
        match self {
            Self::Ed25519 => KeyKind::Ed25519,
            Self::Ed448 => KeyKind::Ed448,
            Self::X25519 => KeyKind::X25519,
            Self::X448 => KeyKind::X448,
        }
    }

    /// Returns the length of a public key in bytes. A private key on this curve has the same
    /// length.
    #[must_use]
    pub const fn key_len(self) -> usize {
        match self {
            Self::Ed25519 | Self::X25519 => 32,
            Self::X448 => 56,
            Self::Ed448 => 57,
        }
    }

    /// Returns the curve with this `crv`.
    pub(in crate::jwk) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|curve| curve.as_str() == name)
    }
}
