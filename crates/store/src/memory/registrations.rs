//! The registrations of a provider in memory, and the initial access tokens.

use std::collections::HashMap;

use symbolon_jose::{Fingerprint, NumericDate};
use symbolon_oauth::ClientId;
use symbolon_provider::{InitialAccessTokenRecord, RegistrationRecord};

use super::expiring::Expiring;

/// The registrations of clients that registered themselves.
#[derive(Debug, Default)]
pub(crate) struct Registrations {
    rows: HashMap<ClientId, RegistrationRecord>,
    /// The registrations that end unless a user authorizes their clients.
    unused: Expiring<ClientId, ()>,
}

/// An initial access token.
#[derive(Debug)]
pub(crate) struct InitialAccessTokenRow {
    pub(crate) record: InitialAccessTokenRecord,
    /// The number of clients that can still be registered. `None` means that there is no limit.
    pub(crate) left_over: Option<u32>,
}

impl Registrations {
    /// Adds the registration of a new client.
    pub(crate) fn put(&mut self, id: &ClientId, record: &RegistrationRecord) {
        if let Some(end) = record.unused_until {
            self.unused.insert(id.clone(), (), end.seconds());
        }
        self.rows.insert(id.clone(), record.clone());
    }

    /// Replaces the registration of a client. A registration that was used is kept as before.
    pub(crate) fn replace(&mut self, id: &ClientId, record: &RegistrationRecord) {
        self.rows.insert(id.clone(), record.clone());
    }

    /// Returns the registration of a client. If the client was used, `unused_until` is `None`.
    pub(crate) fn get(&self, id: &ClientId) -> Option<RegistrationRecord> {
        let mut record = self.rows.get(id)?.clone();
        if self.unused.get(id).is_none() {
            record.unused_until = None;
        }
        Some(record)
    }

    /// Returns whether the registration of a client has this token.
    pub(crate) fn has(&self, client: &ClientId, token: &Fingerprint) -> bool {
        self.rows.get(client).is_some_and(|row| row.token == *token)
    }

    /// Returns the clients that were registered with this initial access token.
    pub(crate) fn registered_with(&self, token: &Fingerprint) -> Vec<ClientId> {
        let rows = self.rows.iter();
        let rows = rows.filter(|(_, row)| row.initial_access_token.as_ref() == Some(token));
        rows.map(|(id, _)| id.clone()).collect()
    }

    /// Keeps the registration of a client that was used.
    pub(crate) fn keep_used(&mut self, client: &ClientId) {
        self.unused.remove(client);
    }

    /// Removes the registration of a client.
    pub(crate) fn remove(&mut self, client: &ClientId) {
        self.rows.remove(client);
        self.unused.remove(client);
    }

    /// Returns a few of the clients that were not used in time, and whether there can be more.
    pub(super) fn sweep(&mut self, now: i64, most: usize) -> (Vec<ClientId>, bool) {
        let (unused, is_full) = self.unused.sweep(now, most);
        (unused.into_iter().map(|(id, ())| id).collect(), is_full)
    }
}

impl InitialAccessTokenRow {
    /// Returns whether the token allows a registration at this time.
    pub(crate) fn allows(&self, now: NumericDate) -> bool {
        self.left_over != Some(0) && now < self.record.expires
    }

    /// Counts a use of the token.
    pub(crate) fn count(&mut self) {
        self.left_over = self.left_over.map(|number| number.saturating_sub(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_registration_that_is_removed_takes_no_memory() {
        let mut registrations = Registrations::default();
        let id = ClientId::new("client").unwrap();
        registrations.unused.insert(id.clone(), (), 10);
        registrations.remove(&id);
        assert_eq!(registrations.unused.len(), 0);
    }
}
