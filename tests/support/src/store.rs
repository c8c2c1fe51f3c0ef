//! A provider's database, in memory.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use symbolon_jose::Fingerprint;
use symbolon_provider::{
    AccessTokenRecord, CodeRecord, GrantId, RefreshTokenRecord, SingleUse, SpentRecord, Stored,
    TokenRecords,
};

/// The records of codes and tokens under their fingerprints. Each method is one transaction, so
/// threads may share a store.
///
/// A record that was used stays in the store, marked as spent: a second presentation of its code or
/// token is answered with the grant to revoke, even if that grant is already revoked. An unused
/// record of a revoked grant is unknown.
#[derive(Debug, Default)]
pub struct Store(Mutex<Tables>);

#[derive(Debug, Default)]
struct Tables {
    codes: HashMap<Fingerprint, Single<CodeRecord>>,
    refresh_tokens: HashMap<Fingerprint, Single<RefreshTokenRecord>>,
    access_tokens: HashMap<Fingerprint, AccessTokenRecord>,
    revoked: HashSet<GrantId>,
}

/// A record that can be used once.
#[derive(Debug)]
struct Single<T> {
    record: T,
    spent: bool,
}

fn find<T: Clone>(
    found: Option<&Single<T>>,
    grant: impl Fn(&T) -> &GrantId,
    revoked: &HashSet<GrantId>,
) -> SingleUse<T> {
    match found {
        Some(Single { record, spent: true }) => SingleUse::Spent(grant(record).clone()),
        Some(Single { record, .. }) if !revoked.contains(grant(record)) => {
            SingleUse::fresh(record.clone())
        }
        _ => SingleUse::Unknown,
    }
}

impl Tables {
    /// Marks a record as spent, and returns whether it was fresh.
    fn spend(&mut self, record: &SpentRecord) -> bool {
        let spent = match record {
            SpentRecord::Code(code) => self.codes.get_mut(code).map(|it| &mut it.spent),
            SpentRecord::RefreshToken(token) => {
                self.refresh_tokens.get_mut(token).map(|it| &mut it.spent)
            }
            _ => None,
        };
        spent.is_some_and(|spent| !core::mem::replace(spent, true))
    }
}

impl Store {
    /// Stores a code that was issued.
    #[must_use]
    pub fn put_code(&self, record: &CodeRecord) -> Stored {
        let code = Single { record: record.clone(), spent: false };
        self.tables().codes.insert(record.fingerprint.clone(), code);
        Stored::Confirmed
    }

    /// Finds the record of a code, without marking it as spent.
    #[must_use]
    pub fn find_code(&self, fingerprint: &Fingerprint) -> SingleUse<CodeRecord> {
        let tables = self.tables();
        find(tables.codes.get(fingerprint), |code| &code.grant, &tables.revoked)
    }

    /// Finds the record of a refresh token, without marking it as spent.
    #[must_use]
    pub fn find_refresh_token(&self, fingerprint: &Fingerprint) -> SingleUse<RefreshTokenRecord> {
        let tables = self.tables();
        find(tables.refresh_tokens.get(fingerprint), |token| &token.grant, &tables.revoked)
    }

    /// Marks the presented code or refresh token as spent, and stores the tokens that were issued.
    /// If it was spent before, or the grant is revoked, stores nothing and revokes the grant.
    #[must_use]
    pub fn put_tokens(&self, records: &TokenRecords) -> Stored {
        let mut tables = self.tables();
        let grant = &records.access.grant;
        if tables.revoked.contains(grant) || !tables.spend(&records.spends) {
            tables.revoked.insert(grant.clone());
            return Stored::GrantRevoked;
        }
        let access = records.access.clone();
        tables.access_tokens.insert(access.fingerprint.clone(), access);
        if let Some(record) = records.refresh.clone() {
            let token = Single { record, spent: false };
            tables.refresh_tokens.insert(token.record.fingerprint.clone(), token);
        }
        Stored::Confirmed
    }

    /// Returns the record of an access token whose grant is not revoked.
    #[must_use]
    pub fn access_token(&self, fingerprint: &Fingerprint) -> Option<AccessTokenRecord> {
        let tables = self.tables();
        let record = tables.access_tokens.get(fingerprint)?;
        (!tables.revoked.contains(&record.grant)).then(|| record.clone())
    }

    /// Revokes a grant: everything that was issued because of it, and everything about to be.
    pub fn revoke(&self, grant: &GrantId) -> Stored {
        self.tables().revoked.insert(grant.clone());
        Stored::Confirmed
    }

    fn tables(&self) -> MutexGuard<'_, Tables> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
