//! A table whose rows expire.

use std::borrow::Borrow;
use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;

/// A table whose rows expire. The expired rows are found without a search through all rows.
#[derive(Debug)]
pub(crate) struct Expiring<K, V> {
    rows: HashMap<K, (V, i64)>,
    /// The keys in the order in which their rows expire.
    ends: BTreeSet<(i64, K)>,
}

impl<K: Clone + Eq + Hash + Ord, V> Expiring<K, V> {
    /// Adds a row that is kept until this time, in seconds since 1970. Replaces a row with the same
    /// key.
    pub(crate) fn insert(&mut self, key: K, value: V, keep_until: i64) {
        self.ends.insert((keep_until, key.clone()));
        if let Some((_, before)) = self.rows.insert(key.clone(), (value, keep_until))
            && before != keep_until
        {
            self.ends.remove(&(before, key));
        }
    }

    pub(crate) fn get<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.rows.get(key).map(|(value, _)| value)
    }

    pub(crate) fn get_mut<Q: Eq + Hash + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        self.rows.get_mut(key).map(|(value, _)| value)
    }

    /// Returns the time until which a row is kept.
    pub(crate) fn keep_until(&self, key: &K) -> Option<i64> {
        self.rows.get(key).map(|(_, keep_until)| *keep_until)
    }

    /// Keeps a row until this time. Does nothing if there is no such row.
    pub(crate) fn keep(&mut self, key: &K, keep_until: i64) {
        if let Some((_, end)) = self.rows.get_mut(key) {
            self.ends.remove(&(*end, key.clone()));
            *end = keep_until;
            self.ends.insert((keep_until, key.clone()));
        }
    }

    /// Removes the row that expires first.
    pub(crate) fn remove_first(&mut self) -> Option<V> {
        let (_, key) = self.ends.pop_first()?;
        self.rows.remove(&key).map(|(value, _)| value)
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &V> {
        self.rows.values().map(|(value, _)| value)
    }

    pub(crate) fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.rows.values_mut().map(|(value, _)| value)
    }

    /// Removes at most `most` rows that have expired. Returns how many rows it removed.
    pub(crate) fn sweep(&mut self, now: i64, most: usize) -> usize {
        let mut removed = 0_usize;
        while removed < most && self.ends.first().is_some_and(|(end, _)| *end <= now) {
            self.remove_first();
            removed = removed.saturating_add(1);
        }
        removed
    }
}

impl<K, V> Default for Expiring<K, V> {
    fn default() -> Self {
        Self { rows: HashMap::new(), ends: BTreeSet::new() }
    }
}
