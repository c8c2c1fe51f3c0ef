//! Randomness as a backend supplies it.

use std::fmt::Debug;

/// A cryptographically secure source of randomness.
pub trait SecureRandom: Debug + Send + Sync {
    /// Fills the whole buffer with random bytes.
    ///
    /// # Errors
    /// [`RandomError`] if the source fails. In this case, do not use the content of the buffer: it
    /// is not random.
    fn fill(&self, buffer: &mut [u8]) -> Result<(), RandomError>;
}

/// The error when the backend's source of randomness fails.
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
