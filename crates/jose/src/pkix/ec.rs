//! EC keys: points as of [RFC 5480 §2.2](https://www.rfc-editor.org/rfc/rfc5480#section-2.2), private
//! keys as of [RFC 5915](https://www.rfc-editor.org/rfc/rfc5915).

use der::{Decode as _, Encode as _, ErrorKind, Tag};
use sec1::{EcParameters, EcPrivateKey};

use super::algorithm::{curve_named, curve_oid};
use super::content::decode;
use super::private_key::complete;
use super::{Content, Error};
use crate::jwk::{EcCurve, EcPrivate, EcPublic, PrivateKey, PublicKey};
use crate::{Crypto, Secret};

pub(super) fn read_point(curve: EcCurve, point: &[u8]) -> Result<EcPublic, Error> {
    // SEC 1 §2.3.3: 2 and 3 say which of the two y belongs to x.
    if let Some(2 | 3) = point.first() {
        return Err(Error::CompressedPoint);
    }
    Ok(EcPublic::from_uncompressed(curve, point)?)
}

/// A private key whose curve is named by what it is in, by itself, or alike by both.
pub(super) fn read_private(
    der: &[u8],
    outer: Option<EcCurve>,
    crypto: &Crypto,
) -> Result<PrivateKey, Error> {
    if EcPrivateKey::from_der(der).is_err_and(|error| is_explicit_curve(&error)) {
        return Err(Error::ExplicitCurve);
    }
    let key: EcPrivateKey<'_> = decode(der, Content::EcPrivateKey)?;
    let inner = key.parameters.and_then(EcParameters::named_curve).map(curve_named).transpose()?;
    let curve = match (outer, inner) {
        (Some(outer), Some(inner)) if outer != inner => return Err(Error::Mismatch),
        (Some(curve), _) | (None, Some(curve)) => curve,
        (None, None) => return Err(Error::NoCurve),
    };
    let public = key.public_key.map(|point| read_point(curve, point)).transpose()?;
    let private = Secret::new(key.private_key.to_vec());
    // RFC 5915 §3: ceiling (log2(n)/8) octets.
    complete(curve.kind(), private, public.map(PublicKey::Ec), crypto)
}

/// The curve is named where nothing around the key names it.
pub(super) fn write_private(key: &EcPrivate, names_curve: bool) -> Result<Secret, Error> {
    let point = key.public().uncompressed();
    let parameters = match names_curve {
        true => curve_oid(key.public().curve()).map(EcParameters::NamedCurve),
        false => None,
    };
    let private_key = key.d().expose();
    EcPrivateKey { private_key, parameters, public_key: Some(&point) }
        .to_der()
        .map(Secret::new)
        .map_err(|_| Error::TooLarge)
}

/// RFC 5480 §2.1.1: specifiedCurve is a sequence, where namedCurve is an object identifier.
fn is_explicit_curve(error: &der::Error) -> bool {
    let expected = Some(Tag::ObjectIdentifier);
    error.kind() == ErrorKind::TagUnexpected { expected, actual: Tag::Sequence }
}
