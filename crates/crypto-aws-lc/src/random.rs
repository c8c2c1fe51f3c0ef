//! Randomness from AWS-LC.

use aws_lc_rs::rand;
use symbolon_jose::crypto::{RandomError, SecureRandom};

/// AWS-LC's random number generator, which is seeded by the operating system in each thread.
///
/// If [`Crypto::random`](symbolon_jose::Crypto) is replaced, new codes, tokens, nonces and content
/// keys use the replacement. Signatures with ES256, PS256 and ML-DSA, and encryption with RSA-OAEP,
/// do not: AWS-LC always uses this generator for them.
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
