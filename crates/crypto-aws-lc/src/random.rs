//! Randomness from AWS-LC.

use aws_lc_rs::rand;
use symbolon_jose::crypto::{RandomError, SecureRandom};

/// AWS-LC's random number generator. Each thread has a generator, which gets its seed from the
/// operating system.
///
/// If [`Crypto::random`](symbolon_jose::Crypto) is replaced, new authorization codes, tokens,
/// nonces and content encryption keys come from the replacement. AWS-LC still uses its generator
/// for ECDSA, RSASSA-PSS and ML-DSA signatures, for RSA encryption and for new RSA keys.
pub const RANDOM: &dyn SecureRandom = &AwsLcRandom;

#[derive(Debug)]
struct AwsLcRandom;

impl SecureRandom for AwsLcRandom {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), RandomError> {
        rand::fill(buffer).map_err(|_| RandomError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_call_fills_the_whole_buffer_with_other_bytes() {
        let mut one = [0; 64];
        let mut other = [0; 64];
        RANDOM.fill(&mut one).unwrap();
        RANDOM.fill(&mut other).unwrap();
        assert_ne!(one, other);
        assert_ne!(one[32..], [0; 32]);
    }
}
