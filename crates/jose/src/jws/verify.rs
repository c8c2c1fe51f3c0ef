//! The verification of one signature with the key that its header selects.

use super::error::Error;
use super::header::Header;
use crate::key::{VerificationKey, VerificationKeys};

/// Verifies a signature, and returns the key that verified it.
pub(super) fn verifying_key<'k>(
    header: &Header,
    signing_input: &[u8],
    signature: &[u8],
    keys: &'k VerificationKeys,
) -> Result<&'k VerificationKey, Error> {
    let key = keys.select(header.kid(), header.algorithm()?)?;
    // RFC 7515 §5.2 (8): the signature covers the text as it was received.
    key.verify(signing_input, signature).map_err(|_| Error::Signature)?;
    Ok(key)
}

/// Returns the first key that fits the header and verifies the signature.
pub(super) fn any_key<'k>(
    header: &Header,
    signing_input: &[u8],
    signature: &[u8],
    keys: &'k VerificationKeys,
) -> Result<&'k VerificationKey, Error> {
    let mut fitting = keys.fitting(header.kid(), header.algorithm()?);
    fitting.find(|key| key.verify(signing_input, signature).is_ok()).ok_or(Error::Signature)
}
