//! Randomness that counts up.

use std::cell::Cell;

use symbolon_jose::crypto::{RandomError, SecureRandom};

use super::sum;

thread_local! {
    static DRAWN: Cell<u64> = const { Cell::new(0) };
}

/// A source of randomness that counts up, separately in each thread.
#[derive(Debug)]
pub(super) struct Counter;

impl SecureRandom for Counter {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), RandomError> {
        let drawn = DRAWN.get().wrapping_add(1);
        DRAWN.set(drawn);
        sum::fill(&[b"random", &drawn.to_be_bytes()], buffer);
        Ok(())
    }
}

/// Starts counting from a number, so that the same input gives the same result on every run.
pub fn restart(from: u64) {
    DRAWN.set(from);
}
