//! The provider's database, in memory: records under their fingerprints, with one lock for all.
//!
//! Each method is one transaction. In a database, each is one statement or one script. "**Atomic**"
//! in the documentation of a record says what must happen in one transaction.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use symbolon::jose::{Fingerprint, NumericDate};
use symbolon::oauth::ClientId;
use symbolon::provider::cors::Origin;
use symbolon::provider::{
    AccessTokenRecord, CodeRecord, FirstUse, GrantId, RefreshTokenRecord, RegisteredClient,
    ReplayKey, SingleUse, SpentRecord, StoreFailed, Stored, TokenRecords,
};

use crate::system::clock;

/// The longest time that the exchange of a code takes. If a code is found just before it expires,
/// its tokens are stored after that time.
const EXCHANGE: Duration = Duration::from_secs(60);

/// Expired rows are removed only after more than this number of rows were added.
const FEW: usize = 1_000;

/// The provider's database.
#[derive(Debug)]
pub(crate) struct Store {
    clients: HashMap<ClientId, RegisteredClient>,
    tables: Mutex<Tables>,
}

#[derive(Debug, Default)]
struct Tables {
    codes: HashMap<Fingerprint, Once<CodeRecord>>,
    access_tokens: HashMap<Fingerprint, AccessTokenRecord>,
    refresh_tokens: HashMap<Fingerprint, Once<RefreshTokenRecord>>,
    grants: HashMap<GrantId, Grant>,
    used: HashMap<Fingerprint, NumericDate>,
    /// The number of rows that were added since the last removal of expired rows.
    added: usize,
    /// The number of rows that the last removal left.
    left: usize,
}

/// The state of a grant, which is kept as long as a code or token of the grant can be used.
#[derive(Debug)]
struct Grant {
    revoked: bool,
    /// When the last code or token of the grant expires.
    expires: NumericDate,
}

/// A record that can be used once. It is kept afterwards, so that a second use is noticed.
#[derive(Debug)]
struct Once<T> {
    record: T,
    spent: bool,
}

impl Store {
    /// Creates a store with these clients.
    pub(crate) fn new(clients: impl IntoIterator<Item = RegisteredClient>) -> Self {
        let clients =
            clients.into_iter().map(|client| (client.client_id.clone(), client)).collect();
        Self { clients, tables: Mutex::default() }
    }

    /// Returns a client.
    pub(crate) async fn client(
        &self,
        id: &ClientId,
    ) -> Result<Option<RegisteredClient>, StoreFailed> {
        Ok(self.clients.get(id).cloned())
    }

    /// Returns whether a web page of this origin belongs to a client.
    pub(crate) fn knows(&self, origin: &Origin) -> bool {
        self.clients.values().any(|client| origin.is_of(client))
    }

    /// Stores the record of a code.
    pub(crate) async fn put_code(&self, record: &CodeRecord) -> Result<Stored, StoreFailed> {
        let mut tables = self.tables()?;
        tables.make_room();
        tables.extend(&record.grant, record.expires.after(EXCHANGE));
        let code = Once { record: record.clone(), spent: false };
        tables.codes.insert(record.fingerprint.clone(), code);
        Ok(Stored::Confirmed)
    }

    /// Finds the record of a code, without marking the code as used.
    pub(crate) async fn find_code(
        &self,
        fingerprint: &Fingerprint,
    ) -> Result<SingleUse<CodeRecord>, StoreFailed> {
        let tables = self.tables()?;
        Ok(find(tables.codes.get(fingerprint), |code| &code.grant, &tables.grants))
    }

    /// Finds the record of a refresh token, without marking the token as used.
    pub(crate) async fn find_refresh_token(
        &self,
        fingerprint: &Fingerprint,
    ) -> Result<SingleUse<RefreshTokenRecord>, StoreFailed> {
        let tables = self.tables()?;
        Ok(find(tables.refresh_tokens.get(fingerprint), |token| &token.grant, &tables.grants))
    }

    /// Marks the code or refresh token of the request as used, and stores the records of the
    /// tokens. If another request used it first, or the grant was revoked, stores nothing and
    /// revokes the grant.
    pub(crate) async fn put_tokens(&self, records: &TokenRecords) -> Result<Stored, StoreFailed> {
        let mut tables = self.tables()?;
        tables.make_room();
        let grant = &records.access.grant;
        if is_revoked(&tables.grants, grant) || !tables.spend(&records.spends) {
            tables.revoke(grant);
            return Ok(Stored::GrantRevoked);
        }
        let access = records.access.clone();
        tables.extend(grant, access.expires);
        tables.access_tokens.insert(access.fingerprint.clone(), access);
        if let Some(record) = records.refresh.clone() {
            tables.extend(grant, record.expires);
            tables.refresh_tokens.insert(record.fingerprint.clone(), Once { record, spent: false });
        }
        Ok(Stored::Confirmed)
    }

    /// Returns the record of an access token, unless its grant was revoked.
    pub(crate) async fn access_token(
        &self,
        fingerprint: &Fingerprint,
    ) -> Result<Option<AccessTokenRecord>, StoreFailed> {
        let tables = self.tables()?;
        let record = tables.access_tokens.get(fingerprint);
        Ok(record.filter(|record| !is_revoked(&tables.grants, &record.grant)).cloned())
    }

    /// Revokes a grant: its codes and tokens are void, and no new tokens are stored. If the grant
    /// is unknown, all its codes and tokens are already void.
    pub(crate) async fn revoke(&self, grant: &GrantId) -> Result<Stored, StoreFailed> {
        self.tables()?.revoke(grant);
        Ok(Stored::Confirmed)
    }

    /// Remembers that these keys were used. Confirms it only if all of them are new.
    pub(crate) async fn first_use(&self, keys: &[ReplayKey]) -> Result<FirstUse, StoreFailed> {
        let mut tables = self.tables()?;
        tables.make_room();
        if keys.iter().any(|key| tables.used.contains_key(&key.fingerprint)) {
            return Ok(FirstUse::Replayed);
        }
        tables.used.extend(keys.iter().map(|key| (key.fingerprint.clone(), key.expires)));
        Ok(FirstUse::Confirmed)
    }

    /// Begins a transaction. This store fails only after a panic in an earlier transaction, because
    /// that transaction can be incomplete. A database can also fail because it cannot be reached.
    fn tables(&self) -> Result<MutexGuard<'_, Tables>, StoreFailed> {
        self.tables.lock().map_err(|_| StoreFailed)
    }
}

fn is_revoked(grants: &HashMap<GrantId, Grant>, grant: &GrantId) -> bool {
    grants.get(grant).is_some_and(|grant| grant.revoked)
}

/// Returns what is known about a record. A second use is reported even after the grant was revoked.
fn find<T: Clone>(
    found: Option<&Once<T>>,
    grant: impl Fn(&T) -> &GrantId,
    grants: &HashMap<GrantId, Grant>,
) -> SingleUse<T> {
    match found {
        Some(Once { record, spent: true }) => SingleUse::Spent(grant(record).clone()),
        Some(Once { record, .. }) if !is_revoked(grants, grant(record)) => {
            SingleUse::fresh(record.clone())
        }
        _ => SingleUse::Unknown,
    }
}

impl Tables {
    fn revoke(&mut self, grant: &GrantId) {
        if let Some(grant) = self.grants.get_mut(grant) {
            grant.revoked = true;
        }
    }

    /// Marks a record as used, and returns whether it was unused.
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

    /// Keeps a grant until this time or longer.
    fn extend(&mut self, grant: &GrantId, expires: NumericDate) {
        let new = Grant { revoked: false, expires };
        let grant = self.grants.entry(grant.clone()).or_insert(new);
        grant.expires = grant.expires.max(expires);
    }

    /// Counts the rows that a transaction adds, which are four at most. Removes expired rows when
    /// as many rows were added as the last removal left, so that the average cost of a row does not
    /// grow with the number of rows.
    fn make_room(&mut self) {
        self.added = self.added.saturating_add(4);
        if self.added > self.left.max(FEW) {
            self.forget_expired();
            self.added = 0;
            self.left = self.rows();
        }
    }

    /// Removes expired rows. A used code or refresh token is kept as long as its grant, so that a
    /// second use is noticed and the grant is revoked. A grant is kept until its last code and its
    /// last token have expired, even if the grant is revoked.
    fn forget_expired(&mut self) {
        let now = NumericDate::from(clock());
        self.grants.retain(|_, grant| now < grant.expires);
        let Self { codes, refresh_tokens, grants, .. } = self;
        let is_known = |grant: &GrantId| grants.contains_key(grant);
        codes.retain(|_, Once { record, spent }| {
            now < record.expires || *spent && is_known(&record.grant)
        });
        refresh_tokens.retain(|_, Once { record, spent }| {
            now < record.expires || *spent && is_known(&record.grant)
        });
        self.access_tokens.retain(|_, record| now < record.expires);
        self.used.retain(|_, expires| now < *expires);
    }

    fn rows(&self) -> usize {
        let Self { codes, access_tokens, refresh_tokens, grants, used, .. } = self;
        [codes.len(), access_tokens.len(), refresh_tokens.len(), grants.len(), used.len()]
            .into_iter()
            .fold(0, usize::saturating_add)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use symbolon::jose::SecretString;
    use symbolon::provider::SignedIn;
    use symbolon::ring::CRYPTO;

    use super::*;

    /// The records of an access token and a refresh token that are valid for an hour.
    fn records() -> TokenRecords {
        let expires = NumericDate::from(clock()).after(Duration::from_secs(3600));
        serde_json::from_value(json!({
            "spends": { "code": "C".repeat(42) + "A" },
            "access": {
                "fingerprint": "A".repeat(43), "issuer": "https://op.example", "grant": "g",
                "client_id": "c", "subject": "alice",
                "scope": "openid", "expires": expires,
            },
            "refresh": {
                "fingerprint": "B".repeat(42) + "A", "issuer": "https://op.example", "grant": "g",
                "client_id": "c",
                "scope": "openid", "signed_in": SignedIn::new("alice", clock()), "expires": expires,
            },
        }))
        .unwrap()
    }

    /// The code that is exchanged for these tokens.
    fn code() -> CodeRecord {
        let refresh = records().refresh.unwrap();
        serde_json::from_value(json!({
            "fingerprint": "C".repeat(42) + "A", "issuer": refresh.issuer.as_str(),
            "grant": refresh.grant, "client_id": "c", "redirect_uri": "https://client.example/cb",
            "scope": "openid", "signed_in": refresh.signed_in, "nonce": null,
            "code_challenge": null,
            "expires": NumericDate::from(clock()).after(Duration::from_secs(60)),
        }))
        .unwrap()
    }

    /// The tokens that the refresh token of [`records`] is exchanged for.
    fn successors() -> TokenRecords {
        let mut records = records();
        let refresh = records.refresh.as_mut().unwrap();
        let name = |name: &str| SecretString::new(name.to_owned()).fingerprint(&CRYPTO);
        records.spends = SpentRecord::RefreshToken(refresh.fingerprint.clone());
        refresh.fingerprint = name("refresh");
        records.access.fingerprint = name("access");
        records
    }

    async fn store_with_tokens() -> (Store, RefreshTokenRecord) {
        let store = Store::new([]);
        let records = records();
        assert_eq!(store.put_code(&code()).await, Ok(Stored::Confirmed));
        assert_eq!(store.put_tokens(&records).await, Ok(Stored::Confirmed));
        (store, records.refresh.unwrap())
    }

    #[tokio::test]
    async fn rfc9700_4_14_2_a_spent_refresh_token_of_a_revoked_grant_stays_spent() {
        let (store, refresh) = store_with_tokens().await;
        let fresh = store.find_refresh_token(&refresh.fingerprint).await;
        assert_eq!(fresh, Ok(SingleUse::fresh(refresh.clone())));
        assert_eq!(store.put_tokens(&successors()).await, Ok(Stored::Confirmed));
        assert_eq!(store.revoke(&refresh.grant).await, Ok(Stored::Confirmed));
        let again = store.find_refresh_token(&refresh.fingerprint).await;
        assert_eq!(again, Ok(SingleUse::Spent(refresh.grant)));
    }

    #[tokio::test]
    async fn rfc9700_4_14_2_an_unused_refresh_token_of_a_revoked_grant_is_unknown() {
        let (store, refresh) = store_with_tokens().await;
        assert_eq!(store.revoke(&refresh.grant).await, Ok(Stored::Confirmed));
        let found = store.find_refresh_token(&refresh.fingerprint).await;
        assert_eq!(found, Ok(SingleUse::Unknown));
    }

    #[tokio::test]
    async fn rfc6749_4_1_2_an_access_token_of_a_revoked_grant_is_unknown() {
        let (store, refresh) = store_with_tokens().await;
        let access = records().access;
        assert_eq!(store.access_token(&access.fingerprint).await, Ok(Some(access.clone())));
        assert_eq!(store.revoke(&refresh.grant).await, Ok(Stored::Confirmed));
        assert_eq!(store.access_token(&access.fingerprint).await, Ok(None));
    }

    #[tokio::test]
    async fn attack_090_a_code_is_used_once() {
        let store = Store::new([]);
        let code = code();
        assert_eq!(store.put_code(&code).await, Ok(Stored::Confirmed));
        for _ in 0..2 {
            let found = store.find_code(&code.fingerprint).await;
            assert_eq!(found, Ok(SingleUse::fresh(code.clone())), "finding does not mark");
        }
        assert_eq!(store.put_tokens(&records()).await, Ok(Stored::Confirmed));
        let second = store.find_code(&code.fingerprint).await;
        assert_eq!(second, Ok(SingleUse::Spent(code.grant)));
        // Another request found the code before it was used.
        let access = records().access.fingerprint;
        assert_ne!(store.access_token(&access).await, Ok(None));
        assert_eq!(store.put_tokens(&records()).await, Ok(Stored::GrantRevoked));
        assert_eq!(store.access_token(&access).await, Ok(None));
    }

    #[tokio::test]
    async fn attack_085_a_replay_key_is_new_once() {
        let store = Store::new([]);
        let key = |id| {
            let (issuer, expires) = (records().access.issuer, records().access.expires);
            ReplayKey::new(["a", "client", id], &issuer, expires, Duration::ZERO, &CRYPTO)
        };
        assert_eq!(store.first_use(&[key("a")]).await, Ok(FirstUse::Confirmed));
        assert_eq!(store.first_use(&[key("a")]).await, Ok(FirstUse::Replayed));
        assert_eq!(store.first_use(&[key("b"), key("a")]).await, Ok(FirstUse::Replayed));
        assert_eq!(store.first_use(&[key("b")]).await, Ok(FirstUse::Confirmed));
    }

    /// Moves every expiry of the store this long into the past, and removes what has expired.
    fn age(store: &Store, by: i64) {
        let mut tables = store.tables().unwrap();
        let earlier = |at: NumericDate| {
            let seconds = at.datetime().unix_timestamp().saturating_sub(by);
            NumericDate::from_seconds(seconds).unwrap()
        };
        tables.codes.values_mut().for_each(|it| it.record.expires = earlier(it.record.expires));
        let access = tables.access_tokens.values_mut();
        access.for_each(|record| record.expires = earlier(record.expires));
        let refresh = tables.refresh_tokens.values_mut();
        refresh.for_each(|it| it.record.expires = earlier(it.record.expires));
        tables.grants.values_mut().for_each(|it| it.expires = earlier(it.expires));
        tables.forget_expired();
    }

    #[tokio::test]
    async fn a_revoked_grant_is_forgotten_when_its_last_token_is_void() {
        let (store, refresh) = store_with_tokens().await;
        assert_eq!(store.revoke(&refresh.grant).await, Ok(Stored::Confirmed));
        age(&store, 3590);
        assert_eq!(store.put_tokens(&records()).await, Ok(Stored::GrantRevoked));
        assert_eq!(store.find_refresh_token(&refresh.fingerprint).await, Ok(SingleUse::Unknown));
        age(&store, 10);
        assert_eq!(store.tables().unwrap().rows(), 0);
    }

    #[tokio::test]
    async fn a_revoked_grant_is_remembered_while_the_exchange_of_its_code_can_still_run() {
        let store = Store::new([]);
        let mut code = code();
        code.expires = clock().into();
        let grant = code.grant.clone();
        assert_eq!(store.put_code(&code).await, Ok(Stored::Confirmed));
        assert_eq!(store.revoke(&grant).await, Ok(Stored::Confirmed));
        age(&store, 50);
        assert_eq!(store.put_tokens(&records()).await, Ok(Stored::GrantRevoked));
    }

    #[tokio::test]
    async fn a_used_refresh_token_is_remembered_as_long_as_its_grant() {
        let (store, refresh) = store_with_tokens().await;
        assert_eq!(store.put_tokens(&successors()).await, Ok(Stored::Confirmed));
        let later = NumericDate::from(clock()).after(Duration::from_secs(7200));
        store.tables().unwrap().extend(&refresh.grant, later);
        age(&store, 3600);
        let again = store.find_refresh_token(&refresh.fingerprint).await;
        assert_eq!(again, Ok(SingleUse::Spent(refresh.grant)));
    }

    #[tokio::test]
    async fn expired_rows_are_looked_for_once_for_many_additions() {
        let store = Store::new([]);
        let mut searches = 0;
        for number in 0..1000_u32 {
            let mut records = records();
            let name = SecretString::new(number.to_string());
            records.access.fingerprint = name.fingerprint(&CRYPTO);
            records.refresh = None;
            let _ = store.put_tokens(&records).await;
            searches += u32::from(store.tables().unwrap().added == 0);
        }
        assert!(searches < 5, "{searches}");
    }

    #[tokio::test]
    async fn a_store_that_a_panic_has_left_half_changed_fails() {
        let (store, refresh) = store_with_tokens().await;
        let panics = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let _tables = store.tables();
            std::panic::resume_unwind(Box::new(()));
        }));
        assert!(panics.is_err());
        assert_eq!(store.find_refresh_token(&refresh.fingerprint).await, Err(StoreFailed));
        assert_eq!(store.put_tokens(&records()).await, Err(StoreFailed));
    }
}
