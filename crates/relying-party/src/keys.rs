//! How a flow gets at the provider's keys.

use std::sync::{Arc, Mutex, PoisonError};

use symbolon_discovery::KeyCache;
use symbolon_discovery::key_cache::FetchError;
use time::OffsetDateTime;

/// Access to the [`KeyCache`] of a provider, which belongs to you and outlives every login.
///
/// A flow asks when an ID Token has come and again when keys have, and never holds on to the cache
/// while it waits for an answer. So one thread hands over `&mut KeyCache`, and a server a
/// reference or an `Arc` to its `Mutex<KeyCache>`, which no request locks for longer than a look.
/// Another lock is one line:
///
/// ```
/// use std::{cell::RefCell, rc::Rc};
/// use symbolon_discovery::KeyCache;
/// use symbolon_relying_party::ProviderKeys;
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
    /// Puts a question to the cache. It is brief.
    fn ask<T>(&mut self, question: impl FnOnce(&mut KeyCache) -> T) -> T;
}

impl ProviderKeys for KeyCache {
    fn ask<T>(&mut self, question: impl FnOnce(&mut KeyCache) -> T) -> T {
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
        // Every answer of the cache leaves it whole, so a panic elsewhere does not spoil it.
        question(&mut self.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl ProviderKeys for Arc<Mutex<KeyCache>> {
    fn ask<T>(&mut self, question: impl FnOnce(&mut KeyCache) -> T) -> T {
        (&**self).ask(question)
    }
}

/// Why there are no keys to verify an ID Token with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeysError {
    /// The provider's answer is no usable JWK Set
    /// ([Core §10.1.1](https://openid.net/specs/openid-connect-core-1_0.html#RotateSigKeys)).
    #[error("the provider's keys cannot be read: {0}")]
    Fetch(#[from] FetchError),
    /// No key that is held is the one that the ID Token names, and the last fetch is too recent for
    /// another
    /// ([Core §10.1.1](https://openid.net/specs/openid-connect-core-1_0.html#RotateSigKeys)).
    #[error("the ID Token's key is not known, and none are fetched before {until}")]
    CoolDown {
        /// When the next fetch may be sent.
        until: OffsetDateTime,
    },
    /// The cache is that of another provider, whose key identifiers mean nothing here
    /// ([Core §10.1](https://openid.net/specs/openid-connect-core-1_0.html#Signing)).
    #[error("the key cache is that of another provider")]
    OtherProvider,
}

impl KeysError {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Fetch(error) => error.code(),
            Self::CoolDown { .. } => "keys.cool_down",
            Self::OtherProvider => "keys.other_provider",
        }
    }
}
