//! The error of a flow that is driven wrongly.

use thiserror::Error;

/// Your program started a flow twice, or passed it a response that the flow did not ask for. Nothing
/// that a server sends can cause this error.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("the flow was started twice, or received a response that it did not ask for")]
pub struct OutOfTurn;

impl OutOfTurn {
    /// Returns a stable name for logs and metrics: `"flow.out_of_turn"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        "flow.out_of_turn"
    }
}
