//! The keys of `kty` OKP.

mod curve;
mod point;

pub use self::curve::OkpCurve;

use super::length::check_len;
use crate::Secret;
use crate::jwk::Error;

/// An OKP public key ([RFC 8037 §2](https://www.rfc-editor.org/rfc/rfc8037#section-2)).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OkpPublic {
    curve: OkpCurve,
    x: Vec<u8>,
}

impl OkpPublic {
    /// Creates a public key from its bytes, which a JWK contains in base64url as `x`.
    ///
    /// On Ed25519 and X25519, points of small order are refused: with such a public key, an
    /// attacker can forge signatures, or knows the agreed secret.
    ///
    /// # Errors
    /// - [`Error::Length`] if `x` does not have [`OkpCurve::key_len`] bytes.
    /// - [`Error::SmallOrder`] if the point is of small order.
    /// - [`Error::PointEncoding`] if an Ed25519 point is not canonically encoded.
    pub fn new(curve: OkpCurve, x: Vec<u8>) -> Result<Self, Error> {
        check_len("x", x.len(), curve.key_len())?;
        point::check(curve, &x)?;
        Ok(Self { curve, x })
    }

    /// Returns the curve.
    #[must_use]
    pub fn curve(&self) -> OkpCurve {
        self.curve
    }

    /// Returns the bytes of the public key, which a JWK contains in base64url as `x`.
    #[must_use]
    pub fn x(&self) -> &[u8] {
        &self.x
    }
}

/// An OKP private key with its public key
/// ([RFC 8037 §2](https://www.rfc-editor.org/rfc/rfc8037#section-2)).
#[derive(Clone, PartialEq, Eq)]
pub struct OkpPrivate {
    public: OkpPublic,
    d: Secret,
}

impl OkpPrivate {
    /// Creates a private key from its bytes, which a JWK contains in base64url as `d`, and its
    /// public key.
    ///
    /// Whether the private key belongs to the public key is checked later, when the key is prepared
    /// for an algorithm.
    ///
    /// # Errors
    /// [`Error::Length`] if `d` does not have [`OkpCurve::key_len`] bytes.
    pub fn new(public: OkpPublic, d: Secret) -> Result<Self, Error> {
        check_len("d", d.expose().len(), public.curve.key_len())?;
        Ok(Self { public, d })
    }

    /// Returns the public key.
    #[must_use]
    pub fn public(&self) -> &OkpPublic {
        &self.public
    }

    /// Returns the bytes of the private key, which a JWK contains in base64url as `d`. On Ed25519
    /// and Ed448, they are the seed.
    #[must_use]
    pub fn d(&self) -> &Secret {
        &self.d
    }
}
