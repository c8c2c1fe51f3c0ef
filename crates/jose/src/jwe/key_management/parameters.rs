//! The header parameters of single algorithms.

use crate::jwe::Error;
use crate::{MemberError, Object, base64url};

/// The most bytes that a header parameter may put into a hash: far more than names and salts have.
pub(crate) const MAX_PARTY: usize = 1024;

/// A base64url parameter that has to be there, of exactly this length.
pub(super) fn exactly<const N: usize>(
    parameters: &Object,
    name: &'static str,
) -> Result<[u8; N], Error> {
    required(parameters, name)?.try_into().map_err(|_| Error::ParameterLength(name))
}

/// A base64url parameter that has to be there.
pub(super) fn required(parameters: &Object, name: &'static str) -> Result<Vec<u8>, Error> {
    bytes(parameters, name)?.ok_or(Error::MissingParameter(name))
}

/// A base64url parameter, of [`MAX_PARTY`] bytes at most.
pub(super) fn bytes(parameters: &Object, name: &'static str) -> Result<Option<Vec<u8>>, Error> {
    let Some(value) = parameters.get(name) else { return Ok(None) };
    let text = value.as_str().ok_or(MemberError { name, expected: "a string" })?;
    // The bound on decoded bytes, before decoding: four characters carry three bytes.
    if text.len().saturating_mul(3) / 4 > MAX_PARTY {
        return Err(Error::ParameterLength(name));
    }
    let bytes = base64url::decode(text).map_err(|error| Error::ParameterBase64 { name, error })?;
    Ok(Some(bytes))
}
