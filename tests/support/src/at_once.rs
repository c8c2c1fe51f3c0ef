//! Futures that never wait.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// Polls a future once and returns its value, such as the answer of a store in memory.
///
/// # Panics
/// If the future waits for something.
pub fn at_once<T>(future: impl Future<Output = T>) -> T {
    let value = match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    };
    value.unwrap()
}
