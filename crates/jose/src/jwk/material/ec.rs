//! The curves and keys of `kty` EC.

use super::KeyKind;
use super::length::check_len;
use crate::Secret;
use crate::jwk::Error;

/// The curve of an EC key. The JWK names it in `crv`
/// ([RFC 7518 §6.2.1.1](https://www.rfc-editor.org/rfc/rfc7518#section-6.2.1.1),
/// [RFC 8812 §3.1](https://www.rfc-editor.org/rfc/rfc8812#section-3.1)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EcCurve {
    /// The curve NIST P-256.
    P256,
    /// The curve NIST P-384.
    P384,
    /// The curve NIST P-521.
    P521,
    /// The curve secp256k1.
    Secp256k1,
}

impl EcCurve {
    pub(crate) const ALL: [Self; 4] = [Self::P256, Self::P384, Self::P521, Self::Secp256k1];

    /// The names of all curves, as an error message lists them.
    pub(in crate::jwk) const NAMES: &'static str = "P-256, P-384, P-521 and secp256k1";

    /// Returns the name of the curve, for example `P-256`. A JWK contains this name in `crv`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.kind().as_str()
    }

    /// Returns the [`KeyKind`] of keys on this curve.
    #[must_use]
    pub const fn kind(self) -> KeyKind {
        match self {
            Self::P256 => KeyKind::P256,
            Self::P384 => KeyKind::P384,
            Self::P521 => KeyKind::P521,
            Self::Secp256k1 => KeyKind::Secp256k1,
        }
    }

    /// Returns the length of a coordinate in bytes. A private key on this curve has the same
    /// length.
    #[must_use]
    pub const fn coordinate_len(self) -> usize {
        match self {
            Self::P256 | Self::Secp256k1 => 32,
            Self::P384 => 48,
            Self::P521 => 66,
        }
    }

    /// Returns the curve with this `crv`.
    pub(in crate::jwk) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|curve| curve.as_str() == name)
    }
}

/// An EC public key: a curve and the two coordinates of a point
/// ([RFC 7518 §6.2.1](https://www.rfc-editor.org/rfc/rfc7518#section-6.2.1)).
///
/// This type does not check that the point is on the curve. The cryptography backend checks that
/// later, for example in [`VerificationKey::from_jwk`](crate::VerificationKey::from_jwk).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EcPublic {
    curve: EcCurve,
    x: Vec<u8>,
    y: Vec<u8>,
}

impl EcPublic {
    /// Creates a public key from the coordinates of its point. Pass the bytes of each coordinate in
    /// big-endian order. If there are fewer than [`EcCurve::coordinate_len`] bytes, add zero bytes
    /// at the beginning.
    ///
    /// # Errors
    /// [`Error::Length`] if the length of a coordinate is not [`EcCurve::coordinate_len`].
    pub fn new(curve: EcCurve, x: Vec<u8>, y: Vec<u8>) -> Result<Self, Error> {
        // RFC 7518 §6.2.1.2, §6.2.1.3: leading zeros are not left out.
        check_len("x", x.len(), curve.coordinate_len())?;
        check_len("y", y.len(), curve.coordinate_len())?;
        Ok(Self { curve, x, y })
    }

    /// Creates a public key from a point in the uncompressed form of SEC 1, which consists of the
    /// byte `0x04`, the x coordinate and the y coordinate.
    ///
    /// # Errors
    /// - [`Error::PointForm`] if the first byte is not `0x04`.
    /// - [`Error::Length`] if the point is too short or too long: each coordinate must have
    ///   [`EcCurve::coordinate_len`] bytes.
    pub fn from_uncompressed(curve: EcCurve, point: &[u8]) -> Result<Self, Error> {
        let Some((4, coordinates)) = point.split_first() else { return Err(Error::PointForm) };
        let x_len = curve.coordinate_len().min(coordinates.len());
        let (x, y) = coordinates.split_at_checked(x_len).unwrap_or_default();
        Self::new(curve, x.to_vec(), y.to_vec())
    }

    /// Returns the curve.
    #[must_use]
    pub fn curve(&self) -> EcCurve {
        self.curve
    }

    /// Returns the x coordinate: [`EcCurve::coordinate_len`] bytes in big-endian order.
    #[must_use]
    pub fn x(&self) -> &[u8] {
        &self.x
    }

    /// Returns the y coordinate: [`EcCurve::coordinate_len`] bytes in big-endian order.
    #[must_use]
    pub fn y(&self) -> &[u8] {
        &self.y
    }

    /// Returns the point in the uncompressed form of SEC 1, which consists of the byte `0x04`, the
    /// x coordinate and the y coordinate.
    #[must_use]
    pub fn uncompressed(&self) -> Vec<u8> {
        [&[4], self.x.as_slice(), self.y.as_slice()].concat()
    }
}

/// An EC private key with its public key
/// ([RFC 7518 §6.2.2](https://www.rfc-editor.org/rfc/rfc7518#section-6.2.2)).
#[derive(Clone, PartialEq, Eq)]
pub struct EcPrivate {
    public: EcPublic,
    d: Secret,
}

impl EcPrivate {
    /// Creates a private key from its public key and its private number `d`. Pass the bytes of `d`
    /// in big-endian order. If there are fewer than [`EcCurve::coordinate_len`] bytes, add zero
    /// bytes at the beginning.
    ///
    /// This function does not check that the private key belongs to the public key. The
    /// cryptography backend checks that later, for example in
    /// [`SigningKey::from_jwk`](crate::SigningKey::from_jwk).
    ///
    /// # Errors
    /// [`Error::Length`] if the length of `d` is not [`EcCurve::coordinate_len`].
    pub fn new(public: EcPublic, d: Secret) -> Result<Self, Error> {
        // RFC 7518 §6.2.2.1: ceiling(log-base-2(n)/8) octets, which equals the length of a
        // coordinate on all of these curves.
        check_len("d", d.expose().len(), public.curve.coordinate_len())?;
        Ok(Self { public, d })
    }

    /// Returns the public key.
    #[must_use]
    pub fn public(&self) -> &EcPublic {
        &self.public
    }

    /// Returns the private number `d`: [`EcCurve::coordinate_len`] bytes in big-endian order.
    #[must_use]
    pub fn d(&self) -> &Secret {
        &self.d
    }
}
