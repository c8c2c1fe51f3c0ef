//! A provider's database, in memory.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use symbolon_jose::Fingerprint;
use symbolon_provider::{
    AccessTokenRecord, CodeRecord, GrantId, RefreshTokenRecord, Stored, Taken, TokenRecords,
};

/// The records of codes and tokens under their fingerprints. Each method is one transaction, so
/// threads may share a store.
///
/// A record that was taken stays in the store, marked as spent: a second presentation of its token
/// is answered with the grant to revoke, also when that grant is revoked already. A record of a
/// revoked grant that was never taken is unknown.
#[derive(Debug, Default)]
pub struct Store(Mutex<Tables>);

#[derive(Debug, Default)]
struct Tables {
    codes: HashMap<Fingerprint, Single<CodeRecord>>,
    refresh_tokens: HashMap<Fingerprint, Single<RefreshTokenRecord>>,
    access_tokens: HashMap<Fingerprint, AccessTokenRecord>,
    revoked: HashSet<GrantId>,
}

/// A record that can be taken once.
#[derive(Debug)]
struct Single<T> {
    record: T,
    spent: bool,
}

impl Store {
    /// Stores a code that was issued.
    #[must_use]
    pub fn put_code(&self, record: &CodeRecord) -> Stored {
        let code = Single { record: record.clone(), spent: false };
        self.tables().codes.insert(record.fingerprint.clone(), code);
        Stored::Confirmed
    }

    /// Takes the record of a code and marks it as spent.
    #[must_use]
    pub fn take_code(&self, fingerprint: &Fingerprint) -> Taken<CodeRecord> {
        let mut tables = self.tables();
        let Tables { codes, revoked, .. } = &mut *tables;
        match codes.get_mut(fingerprint) {
            Some(Single { record, spent: true }) => Taken::Spent(record.grant.clone()),
            Some(code) if !revoked.contains(&code.record.grant) => {
                code.spent = true;
                Taken::Fresh(Box::new(code.record.clone()))
            }
            _ => Taken::Unknown,
        }
    }

    /// Takes the record of a refresh token and marks it as spent.
    #[must_use]
    pub fn take_refresh_token(&self, fingerprint: &Fingerprint) -> Taken<RefreshTokenRecord> {
        let mut tables = self.tables();
        let Tables { refresh_tokens, revoked, .. } = &mut *tables;
        match refresh_tokens.get_mut(fingerprint) {
            Some(Single { record, spent: true }) => Taken::Spent(record.grant.clone()),
            Some(token) if !revoked.contains(&token.record.grant) => {
                token.spent = true;
                Taken::Fresh(Box::new(token.record.clone()))
            }
            _ => Taken::Unknown,
        }
    }

    /// Stores the tokens that were issued, unless their grant was revoked in the meantime.
    #[must_use]
    pub fn put_tokens(&self, records: &TokenRecords) -> Stored {
        let mut tables = self.tables();
        if tables.revoked.contains(&records.access.grant) {
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
