//! AWS-LC's randomness.

use aws_lc_rs::rand;
use symbolon_jose::crypto::{RandomError, SecureRandom};

/// AWS-LC's random generator: one in each thread, seeded by the operating system.
///
/// AWS-LC signs and encrypts with its own randomness: replacing
/// [`Crypto::random`](symbolon_jose::Crypto) changes codes, tokens, nonces and content keys, not the
/// nonces of ES256, the salts of PS256 or the seeds of RSA-OAEP.
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
    fn the_whole_buffer_is_filled_anew() {
        let mut one = [0; 64];
        let mut other = [0; 64];
        RANDOM.fill(&mut one).unwrap();
        RANDOM.fill(&mut other).unwrap();
        assert_ne!(one, other);
        assert_ne!(one[32..], [0; 32]);
    }
}
