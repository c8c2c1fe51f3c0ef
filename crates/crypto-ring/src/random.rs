//! Randomness from the operating system, with ring.

use ring::rand::{SecureRandom as _, SystemRandom};
use symbolon_jose::crypto::{RandomError, SecureRandom};

/// The operating system's random number generator.
///
/// If [`Crypto::random`](symbolon_jose::Crypto) is replaced, new authorization codes, tokens and
/// keys come from the replacement. For signatures with ES256, ES384, PS256, PS384 and PS512, ring
/// still uses the operating system's generator.
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
    fn every_call_fills_the_whole_buffer_with_other_bytes() {
        let mut one = [0; 64];
        let mut other = [0; 64];
        RANDOM.fill(&mut one).unwrap();
        RANDOM.fill(&mut other).unwrap();
        assert_ne!(one, other);
        assert_ne!(one[32..], [0; 32]);
    }
}
