//! The operating system's randomness.

use ring::rand::{SecureRandom as _, SystemRandom};
use symbolon_jose::crypto::{RandomError, SecureRandom};

/// The operating system's random generator.
///
/// ring signs with its own randomness: replacing [`Crypto::random`](symbolon_jose::Crypto) changes
/// codes, tokens and nonces, not the salts of PS256 or the nonces of ES256.
pub const RANDOM: &dyn SecureRandom = &RingRandom;

#[derive(Debug)]
struct RingRandom;

impl SecureRandom for RingRandom {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), RandomError> {
        SystemRandom::new().fill(buffer).map_err(|_| RandomError)
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
