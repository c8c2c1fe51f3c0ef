//! Randomness as a backend supplies it.

use std::fmt::Debug;

/// A cryptographically secure source of randomness.
pub trait SecureRandom: Debug + Send + Sync {
    /// Fills the whole buffer with random bytes.
    ///
    /// # Errors
    /// [`RandomError`] if the source fails. The content of the buffer is then not random: do not
    /// use it.
    fn fill(&self, buffer: &mut [u8]) -> Result<(), RandomError>;
}

/// The backend's source of randomness failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the cryptography backend's source of randomness failed")]
pub struct RandomError;

impl RandomError {
    /// Returns the stable name of the error: `"random"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        "random"
    }
}
