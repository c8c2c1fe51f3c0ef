//! Numbers and coordinates out of a key's members, checked for length and form.

use super::Error;
use super::material::{EcCurve, EcPublic, OkpCurve, OkpPublic, RsaPublic};
use crate::{Object, Secret, base64url};
use zeroize::Zeroizing;

/// The bytes of a required base64url member.
pub(super) fn bytes(object: &mut Object, name: &'static str) -> Result<Vec<u8>, Error> {
    // Wiped when it was a private member's.
    let text = Zeroizing::new(object.take_string(name)?.ok_or(Error::Missing(name))?);
    base64url::decode(&text).map_err(|error| Error::Base64 { name, error })
}

/// Bytes of exactly this length.
pub(super) fn fixed(object: &mut Object, name: &'static str, len: usize) -> Result<Vec<u8>, Error> {
    let bytes = bytes(object, name)?;
    if bytes.len() == len { Ok(bytes) } else { Err(Error::Length(name)) }
}

/// A positive number in the fewest bytes (Base64urlUInt, RFC 7518 §2).
pub(super) fn number(object: &mut Object, name: &'static str) -> Result<Vec<u8>, Error> {
    let bytes = bytes(object, name)?;
    match bytes.first() {
        None | Some(0) => Err(Error::Number(name)),
        Some(_) => Ok(bytes),
    }
}

/// Secret bytes of exactly this length.
pub(super) fn secret(object: &mut Object, name: &'static str, len: usize) -> Result<Secret, Error> {
    fixed(object, name, len).map(Secret::new)
}

pub(super) fn secret_number(object: &mut Object, name: &'static str) -> Result<Secret, Error> {
    number(object, name).map(Secret::new)
}

/// RFC 7518 §6.3.1, with the bounds of §3.3.
pub(super) fn rsa(object: &mut Object) -> Result<RsaPublic, Error> {
    let n = number(object, "n")?;
    let e = number(object, "e")?;
    let odd = |number: &[u8]| number.last().is_some_and(|byte| byte & 1 == 1);
    // RFC 7518 §3.3: 2048 bits or more. The upper bound keeps one key from costing seconds.
    if !(2048..=8192).contains(&bit_len(&n)) || !odd(&n) {
        return Err(Error::RsaModulus);
    }
    // An odd exponent from 3, and below 2^33, as verifiers everywhere bound it.
    if bit_len(&e) > 33 || e == [1] || !odd(&e) {
        return Err(Error::RsaExponent);
    }
    Ok(RsaPublic { n, e })
}

/// RFC 7518 §6.2.1: the curve and two coordinates of its full length.
pub(super) fn ec(object: &mut Object) -> Result<EcPublic, Error> {
    let name = object.take_string("crv")?.ok_or(Error::Missing("crv"))?;
    let curve = EcCurve::named(&name).ok_or(Error::UnsupportedCurve)?;
    let x = fixed(object, "x", curve.coordinate_len())?;
    let y = fixed(object, "y", curve.coordinate_len())?;
    Ok(EcPublic { curve, x, y })
}

/// RFC 8037 §2.
pub(super) fn okp(object: &mut Object) -> Result<OkpPublic, Error> {
    let name = object.take_string("crv")?.ok_or(Error::Missing("crv"))?;
    let curve = OkpCurve::named(&name).ok_or(Error::UnsupportedCurve)?;
    let x = fixed(object, "x", curve.key_len())?;
    Ok(OkpPublic { curve, x })
}

/// The bits of a big-endian number without leading zero bytes.
fn bit_len(number: &[u8]) -> usize {
    let leading = number.first().map_or(0, |byte| byte.leading_zeros() as usize);
    number.len().saturating_mul(8).saturating_sub(leading)
}
