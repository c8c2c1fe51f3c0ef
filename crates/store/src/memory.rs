//! The records in memory: the tables of each issuer have a lock of their own.

mod expiring;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use symbolon_jose::Fingerprint;
use symbolon_oauth::obligation::GrantId;
use symbolon_oauth::{ClientId, Issuer};
use symbolon_provider::{AccessTokenRecord, CodeRecord, RefreshTokenRecord, RegisteredClient};

pub(crate) use self::expiring::Expiring;
use crate::grant::Grant;

/// The records of all issuers.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    providers: Mutex<HashMap<Issuer, Arc<ProviderMemory>>>,
}

/// The records of a provider.
#[derive(Debug, Default)]
pub(crate) struct ProviderMemory(Mutex<ProviderTables>);

/// The tables of a provider. A field is named after its table in the database.
#[derive(Debug, Default)]
pub(crate) struct ProviderTables {
    pub(crate) clients: HashMap<ClientId, RegisteredClient>,
    pub(crate) grants: Expiring<GrantId, GrantRow>,
    pub(crate) codes: Expiring<Fingerprint, SingleUseRow<CodeRecord>>,
    pub(crate) refresh_tokens: Expiring<Fingerprint, SingleUseRow<RefreshTokenRecord>>,
    pub(crate) access_tokens: Expiring<Fingerprint, AccessTokenRecord>,
    pub(crate) replay_keys: Expiring<Fingerprint, ()>,
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

    /// Returns the records of all providers.
    pub(crate) fn providers(&self) -> Vec<Arc<ProviderMemory>> {
        let providers = self.providers.lock().unwrap_or_else(PoisonError::into_inner);
        providers.values().cloned().collect()
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
}
