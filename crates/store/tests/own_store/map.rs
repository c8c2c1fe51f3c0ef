//! A database that is as small as possible: a map whose values have versions, with one transaction.
//! Redis has it as `WATCH`, `GET`, `MULTI`, `SET`, `EXEC`.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use tokio::task::yield_now;

/// A map of texts. Clones share the values.
#[derive(Clone, Debug, Default)]
pub(crate) struct Map(Arc<Mutex<HashMap<String, (u64, String)>>>);

/// A value to write, if the key still has the version that was read.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) key: String,
    pub(crate) version: u64,
    pub(crate) value: String,
}

impl Map {
    /// Returns the version and the value of a key. The version of a key without a value is 0.
    pub(crate) async fn get(&self, key: &str) -> (u64, Option<String>) {
        yield_now().await; // the network
        let found = self.0.lock().unwrap().get(key).cloned();
        found.map_or((0, None), |(version, value)| (version, Some(value)))
    }

    /// Writes all values, if all keys still have the versions that were read. Returns `false` and
    /// writes nothing otherwise.
    pub(crate) async fn set(&self, changes: Vec<Change>) -> bool {
        yield_now().await; // the request
        let is_written = {
            let mut values = self.0.lock().unwrap();
            let version = |key| values.get(key).map_or(0, |(version, _)| *version);
            let is_current = changes.iter().all(|change| version(&change.key) == change.version);
            if is_current {
                for Change { key, version, value } in changes {
                    values.insert(key, (version.saturating_add(1), value));
                }
            }
            is_current
        };
        yield_now().await; // the answer
        is_written
    }
}
