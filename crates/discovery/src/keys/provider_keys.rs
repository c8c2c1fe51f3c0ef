//! Access to a key cache that several flows share.

use std::sync::{Arc, Mutex, PoisonError};

use super::KeyCache;

/// Access to a [`KeyCache`] that belongs to your program and that several flows share, one after
/// another or at the same time.
///
/// A flow asks the cache when a token has arrived, and again when a response with keys has arrived.
/// It does not lock the cache while it waits for a response. In a program with one thread, pass
/// `&mut KeyCache`. In a server, pass a reference or an `Arc` to your `Mutex<KeyCache>`. For a
/// different kind of lock, implement the trait:
///
/// ```
/// use std::{cell::RefCell, rc::Rc};
/// use symbolon_discovery::{KeyCache, ProviderKeys};
///
/// struct Shared(Rc<RefCell<KeyCache>>);
///
/// impl ProviderKeys for Shared {
///     fn ask<T>(&mut self, question: impl FnOnce(&mut KeyCache) -> T) -> T {
///         question(&mut self.0.borrow_mut())
///     }
/// }
/// ```
pub trait ProviderKeys {
    /// Calls `question` with the cache and returns the result of `question`. The implementation can
    /// lock the cache during the call, because `question` returns soon and never waits for a
    /// response.
    fn ask<T>(&mut self, question: impl FnOnce(&mut KeyCache) -> T) -> T;
}

impl ProviderKeys for KeyCache {
    fn ask<T>(&mut self, question: impl FnOnce(&mut Self) -> T) -> T {
        question(self)
    }
}

impl ProviderKeys for &mut KeyCache {
    fn ask<T>(&mut self, question: impl FnOnce(&mut KeyCache) -> T) -> T {
        question(self)
    }
}

impl ProviderKeys for &Mutex<KeyCache> {
    fn ask<T>(&mut self, question: impl FnOnce(&mut KeyCache) -> T) -> T {
        // Every method of the cache leaves it consistent, so a panic of another thread that held
        // the lock does no harm.
        question(&mut self.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl ProviderKeys for Arc<Mutex<KeyCache>> {
    fn ask<T>(&mut self, question: impl FnOnce(&mut KeyCache) -> T) -> T {
        (&**self).ask(question)
    }
}
