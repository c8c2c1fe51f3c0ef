//! A crash in the middle of a function: a future that is dropped before it is done.

use core::pin::Pin;
use core::task::{Context, Poll};

/// Runs a future until it has waited so many times, and drops it then. Returns its output if it was
/// done before.
pub(super) fn dropped<F: Future>(future: F, waits: usize) -> Dropped<F> {
    Dropped { future: Some(Box::pin(future)), waits }
}

/// The future of [`dropped`].
pub(super) struct Dropped<F> {
    future: Option<Pin<Box<F>>>,
    waits: usize,
}

impl<F: Future> Future for Dropped<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Some(future) = &mut self.future else { return Poll::Ready(None) };
        if let Poll::Ready(output) = future.as_mut().poll(context) {
            self.future = None;
            return Poll::Ready(Some(output));
        }
        match self.waits.checked_sub(1) {
            Some(waits) => {
                self.waits = waits;
                Poll::Pending
            }
            None => {
                self.future = None;
                Poll::Ready(None)
            }
        }
    }
}
