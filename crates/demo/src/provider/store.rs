//! The provider's database, in memory: records under their fingerprints, with one lock for all.
//!
//! Each method is one transaction. In a database, each is one statement or one script. "**Atomic**" in
//! the documentation of a record says what must happen in one transaction.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use symbolon::jose::{Fingerprint, NumericDate};
use symbolon::oauth::ClientId;
use symbolon::provider::{
    AccessTokenRecord, CodeRecord, FirstUse, GrantId, RefreshTokenRecord, RegisteredClient,
    ReplayKey, Stored, Taken, TokenRecords,
};

use crate::system::clock;

/// The provider's database.
#[derive(Debug)]
pub(crate) struct Store {
    clients: HashMap<ClientId, RegisteredClient>,
    refresh_lifetime: Duration,
    tables: Mutex<Tables>,
}

#[derive(Debug, Default)]
struct Tables {
    codes: HashMap<Fingerprint, Once<CodeRecord>>,
    access_tokens: HashMap<Fingerprint, AccessTokenRecord>,
    refresh_tokens: HashMap<Fingerprint, Once<RefreshTokenRecord>>,
    revoked: HashSet<GrantId>,
    used: HashMap<Fingerprint, NumericDate>,
}

/// A record that can be taken once. It is kept afterwards, so that a second use is noticed.
#[derive(Debug)]
struct Once<T> {
    record: T,
    taken: bool,
}

impl Store {
    /// Creates a store with these clients.
    pub(crate) fn new(
        clients: impl IntoIterator<Item = RegisteredClient>,
        refresh_lifetime: Duration,
    ) -> Self {
        let clients =
            clients.into_iter().map(|client| (client.client_id.clone(), client)).collect();
        Self { clients, refresh_lifetime, tables: Mutex::default() }
    }

    /// Returns a client.
    pub(crate) async fn client(&self, id: &ClientId) -> Option<RegisteredClient> {
        self.clients.get(id).cloned()
    }

    /// Stores the record of a code.
    pub(crate) async fn put_code(&self, record: &CodeRecord) -> Stored {
        let mut tables = self.tables();
        tables.forget_expired(self.refresh_lifetime);
        let code = Once { record: record.clone(), taken: false };
        tables.codes.insert(record.fingerprint.clone(), code);
        Stored::Confirmed
    }

    /// Takes a code. Only the first caller gets its record.
    pub(crate) async fn take_code(&self, fingerprint: &Fingerprint) -> Taken<CodeRecord> {
        match self.tables().codes.get_mut(fingerprint) {
            None => Taken::Unknown,
            Some(Once { record, taken: true }) => Taken::Spent(record.grant.clone()),
            Some(code) => {
                code.taken = true;
                Taken::Fresh(Box::new(code.record.clone()))
            }
        }
    }

    /// Takes a refresh token. Only the first caller gets its record, unless its grant was revoked.
    pub(crate) async fn take_refresh_token(
        &self,
        fingerprint: &Fingerprint,
    ) -> Taken<RefreshTokenRecord> {
        let mut tables = self.tables();
        let Tables { refresh_tokens, revoked, .. } = &mut *tables;
        match refresh_tokens.get_mut(fingerprint) {
            // A second use is reported even after the grant was revoked.
            Some(Once { record, taken: true }) => Taken::Spent(record.grant.clone()),
            Some(token) if !revoked.contains(&token.record.grant) => {
                token.taken = true;
                Taken::Fresh(Box::new(token.record.clone()))
            }
            _ => Taken::Unknown,
        }
    }

    /// Stores the records of tokens, unless their grant was revoked in the meantime.
    pub(crate) async fn put_tokens(&self, records: &TokenRecords) -> Stored {
        let mut tables = self.tables();
        tables.forget_expired(self.refresh_lifetime);
        if tables.revoked.contains(&records.access.grant) {
            return Stored::GrantRevoked;
        }
        let access = records.access.clone();
        tables.access_tokens.insert(access.fingerprint.clone(), access);
        if let Some(record) = records.refresh.clone() {
            tables.refresh_tokens.insert(record.fingerprint.clone(), Once { record, taken: false });
        }
        Stored::Confirmed
    }

    /// Returns the record of an access token, unless its grant was revoked.
    pub(crate) async fn access_token(
        &self,
        fingerprint: &Fingerprint,
    ) -> Option<AccessTokenRecord> {
        let tables = self.tables();
        let record = tables.access_tokens.get(fingerprint)?;
        (!tables.revoked.contains(&record.grant)).then(|| record.clone())
    }

    /// Revokes a grant: its codes and tokens are void, and no new ones are stored.
    pub(crate) async fn revoke(&self, grant: &GrantId) -> Stored {
        self.tables().revoked.insert(grant.clone());
        Stored::Confirmed
    }

    /// Remembers that these keys were used. Confirms it only if all of them are new.
    pub(crate) async fn first_use(&self, keys: &[ReplayKey]) -> FirstUse {
        let mut tables = self.tables();
        tables.forget_expired(self.refresh_lifetime);
        if keys.iter().any(|key| tables.used.contains_key(&key.fingerprint)) {
            return FirstUse::Replayed;
        }
        tables.used.extend(keys.iter().map(|key| (key.fingerprint.clone(), key.expires)));
        FirstUse::Confirmed
    }

    fn tables(&self) -> MutexGuard<'_, Tables> {
        self.tables.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tables {
    /// Removes expired records. A taken code is kept until the last refresh token that came from it can
    /// have expired, so that a second use is noticed while there is still something to revoke. Revoked
    /// grants are kept for good.
    fn forget_expired(&mut self, refresh_lifetime: Duration) {
        let now = NumericDate::from(clock());
        self.codes.retain(|_, code| {
            let expires = code.record.expires;
            now < if code.taken { expires.after(refresh_lifetime) } else { expires }
        });
        self.access_tokens.retain(|_, record| now < record.expires);
        self.refresh_tokens.retain(|_, token| now < token.record.expires);
        self.used.retain(|_, expires| now < *expires);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use symbolon::provider::SignedIn;

    use super::*;

    /// The records of an access token and a refresh token that are valid for an hour.
    fn records() -> TokenRecords {
        let expires = NumericDate::from(clock()).after(Duration::from_secs(3600));
        serde_json::from_value(json!({
            "access": {
                "fingerprint": "A".repeat(43), "grant": "g", "client_id": "c", "subject": "alice",
                "scope": "openid", "expires": expires,
            },
            "refresh": {
                "fingerprint": "B".repeat(42) + "A", "grant": "g", "client_id": "c",
                "scope": "openid", "signed_in": SignedIn::new("alice", clock()), "expires": expires,
            },
        }))
        .unwrap()
    }

    async fn store_with_tokens() -> (Store, RefreshTokenRecord) {
        let store = Store::new([], Duration::from_secs(3600));
        let records = records();
        assert_eq!(store.put_tokens(&records).await, Stored::Confirmed);
        (store, records.refresh.unwrap())
    }

    #[tokio::test]
    async fn rfc9700_4_14_2_a_spent_refresh_token_of_a_revoked_grant_stays_spent() {
        let (store, refresh) = store_with_tokens().await;
        let fresh = store.take_refresh_token(&refresh.fingerprint).await;
        assert_eq!(fresh, Taken::fresh(refresh.clone()));
        assert_eq!(store.revoke(&refresh.grant).await, Stored::Confirmed);
        let again = store.take_refresh_token(&refresh.fingerprint).await;
        assert_eq!(again, Taken::Spent(refresh.grant));
    }

    #[tokio::test]
    async fn rfc9700_4_14_2_an_unused_refresh_token_of_a_revoked_grant_is_unknown() {
        let (store, refresh) = store_with_tokens().await;
        assert_eq!(store.revoke(&refresh.grant).await, Stored::Confirmed);
        let taken = store.take_refresh_token(&refresh.fingerprint).await;
        assert_eq!(taken, Taken::Unknown);
    }
}
