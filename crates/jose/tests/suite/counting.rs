//! A backend that counts expensive operations, to measure what a token costs.

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::CRYPTO;
use symbolon_jose::Crypto;
use symbolon_jose::crypto::{Digests, HashAlgorithm, RandomError, SecureRandom};

/// The number of calls of each operation.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    macs: AtomicUsize,
    passwords: AtomicUsize,
    draws: AtomicUsize,
}

impl Counts {
    /// Returns the numbers of MACs, password derivations, and random draws since the last call.
    pub(crate) fn take(&self) -> [usize; 3] {
        [&self.macs, &self.passwords, &self.draws].map(|count| count.swap(0, Ordering::SeqCst))
    }
}

/// Returns the backend under test, with its operations counted.
pub(crate) fn counting() -> (Crypto, &'static Counts) {
    let counts: &'static Counts = Box::leak(Box::default());
    (Crypto { digests: counts, random: counts, ..CRYPTO }, counts)
}

impl Digests for Counts {
    fn sha1(&self, message: &[u8]) -> [u8; 20] {
        CRYPTO.digests.sha1(message)
    }

    fn sha256(&self, message: &[u8]) -> [u8; 32] {
        CRYPTO.digests.sha256(message)
    }

    fn sha384(&self, message: &[u8]) -> [u8; 48] {
        CRYPTO.digests.sha384(message)
    }

    fn sha512(&self, message: &[u8]) -> [u8; 64] {
        CRYPTO.digests.sha512(message)
    }

    fn hmac(&self, hash: HashAlgorithm, key: &[u8], message: &[&[u8]]) -> Vec<u8> {
        self.macs.fetch_add(1, Ordering::SeqCst);
        CRYPTO.digests.hmac(hash, key, message)
    }

    fn pbkdf2(
        &self,
        hash: HashAlgorithm,
        password: &[u8],
        salt: &[u8],
        iterations: NonZeroU32,
        output: &mut [u8],
    ) {
        self.passwords.fetch_add(1, Ordering::SeqCst);
        CRYPTO.digests.pbkdf2(hash, password, salt, iterations, output);
    }
}

impl SecureRandom for Counts {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), RandomError> {
        self.draws.fetch_add(1, Ordering::SeqCst);
        CRYPTO.random.fill(buffer)
    }
}
