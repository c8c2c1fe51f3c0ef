//! The caches of the keys of many clients.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};

use symbolon_discovery::{Endpoint, KeyCache, KeyCachePolicy, Lookup};
use symbolon_oauth::obligation::AddressFrom;
use time::OffsetDateTime;

/// The keys that clients publish at their `jwks_uri`, in caches that your program keeps as long as it
/// runs.
///
/// A clone is cheap and shares the caches. There is one [`KeyCache`] for each `jwks_uri`. If there
/// are too many caches, the cache that was not used for the longest time is removed.
///
/// The clients chose the addresses. Each request therefore states [`AddressFrom::Stranger`]: its
/// sender must refuse addresses in your own network.
///
/// ```
/// use symbolon_provider::ClientKeys;
///
/// let keys = ClientKeys::default(); // next to your `Provider`
/// assert!(keys.is_empty());
/// ```
#[derive(Clone)]
pub struct ClientKeys {
    caches: Arc<Mutex<Caches>>,
    policy: KeyCachePolicy,
    most: usize,
}

#[derive(Debug, Default)]
struct Caches {
    by_address: BTreeMap<String, Used>,
    /// The number of uses so far. It orders the caches by their last use.
    uses: u64,
}

#[derive(Debug)]
struct Used {
    cache: KeyCache,
    last: u64,
    /// Whether a flow has sent a request and has not ended it.
    is_fetching: bool,
    /// The tasks that wait for the end of the request.
    waiting: Vec<Waker>,
}

impl ClientKeys {
    /// The default of the largest number of caches. A key set has at most 64 KiB, so that all sets
    /// together have at most 16 MiB of JSON.
    pub const MOST: usize = 256;

    /// Creates caches for the keys of at most `most` clients at a time.
    #[must_use]
    pub fn new(most: usize, policy: KeyCachePolicy) -> Self {
        Self { caches: Arc::default(), policy, most: most.max(1) }
    }

    /// Returns how many key sets are kept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.caches().by_address.len()
    }

    /// Returns whether no key set is kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Looks up the keys at this address. If the answer is a request, the caller sends it and calls
    /// [`end`](Self::end).
    pub(super) fn lookup(
        &self,
        jwks_uri: &Endpoint,
        kid: Option<&str>,
        now: OffsetDateTime,
    ) -> Lookup {
        self.with(jwks_uri, |used| {
            let lookup = used.cache.keys(kid, now);
            used.is_fetching |= matches!(lookup, Lookup::Fetch { .. });
            lookup
        })
    }

    /// Asks the cache of this address.
    pub(super) fn ask<T>(&self, jwks_uri: &Endpoint, ask: impl FnOnce(&mut KeyCache) -> T) -> T {
        self.with(jwks_uri, |used| ask(&mut used.cache))
    }

    /// Uses the cache of this address. The first use creates the cache.
    fn with<T>(&self, jwks_uri: &Endpoint, ask: impl FnOnce(&mut Used) -> T) -> T {
        let mut caches = self.caches();
        let Caches { by_address, uses } = &mut *caches;
        *uses = uses.saturating_add(1);
        if !by_address.contains_key(jwks_uri.as_str()) && by_address.len() >= self.most {
            let oldest = by_address.iter().min_by_key(|(_, used)| used.last);
            let oldest = oldest.map(|(address, _)| address.clone());
            let removed = oldest.and_then(|address| by_address.remove(&address));
            removed.into_iter().flat_map(|used| used.waiting).for_each(Waker::wake);
        }
        let used = by_address.entry(jwks_uri.as_str().to_owned()).or_insert_with(|| {
            let cache = KeyCache::new(jwks_uri.clone()).policy(self.policy.clone());
            let cache = cache.address_from(AddressFrom::Stranger);
            Used { cache, last: 0, is_fetching: false, waiting: Vec::new() }
        });
        used.last = *uses;
        ask(used)
    }

    /// Records that the request has ended, and continues the tasks that wait for it.
    pub(super) fn end(&self, jwks_uri: &Endpoint) {
        let mut waiting = Vec::new();
        if let Some(used) = self.caches().by_address.get_mut(jwks_uri.as_str()) {
            used.is_fetching = false;
            waiting = core::mem::take(&mut used.waiting);
        }
        // The lock is released, so that a task may continue at once.
        waiting.into_iter().for_each(Waker::wake);
    }

    /// Waits until no flow has sent a request for the keys at this address.
    pub(super) async fn ended(&self, jwks_uri: &Endpoint) {
        core::future::poll_fn(|context| {
            match self.caches().by_address.get_mut(jwks_uri.as_str()) {
                Some(used) if used.is_fetching => {
                    if !used.waiting.iter().any(|waker| waker.will_wake(context.waker())) {
                        used.waiting.push(context.waker().clone());
                    }
                    Poll::Pending
                }
                _ => Poll::Ready(()),
            }
        })
        .await;
    }

    fn caches(&self) -> MutexGuard<'_, Caches> {
        // Every call leaves the caches consistent, so a panic of another thread does no harm.
        self.caches.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Creates caches for at most [`ClientKeys::MOST`] clients, with the default [`KeyCachePolicy`].
impl Default for ClientKeys {
    fn default() -> Self {
        Self::new(Self::MOST, KeyCachePolicy::default())
    }
}

impl fmt::Debug for ClientKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientKeys").field("len", &self.len()).finish_non_exhaustive()
    }
}
