//! The sessions of each user. When a user has too many sessions, the oldest session ends.

use std::collections::{HashMap, VecDeque};

use symbolon::jose::Fingerprint;

/// The most sessions of one user. Without this limit, a user who signs in again and again could
/// reach the limit of all sessions, and end the sessions of other users.
pub(super) const MOST: usize = 50;

/// The keys of the sessions of each user, the oldest first.
#[derive(Debug, Default)]
pub(super) struct OfUser(HashMap<String, VecDeque<Fingerprint>>);

impl OfUser {
    /// Adds a session of a user. If the user then has too many sessions, removes the oldest session
    /// from the list, and returns its key.
    pub(super) fn enter(&mut self, user: &str, key: Fingerprint) -> Option<Fingerprint> {
        let keys = self.0.entry(user.to_owned()).or_default();
        keys.push_back(key);
        if keys.len() > MOST { keys.pop_front() } else { None }
    }

    /// Removes a session of a user.
    pub(super) fn leave(&mut self, user: &str, key: &Fingerprint) {
        if let Some(keys) = self.0.get_mut(user) {
            keys.retain(|other| other != key);
            if keys.is_empty() {
                self.0.remove(user);
            }
        }
    }

    /// Returns the number of users.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}
