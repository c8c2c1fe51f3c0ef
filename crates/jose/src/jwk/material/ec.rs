use super::KeyKind;
use crate::Secret;
use crate::jwk::Error;

/// A curve of `kty` EC.
///
/// [RFC 7518 §6.2.1.1](https://www.rfc-editor.org/rfc/rfc7518#section-6.2.1.1),
/// [RFC 8812 §3.1](https://www.rfc-editor.org/rfc/rfc8812#section-3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EcCurve {
    /// NIST P-256.
    P256,
    /// NIST P-384.
    P384,
    /// NIST P-521.
    P521,
    /// secp256k1.
    Secp256k1,
}

impl EcCurve {
    pub(crate) const ALL: [Self; 4] = [Self::P256, Self::P384, Self::P521, Self::Secp256k1];

    /// The value of `crv`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.kind().as_str()
    }

    /// The kind of a key on this curve.
    #[must_use]
    pub const fn kind(self) -> KeyKind {
        match self {
            Self::P256 => KeyKind::P256,
            Self::P384 => KeyKind::P384,
            Self::P521 => KeyKind::P521,
            Self::Secp256k1 => KeyKind::Secp256k1,
        }
    }

    /// The bytes of a coordinate, and of the private key.
    #[must_use]
    pub const fn coordinate_len(self) -> usize {
        match self {
            Self::P256 | Self::Secp256k1 => 32,
            Self::P384 => 48,
            Self::P521 => 66,
        }
    }

    pub(in crate::jwk) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|curve| curve.as_str() == name)
    }
}

/// An EC public key: two coordinates of the curve's length. Whether they are a point of the curve
/// is for the backend to say when the key is prepared.
///
/// [RFC 7518 §6.2.1](https://www.rfc-editor.org/rfc/rfc7518#section-6.2.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EcPublic {
    curve: EcCurve,
    x: Vec<u8>,
    y: Vec<u8>,
}

impl EcPublic {
    /// The point with these coordinates, big-endian and of the curve's full length.
    ///
    /// # Errors
    /// [`Error::Length`].
    pub fn new(curve: EcCurve, x: Vec<u8>, y: Vec<u8>) -> Result<Self, Error> {
        // RFC 7518 §6.2.1.2, §6.2.1.3: leading zeros stay.
        for (name, coordinate) in [("x", &x), ("y", &y)] {
            if coordinate.len() != curve.coordinate_len() {
                return Err(Error::Length(name));
            }
        }
        Ok(Self { curve, x, y })
    }

    /// The point in the uncompressed form of SEC 1: `0x04`, x, y.
    ///
    /// # Errors
    /// [`Error::Length`] for another form, or another length.
    pub fn from_uncompressed(curve: EcCurve, point: &[u8]) -> Result<Self, Error> {
        let Some((4, coordinates)) = point.split_first() else { return Err(Error::Length("x")) };
        let (x, y) =
            coordinates.split_at_checked(curve.coordinate_len()).ok_or(Error::Length("x"))?;
        Self::new(curve, x.to_vec(), y.to_vec())
    }

    /// The curve.
    #[must_use]
    pub fn curve(&self) -> EcCurve {
        self.curve
    }

    /// The first coordinate, big-endian and of the curve's full length.
    #[must_use]
    pub fn x(&self) -> &[u8] {
        &self.x
    }

    /// The second coordinate, big-endian and of the curve's full length.
    #[must_use]
    pub fn y(&self) -> &[u8] {
        &self.y
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
    public: EcPublic,
    d: Secret,
}

impl EcPrivate {
    /// A private scalar, big-endian and of the curve's full length, with the point that belongs to
    /// it. That it does is checked when the key is prepared.
    ///
    /// # Errors
    /// [`Error::Length`].
    pub fn new(public: EcPublic, d: Secret) -> Result<Self, Error> {
        // RFC 7518 §6.2.2.1: ceiling(log-base-2(n)/8) octets, which is a coordinate's length here.
        if d.expose().len() == public.curve.coordinate_len() {
            Ok(Self { public, d })
        } else {
            Err(Error::Length("d"))
        }
    }

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
