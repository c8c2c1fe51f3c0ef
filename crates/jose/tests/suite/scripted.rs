//! Randomness that was written down.

use std::collections::VecDeque;
use std::sync::Mutex;

use symbolon_jose::Crypto;
use symbolon_jose::crypto::{RandomError, SecureRandom};

/// Gives each value once, in this order, to whoever asks for exactly as many bytes.
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

/// The backend with this randomness.
pub(crate) fn drawing(values: impl IntoIterator<Item = Vec<u8>>, crypto: &Crypto) -> Crypto {
    let values = values.into_iter().collect();
    Crypto { random: Box::leak(Box::new(Scripted(Mutex::new(values)))), ..*crypto }
}
