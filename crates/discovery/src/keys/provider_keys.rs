//! Access to a key cache that several flows share.

use std::sync::{Arc, Mutex, PoisonError};

use super::KeyCache;

/// Access to a [`KeyCache`] that belongs to the caller and that several flows use, one after
/// another or at the same time.
///
/// A flow asks the cache when a token has arrived, and again when keys have arrived. It does not
/// hold the cache while it waits for a response. So a program with one thread passes
/// `&mut KeyCache`, and a server passes a reference or an `Arc` to its `Mutex<KeyCache>`. For
/// another lock, implement the trait:
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
    /// Calls `question` with the cache and returns its answer. The call is short and does not wait.
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
