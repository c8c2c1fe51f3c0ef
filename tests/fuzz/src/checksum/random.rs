use std::cell::Cell;

use symbolon_jose::crypto::{RandomError, SecureRandom};

use super::sum;

thread_local! {
    static DRAWN: Cell<u64> = const { Cell::new(0) };
}

/// Counts, one thread apart from the others.
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

/// Counts from here on, so that the same input does the same on every run.
pub fn restart(from: u64) {
    DRAWN.set(from);
}
