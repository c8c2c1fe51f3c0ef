//! The verification of one signature with the key that its header selects.

use super::error::Error;
use super::header::Header;
use crate::SignatureAlgorithm;
use crate::key::{VerificationKey, VerificationKeys};

/// Returns the signature algorithm that the `alg` of a token names.
///
/// ```
/// use symbolon_jose::SignatureAlgorithm;
/// use symbolon_jose::jws::{Error, algorithm_of};
///
/// assert_eq!(algorithm_of("ES256"), Ok(SignatureAlgorithm::Es256));
/// assert_eq!(algorithm_of("none"), Err(Error::NotSigned));
/// ```
///
/// # Errors
/// - [`Error::NotSigned`] if `alg` is `none`;
/// - [`Error::UnsupportedAlgorithm`] if `alg` is not a supported signature algorithm.
pub fn algorithm_of(alg: &str) -> Result<SignatureAlgorithm, Error> {
    match alg.parse() {
        Ok(algorithm) => Ok(algorithm),
        // RFC 7518 §3.6: `SignatureAlgorithm` has no value for `none`.
        Err(_) if alg == "none" => Err(Error::NotSigned),
        Err(_) => Err(Error::UnsupportedAlgorithm),
    }
}

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
