//! The sessions of each user, of which the oldest makes room.

use std::collections::{HashMap, VecDeque};

use symbolon::jose::Fingerprint;

/// The most sessions of one user. The bound of all sessions ends the oldest session of any user, so one user
/// who signs in again and again must not reach it.
pub(super) const MOST: usize = 50;

/// The keys of the sessions of each user, the oldest first.
#[derive(Debug, Default)]
pub(super) struct OfUser(HashMap<String, VecDeque<Fingerprint>>);

impl OfUser {
    /// Adds a session of a user. If the user has too many, removes the oldest from the list, and returns its
    /// key.
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
