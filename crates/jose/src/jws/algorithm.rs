//! The algorithm that a token names.

use super::error::Error;
use crate::SignatureAlgorithm;

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
