//! The bytes that a signature covers.

use super::error::Error;
use crate::base64url;

/// Builds the signing input: the protected header, a dot and the payload (RFC 7515 §5.2 (8)).
///
/// With `unencoded`, the payload is written without base64url (RFC 7797 §3).
pub(super) fn signing_input(protected: &str, payload: &[u8], unencoded: bool) -> Vec<u8> {
    let mut input = String::with_capacity(
        protected.len().saturating_add(payload.len().saturating_mul(4) / 3).saturating_add(4),
    );
    input.push_str(protected);
    input.push('.');
    if !unencoded {
        base64url::encode_onto(&mut input, payload);
    }
    let mut input = input.into_bytes();
    if unencoded {
        input.extend_from_slice(payload);
    }
    input
}

/// Checks that an unencoded payload is printable ASCII without a dot, which would separate a fourth
/// part (RFC 7797 §5.2).
pub(super) fn printable(payload: &str) -> Result<&str, Error> {
    if payload.bytes().all(|byte| matches!(byte, b' '..=b'-' | b'/'..=b'~')) {
        Ok(payload)
    } else {
        Err(Error::PayloadCharacters)
    }
}
