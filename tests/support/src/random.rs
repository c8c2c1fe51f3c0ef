//! Sources of randomness that a test controls.

use std::sync::atomic::{AtomicU64, Ordering};

use symbolon_jose::Crypto;
use symbolon_jose::crypto::{Digests, RandomError, SecureRandom};

/// Returns the backend with a source that yields the same bytes in every run with the same seed.
///
/// The source is kept in memory until the process ends.
#[must_use]
pub fn seeded(seed: u64, crypto: &Crypto) -> Crypto {
    let source = Seeded { seed, drawn: AtomicU64::new(0), digests: crypto.digests };
    Crypto { random: Box::leak(Box::new(source)), ..*crypto }
}

/// Returns the backend with a source that fails every time, as on a machine without randomness.
#[must_use]
pub fn failing(crypto: &Crypto) -> Crypto {
    Crypto { random: &Failing, ..*crypto }
}

#[derive(Debug)]
struct Seeded {
    seed: u64,
    drawn: AtomicU64,
    digests: &'static dyn Digests,
}

impl SecureRandom for Seeded {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), RandomError> {
        for chunk in buffer.chunks_mut(32) {
            let drawn = self.drawn.fetch_add(1, Ordering::Relaxed);
            let block = self.digests.sha256(format!("{} {drawn}", self.seed).as_bytes());
            chunk.iter_mut().zip(block).for_each(|(byte, drawn)| *byte = drawn);
        }
        Ok(())
    }
}

#[derive(Debug)]
struct Failing;

impl SecureRandom for Failing {
    fn fill(&self, _: &mut [u8]) -> Result<(), RandomError> {
        Err(RandomError)
    }
}
