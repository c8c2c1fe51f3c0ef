//! A random source that returns values chosen by the test.

use std::collections::VecDeque;
use std::sync::Mutex;

use symbolon_jose::Crypto;
use symbolon_jose::crypto::{RandomError, SecureRandom};

/// A random source that returns each value once, in order. A request for another length fails.
#[derive(Debug)]
struct Scripted(Mutex<VecDeque<Vec<u8>>>);

impl SecureRandom for Scripted {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), RandomError> {
        let value = self.0.lock().unwrap().pop_front().ok_or(RandomError)?;
        if value.len() != buffer.len() {
            return Err(RandomError);
        }
        buffer.copy_from_slice(&value);
        Ok(())
    }
}

/// Returns the backend with a random source that returns these values.
pub(crate) fn drawing(values: impl IntoIterator<Item = Vec<u8>>, crypto: &Crypto) -> Crypto {
    let values = values.into_iter().collect();
    Crypto { random: Box::leak(Box::new(Scripted(Mutex::new(values)))), ..*crypto }
}
