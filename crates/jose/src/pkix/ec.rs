//! EC keys: points ([RFC 5480 §2.2](https://www.rfc-editor.org/rfc/rfc5480#section-2.2)) and
//! private keys in SEC 1 ([RFC 5915](https://www.rfc-editor.org/rfc/rfc5915)).

use der::{Decode as _, Encode as _, ErrorKind, Tag};
use sec1::{EcParameters, EcPrivateKey};

use super::algorithm::{ec_curve_named, ec_curve_oid};
use super::complete::complete;
use super::decode::decode;
use super::{Content, Error};
use crate::jwk::{EcCurve, EcPrivate, EcPublic, PrivateKey, PublicKey};
use crate::{Crypto, Secret};

/// Reads a point in its uncompressed form.
pub(super) fn read_point(curve: EcCurve, point: &[u8]) -> Result<EcPublic, Error> {
    // SEC 1 §2.3.3: a compressed point starts with 2 or 3, which says which of the two possible y
    // coordinates is meant.
    if let Some(2 | 3) = point.first() {
        return Err(Error::CompressedPoint);
    }
    Ok(EcPublic::from_uncompressed(curve, point)?)
}

/// Reads an `ECPrivateKey`. Its curve is named by the PKCS #8 structure that contains it (`outer`),
/// by the `ECPrivateKey` itself, or by both if they agree.
pub(super) fn read_private(
    der: &[u8],
    outer: Option<EcCurve>,
    crypto: &Crypto,
) -> Result<PrivateKey, Error> {
    if EcPrivateKey::from_der(der).is_err_and(|error| is_explicit_curve(&error)) {
        return Err(Error::ExplicitCurve);
    }
    let key: EcPrivateKey<'_> = decode(der, Content::EcPrivateKey)?;
    let inner =
        key.parameters.and_then(EcParameters::named_curve).map(ec_curve_named).transpose()?;
    let curve = match (outer, inner) {
        (Some(outer), Some(inner)) if outer != inner => return Err(Error::Mismatch),
        (Some(curve), _) | (None, Some(curve)) => curve,
        (None, None) => return Err(Error::NoCurve),
    };
    let public = key.public_key.map(|point| read_point(curve, point)).transpose()?;
    // RFC 5915 §3: the private key has ceiling(log2(n)/8) octets, which `complete` checks.
    let private = Secret::new(key.private_key.to_vec());
    complete(curve.kind(), private, public.map(PublicKey::Ec), crypto)
}

/// Writes an `ECPrivateKey`. `names_curve` must be `true` unless the result becomes a part of
/// PKCS #8, which names the curve itself.
pub(super) fn write_private(key: &EcPrivate, names_curve: bool) -> Result<Secret, Error> {
    let point = key.public().uncompressed();
    let curve = *ec_curve_oid(key.public().curve());
    let parameters = names_curve.then_some(EcParameters::NamedCurve(curve));
    let private_key = key.d().expose();
    EcPrivateKey { private_key, parameters, public_key: Some(&point) }
        .to_der()
        .map(Secret::new)
        .map_err(|_| Error::TooLarge)
}

/// Returns `true` if decoding failed because the curve is written out (`specifiedCurve`, a
/// sequence) instead of named (`namedCurve`, an object identifier): RFC 5480 §2.1.1.
fn is_explicit_curve(error: &der::Error) -> bool {
    let expected = Some(Tag::ObjectIdentifier);
    error.kind() == ErrorKind::TagUnexpected { expected, actual: Tag::Sequence }
}
