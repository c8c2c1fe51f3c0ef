//! A provider's records in memory.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::response::IntoResponse as _;
use http::Response;
use symbolon_jose::{Fingerprint, NumericDate, Object};
use symbolon_oauth::ClientId;
use symbolon_provider::cors::Origin;
use symbolon_provider::{
    AccessTokenRecord, CodeRecord, Decision, FirstUse, GrantId, PendingAuthorization, Presented,
    Provider, RefreshTokenRecord, RegisteredClient, ReplayKey, SingleUse, SpentRecord, Stored,
    TokenRecords, TokenRefusal, TokenRequest,
};

use crate::clock::now;
use crate::{Answer, Problem, ProblemCode};

/// How long a grant is kept after its last code or token has expired. If a token request found the
/// code just before it expired, the request can still store tokens. It must not store tokens if the
/// grant was revoked.
const IN_FLIGHT: Duration = Duration::from_secs(600);

/// The records of a provider in memory, for development, for tests and for a provider that runs as
/// one process. All codes and tokens are void after a restart.
///
/// Each method is one transaction. If you write a store for a database, it needs the same
/// transactions: the documentation of each record says which steps must be atomic. A clone is cheap
/// and shares the records.
///
/// ```
/// use symbolon_axum::MemoryStore;
/// use symbolon_oauth::{ClientId, RedirectUri};
/// use symbolon_provider::RegisteredClient;
///
/// let redirect_uri = RedirectUri::new("https://wiki.example/callback")?;
/// let client = RegisteredClient::new(ClientId::new("wiki")?, vec![redirect_uri]);
/// let store = MemoryStore::new([client]);
/// assert!(store.client(&ClientId::new("wiki")?).is_some());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct MemoryStore {
    clients: Arc<HashMap<ClientId, RegisteredClient>>,
    tables: Arc<Mutex<Tables>>,
}

#[derive(Debug, Default)]
struct Tables {
    codes: HashMap<Fingerprint, Once<CodeRecord>>,
    access_tokens: HashMap<Fingerprint, AccessTokenRecord>,
    refresh_tokens: HashMap<Fingerprint, Once<RefreshTokenRecord>>,
    grants: HashMap<GrantId, Grant>,
    used: HashMap<Fingerprint, NumericDate>,
    /// The number of writes that can still follow before expired records are removed.
    until_cleaning: usize,
}

/// A record that can be used once. The record is kept afterwards, so that a second use is noticed.
#[derive(Debug)]
struct Once<T> {
    record: T,
    spent: bool,
}

#[derive(Debug)]
struct Grant {
    /// When the last code or token of the grant expires.
    until: NumericDate,
    revoked: bool,
}

impl MemoryStore {
    /// Creates a store with these clients.
    pub fn new(clients: impl IntoIterator<Item = RegisteredClient>) -> Self {
        let clients = clients.into_iter().map(|client| (client.client_id.clone(), client));
        Self { clients: Arc::new(clients.collect()), tables: Arc::default() }
    }

    /// Returns the record of a client.
    #[must_use]
    pub fn client(&self, id: &ClientId) -> Option<&RegisteredClient> {
        self.clients.get(id)
    }

    /// Returns a client that has a redirect URI with this origin.
    pub(crate) fn client_at(&self, origin: &Origin) -> Option<&RegisteredClient> {
        self.clients.values().find(|client| origin.is_of(client))
    }

    /// Stores the record of a code.
    #[must_use]
    pub fn put_code(&self, record: &CodeRecord) -> Stored {
        let mut tables = self.tables();
        tables.keep(&record.grant, record.expires);
        let code = Once { record: record.clone(), spent: false };
        tables.codes.insert(record.fingerprint.clone(), code);
        Stored::Confirmed
    }

    /// Finds the record of a code, without marking the code as used.
    #[must_use]
    pub fn find_code(&self, fingerprint: &Fingerprint) -> SingleUse<CodeRecord> {
        let tables = self.tables();
        find(tables.codes.get(fingerprint), |record| &record.grant, &tables.grants)
    }

    /// Finds the record of a refresh token, without marking the token as used.
    #[must_use]
    pub fn find_refresh_token(&self, fingerprint: &Fingerprint) -> SingleUse<RefreshTokenRecord> {
        let tables = self.tables();
        find(tables.refresh_tokens.get(fingerprint), |record| &record.grant, &tables.grants)
    }

    /// Marks the code or refresh token of the request as used, and stores the records of the tokens
    /// of the response. If another request used it first, or the grant was revoked, stores nothing,
    /// revokes the grant, and returns [`Stored::GrantRevoked`].
    #[must_use]
    pub fn put_tokens(&self, records: &TokenRecords) -> Stored {
        let mut tables = self.tables();
        let TokenRecords { spends, access, refresh, .. } = records;
        if tables.is_revoked(&access.grant) || !tables.spend(spends) {
            tables.revoke(&access.grant);
            return Stored::GrantRevoked;
        }
        tables.keep(&access.grant, access.expires);
        tables.access_tokens.insert(access.fingerprint.clone(), access.clone());
        if let Some(record) = refresh.clone() {
            tables.keep(&record.grant, record.expires);
            tables.refresh_tokens.insert(record.fingerprint.clone(), Once { record, spent: false });
        }
        Stored::Confirmed
    }

    /// Returns the record of an access token. Returns `None` if the token is unknown or its grant
    /// was revoked.
    #[must_use]
    pub fn access_token(&self, fingerprint: &Fingerprint) -> Option<AccessTokenRecord> {
        let tables = self.tables();
        let record = tables.access_tokens.get(fingerprint)?;
        (!tables.is_revoked(&record.grant)).then(|| record.clone())
    }

    /// Revokes a grant: its codes and tokens are void, and no new tokens are stored.
    #[must_use]
    pub fn revoke(&self, grant: &GrantId) -> Stored {
        self.tables().revoke(grant);
        Stored::Confirmed
    }

    /// Remembers that these keys were used. Returns [`FirstUse::Confirmed`] only if all keys are
    /// new.
    #[must_use]
    pub fn first_use(&self, keys: &[ReplayKey]) -> FirstUse {
        let mut tables = self.tables();
        tables.clean();
        if keys.iter().any(|key| tables.used.contains_key(&key.fingerprint)) {
            return FirstUse::Replayed;
        }
        tables.used.extend(keys.iter().map(|key| (key.fingerprint.clone(), key.expires)));
        FirstUse::Confirmed
    }

    /// Answers an authorization request after the user has decided, and stores the record of the
    /// code.
    ///
    /// # Errors
    /// [`Problem`] with the response of the refusal when the user denied the request, or when
    /// [`Provider::respond`] refuses the request.
    pub fn answer(
        &self,
        provider: &Provider,
        pending: PendingAuthorization,
        decision: Decision,
    ) -> Result<axum::response::Response, Problem> {
        let issued = provider.respond(pending, decision, now())?;
        let stored = self.put_code(issued.records());
        Ok(Answer(issued.into_response(stored)).into_response())
    }

    /// Answers a token request with the records of this store. If a code or a refresh token is used
    /// twice, its grant is revoked.
    ///
    /// If your records are in a database, write the same steps with your database calls: see the
    /// documentation of `symbolon-provider`.
    pub fn exchange(&self, provider: &Provider, request: TokenRequest) -> Answer {
        Answer(self.issue(provider, request).unwrap_or_else(|refusal| {
            let revoke = |grant| self.revoke(grant);
            let stored = refusal.grant_to_revoke().map_or(Stored::Confirmed, revoke);
            let code = ProblemCode(refusal.code());
            let mut response = refusal.into_response(stored);
            response.extensions_mut().insert(code);
            response
        }))
    }

    fn issue(
        &self,
        provider: &Provider,
        request: TokenRequest,
    ) -> Result<Response<Vec<u8>>, TokenRefusal> {
        let now = now();
        let client = self.client(request.client_id());
        let client = provider.authenticate(&request, client, now)?;
        let first_use = self.first_use(client.keys());
        let client = client.accept(first_use)?;
        let issued = match provider.presented(request, client)? {
            Presented::Code(code) => {
                let found = self.find_code(code.fingerprint());
                provider.redeem(code, found, Object::new(), now)?
            }
            Presented::RefreshToken(token) => {
                let found = self.find_refresh_token(token.fingerprint());
                provider.refresh(token, found, Object::new(), now)?
            }
            other => return Err(other.refuse()),
        };
        let stored = self.put_tokens(issued.records());
        Ok(issued.into_response(stored))
    }

    fn tables(&self) -> MutexGuard<'_, Tables> {
        self.tables.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns what is known about a record. A second use is reported even after the grant was revoked.
fn find<T: Clone>(
    found: Option<&Once<T>>,
    grant: impl Fn(&T) -> &GrantId,
    grants: &HashMap<GrantId, Grant>,
) -> SingleUse<T> {
    match found {
        Some(Once { record, spent: true }) => SingleUse::Spent(grant(record).clone()),
        Some(Once { record, .. })
            if grants.get(grant(record)).is_some_and(|grant| !grant.revoked) =>
        {
            SingleUse::fresh(record.clone())
        }
        _ => SingleUse::Unknown,
    }
}

impl Tables {
    fn is_revoked(&self, grant: &GrantId) -> bool {
        self.grants.get(grant).is_some_and(|grant| grant.revoked)
    }

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

    /// Records that the grant has a code or a token that expires at this time.
    fn keep(&mut self, grant: &GrantId, expires: NumericDate) {
        self.clean();
        let new = Grant { until: expires, revoked: false };
        let grant = self.grants.entry(grant.clone()).or_insert(new);
        grant.until = grant.until.max(expires);
    }

    /// Removes expired records, but only from time to time, so that the average cost of a write
    /// does not grow with the number of records. A used code is kept as long as the tokens that
    /// were issued for it, so that a second use of the code revokes them.
    fn clean(&mut self) {
        if let Some(fewer) = self.until_cleaning.checked_sub(1) {
            self.until_cleaning = fewer;
            return;
        }
        let now = NumericDate::from(now());
        self.grants.retain(|_, grant| now < grant.until.after(IN_FLIGHT));
        let grants = &self.grants;
        self.codes.retain(|_, code| grants.contains_key(&code.record.grant));
        self.access_tokens.retain(|_, record| now < record.expires);
        self.refresh_tokens.retain(|_, token| now < token.record.expires);
        self.used.retain(|_, expires| now < *expires);
        let records = [self.codes.len(), self.access_tokens.len(), self.used.len()];
        self.until_cleaning = records.into_iter().fold(1000, usize::saturating_add);
    }
}
