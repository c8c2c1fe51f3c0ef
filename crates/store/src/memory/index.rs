//! Indexes: for each key, a set of values.

use std::borrow::Borrow;
use std::collections::{HashMap, HashSet};
use std::hash::Hash;

/// Removes a value from an index. A key without values takes no memory.
pub(super) fn remove_from<K, Q, V, W>(index: &mut HashMap<K, HashSet<V>>, key: &Q, value: &W)
where
    K: Eq + Hash + Borrow<Q>,
    Q: Eq + Hash + ?Sized,
    V: Eq + Hash + Borrow<W>,
    W: Eq + Hash + ?Sized,
{
    if let Some(values) = index.get_mut(key) {
        values.remove(value);
        if values.is_empty() {
            index.remove(key);
        }
    }
}
