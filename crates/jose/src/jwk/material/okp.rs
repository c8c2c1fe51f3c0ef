mod curve;
mod point;

pub use self::curve::OkpCurve;

use crate::Secret;
use crate::jwk::Error;

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
