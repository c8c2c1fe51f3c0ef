//! Public keys that are parsed once.

use std::sync::Arc;

use aws_lc_rs::signature::{ParsedPublicKey, VerificationAlgorithm};
use symbolon_jose::crypto::{BadSignature, KeyRejected, Verifier};

/// Parses a public key in the algorithm's own encoding and prepares it for verifying.
///
/// An EC point is refused if it is not on the curve or is the point at infinity.
pub(crate) fn verifier(
    algorithm: &'static dyn VerificationAlgorithm,
    key: &[u8],
) -> Result<Arc<dyn Verifier>, KeyRejected> {
    ParsedPublicKey::new(algorithm, key).map(prepared).map_err(|_| KeyRejected)
}

/// Prepares a parsed key for verifying.
pub(crate) fn prepared(key: ParsedPublicKey) -> Arc<dyn Verifier> {
    Arc::new(ParsedVerifier(key))
}

struct ParsedVerifier(ParsedPublicKey);

impl Verifier for ParsedVerifier {
    fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), BadSignature> {
        self.0.verify_sig(message, signature).map_err(|_| BadSignature)
    }
}
