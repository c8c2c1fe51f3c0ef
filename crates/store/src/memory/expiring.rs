//! A table whose rows expire.

use std::borrow::Borrow;
use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

/// A table whose rows expire. Expired rows are found without a search through all rows.
#[derive(Debug)]
pub(crate) struct Expiring<K, V> {
    rows: HashMap<K, (V, i64)>,
    /// The keys of the rows that expire at each second. A key whose row was removed stays here until
    /// its second has passed. A key whose row is kept longer is moved then, so that a row that is
    /// extended by every request of its user has one key.
    ends: BTreeMap<i64, Vec<K>>,
}

impl<K: Clone + Eq + Hash, V> Expiring<K, V> {
    /// Adds a row that is kept until this time, in seconds since 1970. Replaces a row with the same
    /// key.
    pub(crate) fn insert(&mut self, key: K, value: V, keep_until: i64) {
        self.ends.entry(keep_until).or_default().push(key.clone());
        self.rows.insert(key, (value, keep_until));
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

    /// Changes all values.
    pub(crate) fn for_each(&mut self, change: impl FnMut(&mut V)) {
        self.rows.values_mut().map(|(value, _)| value).for_each(change);
    }

    /// Keeps a row at least until this time. Does nothing if there is no such row.
    pub(crate) fn keep(&mut self, key: &K, keep_until: i64) {
        if let Some((_, end)) = self.rows.get_mut(key).filter(|(_, end)| *end < keep_until) {
            *end = keep_until;
        }
    }

    /// Removes a row.
    pub(crate) fn remove<Q: Eq + Hash + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        self.rows.remove(key).map(|(value, _)| value)
    }

    /// Removes the row that expires first.
    pub(crate) fn remove_first(&mut self) -> Option<V> {
        loop {
            let (second, key) = self.pop_first(i64::MAX)?;
            match self.rows.get(&key).map(|(_, end)| *end) {
                Some(end) if end <= second => return self.remove(&key),
                Some(end) => self.ends.entry(end).or_default().push(key),
                None => {}
            }
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Looks at up to `most` keys whose second has passed, and removes their rows if
    /// they have expired. Returns the rows that it removed, and whether it looked at as many keys as
    /// it was allowed to.
    pub(crate) fn sweep(&mut self, now: i64, most: usize) -> (Vec<(K, V)>, bool) {
        let mut removed = Vec::new();
        for _ in 0..most {
            let Some((_, key)) = self.pop_first(now) else { return (removed, false) };
            match self.rows.get(&key).map(|(_, end)| *end) {
                Some(end) if end <= now => {
                    let value = self.remove(&key);
                    removed.extend(value.map(|value| (key, value)));
                }
                Some(end) => self.ends.entry(end).or_default().push(key),
                None => {}
            }
        }
        (removed, true)
    }

    /// Removes a key of the first second that is not after this time. Returns it with its second.
    fn pop_first(&mut self, until: i64) -> Option<(i64, K)> {
        loop {
            let mut first = self.ends.first_entry().filter(|first| *first.key() <= until)?;
            if let Some(key) = first.get_mut().pop() {
                return Some((*first.key(), key));
            }
            first.remove();
        }
    }
}

impl<K, V> Default for Expiring<K, V> {
    fn default() -> Self {
        Self { rows: HashMap::new(), ends: BTreeMap::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_swept_when_its_time_has_come() {
        let mut table = Expiring::default();
        table.insert("a", 1, 10);
        assert_eq!(table.sweep(9, 5), (vec![], false));
        assert_eq!(table.get("a"), Some(&1));
        assert_eq!(table.sweep(10, 5), (vec![("a", 1)], false));
        assert_eq!(table.get("a"), None);
    }

    #[test]
    fn a_row_that_is_kept_longer_is_swept_later_and_never_earlier() {
        let mut table = Expiring::default();
        table.insert("a", 1, 10);
        table.keep(&"a", 20);
        table.keep(&"a", 15);
        assert_eq!(table.sweep(19, 5), (vec![], false));
        assert_eq!(table.get("a"), Some(&1));
        assert_eq!(table.sweep(20, 5), (vec![("a", 1)], false));
        assert!(table.ends.is_empty(), "no key stays");
    }

    #[test]
    fn a_row_that_is_extended_again_and_again_has_one_key() {
        let mut table = Expiring::default();
        table.insert("a", 1, 10);
        (11..1000).for_each(|end| table.keep(&"a", end));
        assert_eq!(table.ends.values().map(Vec::len).sum::<usize>(), 1);
        assert_eq!(table.sweep(998, 5), (vec![], false));
        assert_eq!(table.sweep(999, 5), (vec![("a", 1)], false));
        assert!(table.ends.is_empty(), "no key stays");
    }

    #[test]
    fn a_removed_row_leaves_its_key_only_until_its_time() {
        let mut table = Expiring::default();
        table.insert("a", 1, 10);
        assert_eq!(table.remove("a"), Some(1));
        assert_eq!(table.sweep(10, 5), (vec![], false));
        assert!(table.ends.is_empty());
    }

    #[test]
    fn the_row_that_expires_first_is_removed_by_its_present_time() {
        let mut table = Expiring::default();
        table.insert("a", 1, 10);
        table.insert("b", 2, 20);
        table.keep(&"a", 30);
        assert_eq!(table.remove_first(), Some(2));
        assert_eq!(table.remove_first(), Some(1));
        assert_eq!(table.remove_first(), None);
    }

    #[test]
    fn a_sweep_looks_at_a_bounded_number_of_keys() {
        let mut table = Expiring::default();
        (0..10).for_each(|number| table.insert(number, number, 10));
        let (removed, more) = table.sweep(10, 4);
        assert_eq!((removed.len(), more), (4, true));
        assert_eq!(table.len(), 6);
    }
}
