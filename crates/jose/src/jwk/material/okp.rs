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
    /// Creates a public key from the bytes of `x`, in the encoding of the curve.
    ///
    /// On Ed25519 and X25519, points of small order are refused, because with them a signature or
    /// an agreement proves nothing.
    ///
    /// # Errors
    /// - [`Error::Length`] if the bytes do not have the length of the curve.
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

    /// Returns the bytes of `x`, the encoded public key.
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
    /// Creates a private key from the bytes of `d` and its public key.
    ///
    /// Whether the two belong together is checked when the key is prepared.
    ///
    /// # Errors
    /// [`Error::Length`] if `d` does not have the length of the curve.
    pub fn new(public: OkpPublic, d: Secret) -> Result<Self, Error> {
        check_len("d", d.expose().len(), public.curve.key_len())?;
        Ok(Self { public, d })
    }

    /// Returns the public key.
    #[must_use]
    pub fn public(&self) -> &OkpPublic {
        &self.public
    }

    /// Returns the bytes of `d`, the private key. On Ed25519 and Ed448 this is the seed.
    #[must_use]
    pub fn d(&self) -> &Secret {
        &self.d
    }
}
