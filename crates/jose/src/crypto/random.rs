use std::fmt::Debug;

/// A cryptographically secure source of randomness.
pub trait SecureRandom: Debug + Send + Sync {
    /// Fills the buffer, or fails and says so.
    ///
    /// # Errors
    /// [`RandomError`] when there is no randomness to be had.
    fn fill(&self, buffer: &mut [u8]) -> Result<(), RandomError>;
}

/// The backend has no randomness to give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no randomness to be had")]
pub struct RandomError;

impl RandomError {
    /// `"random"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        "random"
    }
}
