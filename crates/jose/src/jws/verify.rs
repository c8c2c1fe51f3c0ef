//! One signature, verified with the key that its header means.

use super::error::Error;
use super::header::Header;
use crate::SignatureAlgorithm;
use crate::key::{VerificationKey, VerificationKeys};

/// The key that the header means, when the signature verifies with it.
pub(super) fn verifying_key<'k>(
    header: &Header,
    signing_input: &[u8],
    signature: &[u8],
    keys: &'k VerificationKeys,
) -> Result<&'k VerificationKey, Error> {
    // `none` is no algorithm, so it ends here, before any key is looked at.
    let algorithm: SignatureAlgorithm =
        header.alg().parse().map_err(|_| Error::UnsupportedAlgorithm)?;
    let key = keys.select(header.kid(), algorithm)?;
    // RFC 7515 §5.2 (8): over the text as received.
    key.verify(signing_input, signature).map_err(|_| Error::Signature)?;
    Ok(key)
}
