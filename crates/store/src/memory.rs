//! The records in memory: the tables of each issuer have a lock of their own.

mod clients;
mod consents;
mod expiring;
mod index;
mod registrations;
mod relying_party;

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use symbolon_jose::Fingerprint;
use symbolon_oauth::obligation::GrantId;
use symbolon_oauth::{ClientId, Issuer};
use symbolon_provider::{
    AccessTokenRecord, ClientDocumentRecord, CodeRecord, FetchedRequestObject,
    PendingAuthorization, PushedRequestRecord, RefreshTokenRecord, SignedIn,
};

use self::clients::Clients;
use self::consents::Consents;
pub(crate) use self::expiring::Expiring;
use self::index::remove_from;
pub(crate) use self::registrations::InitialAccessTokenRow;
use self::registrations::Registrations;
pub(crate) use self::relying_party::{LoginRow, LoginSessionRow, RelyingPartyMemory};
use crate::grant::Grant;

/// A sweep takes the lock this many times, each time for a few rows, so that logins wait shortly.
const TURNS: usize = 10;

/// The records of all issuers.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    providers: Mutex<HashMap<Issuer, Arc<ProviderMemory>>>,
    relying_parties: Mutex<HashMap<(Issuer, ClientId), Arc<RelyingPartyMemory>>>,
    /// The registrations of relying parties, encrypted. The key is the issuer and the name.
    client_registrations: Mutex<HashMap<(Issuer, String), String>>,
}

/// The records of a provider.
#[derive(Debug, Default)]
pub(crate) struct ProviderMemory(Mutex<ProviderTables>);

/// The tables of a provider. A field is named after its table in the database.
#[derive(Debug, Default)]
pub(crate) struct ProviderTables {
    pub(crate) clients: Clients,
    pub(crate) registrations: Registrations,
    pub(crate) initial_access_tokens: Expiring<Fingerprint, InitialAccessTokenRow>,
    pub(crate) client_documents: Expiring<ClientId, ClientDocumentRecord>,
    pub(crate) grants: Expiring<GrantId, GrantRow>,
    pub(crate) codes: Expiring<Fingerprint, SingleUseRow<CodeRecord>>,
    pub(crate) refresh_tokens: Expiring<Fingerprint, SingleUseRow<RefreshTokenRecord>>,
    pub(crate) access_tokens: Expiring<Fingerprint, AccessTokenRecord>,
    pub(crate) replay_keys: Expiring<Fingerprint, ()>,
    pub(crate) pushed_requests: Expiring<Fingerprint, PushedRequestRecord>,
    pub(crate) fetched_request_objects: Expiring<Fingerprint, FetchedRequestObject>,
    /// The requests that wait for each browser.
    pub(crate) pending_authorizations: Expiring<Fingerprint, VecDeque<PendingRow>>,
    pub(crate) browser_sessions: Expiring<Fingerprint, SessionRow>,
    /// The browsers of each signed-in user, in the order of their sign-ins.
    pub(crate) sessions_of_user: HashMap<String, VecDeque<Fingerprint>>,
    pub(crate) consents: Consents,
    /// The grants of each user that were not swept yet.
    grants_of_user: HashMap<String, HashSet<GrantId>>,
    /// The grants of each client that were not swept yet.
    grants_of_client: HashMap<ClientId, HashSet<GrantId>>,
}

/// An authorization request that waits.
#[derive(Debug)]
pub(crate) struct PendingRow {
    pub(crate) interaction: Fingerprint,
    pub(crate) pending: PendingAuthorization,
    pub(crate) shown_to: Option<String>,
    pub(crate) is_answered: bool,
    pub(crate) keep_until: i64,
}

/// The session of a browser.
#[derive(Debug)]
pub(crate) struct SessionRow {
    pub(crate) signed_in: SignedIn,
    pub(crate) keep_until: i64,
}

/// A grant, which is kept as long as a code or token of it can be presented.
#[derive(Debug)]
pub(crate) struct GrantRow {
    pub(crate) grant: Grant,
    pub(crate) revoked: bool,
}

/// A record that can be spent once. It is kept afterwards, so that a second use is noticed.
#[derive(Debug)]
pub(crate) struct SingleUseRow<T> {
    pub(crate) record: T,
    pub(crate) spent: bool,
}

impl Memory {
    /// Returns the records of the provider with this issuer.
    pub(crate) fn provider(&self, issuer: &Issuer) -> Arc<ProviderMemory> {
        let mut providers = self.providers.lock().unwrap_or_else(PoisonError::into_inner);
        providers.entry(issuer.clone()).or_default().clone()
    }

    /// Returns the records of the relying party with this client identifier at this issuer.
    pub(crate) fn relying_party(
        &self,
        issuer: &Issuer,
        client_id: &ClientId,
    ) -> Arc<RelyingPartyMemory> {
        let mut parties = self.relying_parties.lock().unwrap_or_else(PoisonError::into_inner);
        parties.entry((issuer.clone(), client_id.clone())).or_default().clone()
    }

    /// Begins a transaction on the registrations of relying parties.
    pub(crate) fn client_registrations(&self) -> MutexGuard<'_, HashMap<(Issuer, String), String>> {
        self.client_registrations.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Removes a few of the rows that have expired from each table. Returns how many rows it removed,
    /// and whether it looked at as many rows of a table as it was allowed to.
    pub(crate) fn sweep(&self, now: i64, most: usize) -> (usize, bool) {
        let (providers, parties) = (copied(&self.providers), copied(&self.relying_parties));
        let mut swept = (0, false);
        for _ in 0..TURNS {
            let of_providers = providers.iter().map(|of| of.tables().sweep(now, most / TURNS));
            let of_parties = parties.iter().map(|of| of.tables().sweep(now, most / TURNS));
            let (removed, more) = of_providers
                .chain(of_parties)
                .fold((0_usize, false), |(sum, any), (removed, is_full)| {
                    (sum.saturating_add(removed), any | is_full)
                });
            swept = (removed.saturating_add(swept.0), more);
            if !more {
                break;
            }
        }
        swept
    }
}

impl ProviderMemory {
    /// Begins a transaction.
    pub(crate) fn tables(&self) -> MutexGuard<'_, ProviderTables> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ProviderTables {
    /// Returns whether the grant is known and was not revoked.
    pub(crate) fn is_valid(&self, grant: &GrantId) -> bool {
        self.grants.get(grant).is_some_and(|row| !row.revoked)
    }

    /// Adds a grant.
    pub(crate) fn put_grant(&mut self, grant: Grant, keep_until: i64) {
        let of_user = self.grants_of_user.entry(grant.subject.clone()).or_default();
        of_user.insert(grant.id.clone());
        let of_client = self.grants_of_client.entry(grant.client_id.clone()).or_default();
        of_client.insert(grant.id.clone());
        self.grants.insert(grant.id.clone(), GrantRow { grant, revoked: false }, keep_until);
    }

    /// Returns the grants of a user that were not revoked.
    pub(crate) fn grants_of_user(&self, subject: &str) -> impl Iterator<Item = &Grant> {
        let ids = self.grants_of_user.get(subject).into_iter().flatten();
        let rows = ids.filter_map(|id| self.grants.get(id)).filter(|row| !row.revoked);
        rows.map(|row| &row.grant)
    }

    /// Revokes the grants of a user to a client.
    pub(crate) fn revoke_of_user(&mut self, subject: &str, client: &ClientId) {
        for id in self.grants_of_user.get(subject).into_iter().flatten() {
            if let Some(row) = self.grants.get_mut(id) {
                row.revoked |= row.grant.client_id == *client;
            }
        }
    }

    /// Removes a client, with its registration, its consents and its requests that wait for an answer,
    /// and revokes its grants.
    pub(crate) fn delete_client(&mut self, client: &ClientId) -> bool {
        for id in self.grants_of_client.get(client).into_iter().flatten() {
            if let Some(row) = self.grants.get_mut(id) {
                row.revoked = true;
            }
        }
        self.forget_requests_of(client);
        self.consents.remove_client(client);
        self.registrations.remove(client);
        self.clients.remove(client)
    }

    /// Removes the requests of a client that wait for an answer.
    pub(crate) fn forget_requests_of(&mut self, client: &ClientId) {
        self.pending_authorizations.for_each(|rows: &mut VecDeque<PendingRow>| {
            rows.retain(|row| row.pending.client_id() != client);
        });
    }

    /// Ends the session of a browser.
    pub(crate) fn end_session(&mut self, browser: &Fingerprint) -> Option<SignedIn> {
        let SessionRow { signed_in, .. } = self.browser_sessions.remove(browser)?;
        self.forget_session(&signed_in.subject, browser);
        Some(signed_in)
    }

    /// Removes a few of the rows that have expired from each table. Returns how many rows it removed,
    /// and whether it looked at as many rows of a table as it was allowed to.
    pub(crate) fn sweep(&mut self, now: i64, most: usize) -> (usize, bool) {
        let (grants, grants_full) = self.grants.sweep(now, most);
        for (id, row) in &grants {
            remove_from(&mut self.grants_of_user, &row.grant.subject, id);
            remove_from(&mut self.grants_of_client, &row.grant.client_id, id);
        }
        let (sessions, sessions_full) = self.browser_sessions.sweep(now, most);
        for (browser, row) in &sessions {
            self.forget_session(&row.signed_in.subject, browser);
        }
        let (unused, unused_full) = self.registrations.sweep(now, most);
        for client in &unused {
            self.delete_client(client);
        }
        let swept = [
            (unused.len(), unused_full),
            count(self.initial_access_tokens.sweep(now, most)),
            count(self.client_documents.sweep(now, most)),
            (grants.len(), grants_full),
            (sessions.len(), sessions_full),
            count(self.codes.sweep(now, most)),
            count(self.refresh_tokens.sweep(now, most)),
            count(self.access_tokens.sweep(now, most)),
            count(self.replay_keys.sweep(now, most)),
            count(self.pushed_requests.sweep(now, most)),
            count(self.fetched_request_objects.sweep(now, most)),
            count(self.pending_authorizations.sweep(now, most)),
        ];
        let sum = swept.iter().fold(0_usize, |sum, (removed, _)| sum.saturating_add(*removed));
        (sum, swept.iter().any(|(_, is_full)| *is_full))
    }

    fn forget_session(&mut self, subject: &str, browser: &Fingerprint) {
        if let Some(browsers) = self.sessions_of_user.get_mut(subject) {
            browsers.retain(|it| it != browser);
            if browsers.is_empty() {
                self.sessions_of_user.remove(subject);
            }
        }
    }
}

fn count<K, V>((removed, is_full): (Vec<(K, V)>, bool)) -> (usize, bool) {
    (removed.len(), is_full)
}

/// Returns the values of a map, so that its lock is free while they are used.
fn copied<K, V: Clone>(map: &Mutex<HashMap<K, V>>) -> Vec<V> {
    map.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
}
