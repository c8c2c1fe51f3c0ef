//! Reads the header parameters of key management algorithms.

use crate::jwe::Error;
use crate::{MemberError, Object, base64url};

/// The most bytes of a header parameter that is hashed. Identities and salts are far shorter.
pub(crate) const MAX_PARTY: usize = 1024;

/// Reads a required base64url parameter of exactly `N` bytes.
pub(super) fn exactly<const N: usize>(
    parameters: &Object,
    name: &'static str,
) -> Result<[u8; N], Error> {
    let wrong =
        |bytes: Vec<u8>| Error::ParameterLength { name, least: N, most: N, found: bytes.len() };
    required(parameters, name, N, N)?.try_into().map_err(wrong)
}

/// Reads a required base64url parameter of `least` to `most` bytes.
pub(super) fn required(
    parameters: &Object,
    name: &'static str,
    least: usize,
    most: usize,
) -> Result<Vec<u8>, Error> {
    bytes(parameters, name, least, most)?.ok_or(Error::MissingParameter(name))
}

/// Reads an optional base64url parameter of `least` to `most` bytes. `most` is at most
/// [`MAX_PARTY`].
pub(super) fn bytes(
    parameters: &Object,
    name: &'static str,
    least: usize,
    most: usize,
) -> Result<Option<Vec<u8>>, Error> {
    let Some(value) = parameters.get(name) else { return Ok(None) };
    let text = value.as_str().ok_or(MemberError { name, expected: "a string" })?;
    // Checked before decoding, so that a long text costs no memory. 4 characters encode 3 bytes.
    let found = text.len().saturating_mul(3) / 4;
    if found > MAX_PARTY {
        return Err(Error::ParameterLength { name, least, most, found });
    }
    let bytes = base64url::decode(text).map_err(|error| Error::ParameterBase64 { name, error })?;
    let found = bytes.len();
    if (least..=most).contains(&found) {
        Ok(Some(bytes))
    } else {
        Err(Error::ParameterLength { name, least, most, found })
    }
}
