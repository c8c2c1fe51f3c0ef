//! Randomness that is the same in every run of the same seed.

use std::sync::atomic::{AtomicU64, Ordering};

use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::Crypto;
use symbolon_jose::crypto::{RandomError, SecureRandom};

#[derive(Debug)]
struct Seeded {
    seed: u64,
    drawn: AtomicU64,
}

impl SecureRandom for Seeded {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), RandomError> {
        for chunk in buffer.chunks_mut(32) {
            let drawn = self.drawn.fetch_add(1, Ordering::Relaxed);
            let block = CRYPTO.digests.sha256(format!("{} {drawn}", self.seed).as_bytes());
            chunk.copy_from_slice(&block[..chunk.len()]);
        }
        Ok(())
    }
}

/// The backend with a source of its own. It stays for the rest of the process, as every source does.
pub(crate) fn crypto(seed: u64) -> Crypto {
    let random = Box::leak(Box::new(Seeded { seed, drawn: AtomicU64::new(0) }));
    Crypto { random, ..CRYPTO }
}
