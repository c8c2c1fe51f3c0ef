//! The keys of `kty` OKP.

mod curve;
mod point;

pub use self::curve::OkpCurve;

use super::length::check_len;
use crate::Secret;
use crate::jwk::Error;

/// An OKP public key: an Ed25519, Ed448, X25519 or X448 key
/// ([RFC 8037 §2](https://www.rfc-editor.org/rfc/rfc8037#section-2)).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OkpPublic {
    curve: OkpCurve,
    x: Vec<u8>,
}

impl OkpPublic {
    /// Creates a public key from its bytes. A JWK contains the same bytes, encoded in base64url, in
    /// the member `x`.
    ///
    /// Refuses Ed25519 and X25519 points of small order. With such an Ed25519 key, an attacker
    /// could forge signatures. With such an X25519 key, an attacker would know the result of the
    /// key agreement.
    ///
    /// # Errors
    /// - [`Error::Length`] if the length of `x` is not [`OkpCurve::key_len`].
    /// - [`Error::SmallOrder`] if `x` is an Ed25519 or X25519 point of small order.
    /// - [`Error::PointEncoding`] if `x` is an Ed25519 point that is not canonically encoded.
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

    /// Returns the bytes of the public key. A JWK contains the same bytes, encoded in base64url, in
    /// the member `x`.
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
    /// Creates a private key from its public key and its private bytes `d`. A JWK contains the
    /// private bytes, encoded in base64url, in the member `d`.
    ///
    /// This function does not check that the private key belongs to the public key. The
    /// cryptography backend checks that later, for example in
    /// [`SigningKey::from_jwk`](crate::SigningKey::from_jwk).
    ///
    /// # Errors
    /// [`Error::Length`] if the length of `d` is not [`OkpCurve::key_len`].
    pub fn new(public: OkpPublic, d: Secret) -> Result<Self, Error> {
        check_len("d", d.expose().len(), public.curve.key_len())?;
        Ok(Self { public, d })
    }

    /// Returns the public key.
    #[must_use]
    pub fn public(&self) -> &OkpPublic {
        &self.public
    }

    /// Returns the bytes of the private key. A JWK contains the same bytes, encoded in base64url,
    /// in the member `d`.
    #[must_use]
    pub fn d(&self) -> &Secret {
        &self.d
    }
}
