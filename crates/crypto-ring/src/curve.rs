//! Conversion of EC keys from `symbolon-jose` to RustCrypto.

use ecdsa::elliptic_curve::sec1::{FromSec1Point, ModulusSize, ToSec1Point};
use ecdsa::elliptic_curve::{CurveArithmetic, FieldBytes, PublicKey, SecretKey};
use k256::Secp256k1;
use p256::NistP256;
use p384::NistP384;
use p521::NistP521;
use symbolon_jose::Secret;
use symbolon_jose::crypto::KeyRejected;
use symbolon_jose::jwk::{EcCurve, EcPrivate, EcPublic};

/// A curve of RustCrypto, with its name in a JWK.
pub(crate) trait NamedCurve:
    CurveArithmetic<AffinePoint: FromSec1Point<Self> + ToSec1Point<Self>, FieldBytesSize: ModulusSize>
{
    const CURVE: EcCurve;
}

impl NamedCurve for NistP256 {
    const CURVE: EcCurve = EcCurve::P256;
}

impl NamedCurve for NistP384 {
    const CURVE: EcCurve = EcCurve::P384;
}

impl NamedCurve for NistP521 {
    const CURVE: EcCurve = EcCurve::P521;
}

impl NamedCurve for Secp256k1 {
    const CURVE: EcCurve = EcCurve::Secp256k1;
}

/// Converts a public key, and checks that its point is on the curve.
pub(crate) fn public_key<C: NamedCurve>(key: &EcPublic) -> Result<PublicKey<C>, KeyRejected> {
    if key.curve() != C::CURVE {
        return Err(KeyRejected);
    }
    // RFC 7518 §6.2.2, SEC 1 §3.2.2.1: the coordinates are below p and satisfy the curve's
    // equation.
    PublicKey::from_sec1_bytes(&key.uncompressed()).map_err(|_| KeyRejected)
}

/// Converts a private key, and checks that its public half matches.
pub(crate) fn private_key<C: NamedCurve>(key: &EcPrivate) -> Result<SecretKey<C>, KeyRejected> {
    let public = public_key(key.public())?;
    let private = scalar(key.d())?;
    // No specification requires this check. But if the halves do not match, signatures never verify
    // and ciphertext cannot be decrypted.
    if private.public_key() == public { Ok(private) } else { Err(KeyRejected) }
}

/// Reads a scalar of the curve's full length, from 1 to n - 1.
pub(crate) fn scalar<C: NamedCurve>(bytes: &Secret) -> Result<SecretKey<C>, KeyRejected> {
    let bytes = <&FieldBytes<C>>::try_from(bytes.expose()).map_err(|_| KeyRejected)?;
    // SEC 1 §3.2.1: d is in the interval [1, n - 1].
    SecretKey::from_bytes(bytes).map_err(|_| KeyRejected)
}
