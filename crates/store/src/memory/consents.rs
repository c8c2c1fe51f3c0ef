//! The consents of users to clients in memory, with an index of the users of each client.

use std::collections::{HashMap, HashSet};

use symbolon_oauth::ClientId;
use symbolon_provider::EarlierConsent;

use super::index::remove_from;

/// The consents of users to clients.
#[derive(Debug, Default)]
pub(crate) struct Consents {
    of_user: HashMap<String, HashMap<ClientId, EarlierConsent>>,
    /// The users who have consented to each client.
    users: HashMap<ClientId, HashSet<String>>,
}

impl Consents {
    pub(crate) fn get(&self, subject: &str, client: &ClientId) -> Option<&EarlierConsent> {
        self.of_user.get(subject)?.get(client)
    }

    /// Returns the consents of a user.
    pub(crate) fn of_user(
        &self,
        subject: &str,
    ) -> impl Iterator<Item = (&ClientId, &EarlierConsent)> {
        self.of_user.get(subject).into_iter().flatten()
    }

    /// Returns the stored consent, so that the caller can change it. If there is no consent, the
    /// function stores an empty consent first.
    pub(crate) fn entry(&mut self, subject: &str, client: &ClientId) -> &mut EarlierConsent {
        self.users.entry(client.clone()).or_default().insert(subject.to_owned());
        let of_user = self.of_user.entry(subject.to_owned()).or_default();
        of_user.entry(client.clone()).or_default()
    }

    /// Removes the consent of a user to a client. A user without consents takes no memory.
    pub(crate) fn withdraw(&mut self, subject: &str, client: &ClientId) {
        remove_from(&mut self.users, client, subject);
        self.forget(subject, client);
    }

    /// Removes the consents of all users to a client.
    pub(crate) fn remove_client(&mut self, client: &ClientId) {
        for subject in self.users.remove(client).unwrap_or_default() {
            self.forget(&subject, client);
        }
    }

    fn forget(&mut self, subject: &str, client: &ClientId) {
        if let Some(of_user) = self.of_user.get_mut(subject) {
            of_user.remove(client);
            if of_user.is_empty() {
                self.of_user.remove(subject);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_without_consents_take_no_memory() {
        let mut consents = Consents::default();
        let client = ClientId::new("client").unwrap();
        for subject in ["alice", "bob"] {
            consents.entry(subject, &client);
        }
        consents.withdraw("alice", &client);
        assert_eq!((consents.of_user.len(), consents.users.len()), (1, 1));
        consents.remove_client(&client);
        assert!(consents.of_user.is_empty() && consents.users.is_empty());
    }

    #[test]
    fn a_client_that_is_removed_takes_no_other_consents_with_it() {
        let mut consents = Consents::default();
        let [gone, stays] = ["gone", "stays"].map(|id| ClientId::new(id).unwrap());
        consents.entry("alice", &gone);
        consents.entry("alice", &stays);
        consents.remove_client(&gone);
        assert_eq!(consents.get("alice", &gone), None);
        assert_eq!(consents.of_user("alice").count(), 1);
    }
}
