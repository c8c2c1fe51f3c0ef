//! Work for a thread.

use tokio::sync::oneshot;

use crate::error::Error;

/// Statements that wait for a thread, and where the thread sends the outcome.
#[derive(Debug)]
pub(super) struct Job<S, T> {
    pub(super) statements: S,
    pub(super) reply: oneshot::Sender<Result<T, Error>>,
}
