//! Public keys that are read once.

use std::sync::Arc;

use aws_lc_rs::signature::{ParsedPublicKey, VerificationAlgorithm};
use symbolon_jose::crypto::{BadSignature, KeyRejected, Verifier};

/// Reads a public key in the algorithm's own encoding, and holds on to what was read.
///
/// An EC point is one of the curve afterwards, and not the point at infinity.
pub(crate) fn verifier(
    algorithm: &'static dyn VerificationAlgorithm,
    key: &[u8],
) -> Result<Arc<dyn Verifier>, KeyRejected> {
    ParsedPublicKey::new(algorithm, key).map(held).map_err(|_| KeyRejected)
}

pub(crate) fn held(key: ParsedPublicKey) -> Arc<dyn Verifier> {
    Arc::new(ParsedVerifier(key))
}

struct ParsedVerifier(ParsedPublicKey);

impl Verifier for ParsedVerifier {
    fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), BadSignature> {
        self.0.verify_sig(message, signature).map_err(|_| BadSignature)
    }
}
