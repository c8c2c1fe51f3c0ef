//! What a provider remembers, in maps.

use std::collections::{HashMap, HashSet};

use symbolon_jose::Fingerprint;
use symbolon_provider::{
    AccessTokenRecord, CodeLookup, CodeRecord, GrantId, RefreshTokenLookup, RefreshTokenRecord,
    Storing, TokenRecords,
};

#[derive(Default)]
pub(crate) struct Store {
    codes: HashMap<Fingerprint, Taken<CodeRecord>>,
    refresh_tokens: HashMap<Fingerprint, Taken<RefreshTokenRecord>>,
    access_tokens: HashMap<Fingerprint, AccessTokenRecord>,
    revoked: HashSet<GrantId>,
}

/// A record that can be taken once.
struct Taken<T> {
    record: T,
    taken: bool,
}

impl Store {
    pub(crate) fn put_code(&mut self, record: &CodeRecord) {
        let kept = Taken { record: record.clone(), taken: false };
        self.codes.insert(record.fingerprint.clone(), kept);
    }

    pub(crate) fn take_code(&mut self, code: &Fingerprint) -> CodeLookup {
        match self.codes.get_mut(code) {
            None => CodeLookup::Unknown,
            Some(Taken { record, taken: true }) => CodeLookup::Spent(record.grant.clone()),
            Some(kept) => {
                kept.taken = true;
                CodeLookup::Fresh(Box::new(kept.record.clone()))
            }
        }
    }

    pub(crate) fn take_refresh_token(&mut self, token: &Fingerprint) -> RefreshTokenLookup {
        match self.refresh_tokens.get_mut(token) {
            Some(kept) if self.revoked.contains(&kept.record.grant) => RefreshTokenLookup::Unknown,
            None => RefreshTokenLookup::Unknown,
            Some(Taken { record, taken: true }) => RefreshTokenLookup::Spent(record.grant.clone()),
            Some(kept) => {
                kept.taken = true;
                RefreshTokenLookup::Fresh(Box::new(kept.record.clone()))
            }
        }
    }

    pub(crate) fn put_tokens(&mut self, records: &TokenRecords) -> Storing {
        if self.revoked.contains(&records.access.grant) {
            return Storing::GrantRevoked;
        }
        let access = records.access.clone();
        self.access_tokens.insert(access.fingerprint.clone(), access);
        if let Some(record) = records.refresh.clone() {
            let fingerprint = record.fingerprint.clone();
            self.refresh_tokens.insert(fingerprint, Taken { record, taken: false });
        }
        Storing::Stored
    }

    pub(crate) fn access_token(&self, token: &Fingerprint) -> Option<AccessTokenRecord> {
        let record = self.access_tokens.get(token)?;
        (!self.revoked.contains(&record.grant)).then(|| record.clone())
    }

    pub(crate) fn revoke(&mut self, grant: &GrantId) {
        self.revoked.insert(grant.clone());
    }
}
