//! The store. Each function reads what it needs, decides, and writes all changes in one transaction.
//! If another server was first, it starts again.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use symbolon_jose::Fingerprint;
use symbolon_oauth::obligation::{FirstUse, GrantId, ReplayKey, SingleUse, Stored};
use symbolon_oauth::{ClientId, Issuer};
use symbolon_provider::cors::Origin;
use symbolon_provider::{
    AccessTokenRecord, AuthorizationRecords, CodeRecord, FetchedRequestObject, PushedRequestRecord,
    RefreshTokenRecord, RegisteredClient, SpentRecord, TokenRecords,
};
use symbolon_store::harness::ProviderRecords;
use thiserror::Error;
use time::OffsetDateTime;

use crate::map::{Change, Map};

/// The records of the provider with one issuer.
#[derive(Clone, Debug)]
pub(crate) struct OwnStore {
    map: Map,
    issuer: Issuer,
}

#[derive(Debug, Error)]
pub(crate) enum OwnError {
    #[error("the record belongs to another issuer")]
    OtherIssuer,
    #[error("the code was written before")]
    Exists,
    #[error("a record cannot be read or written as JSON: {0}")]
    Json(#[from] serde_json::Error),
}

/// A grant, with the codes and refresh tokens of it that are spent.
#[derive(Debug, Serialize, Deserialize)]
struct Grant {
    client: ClientId,
    subject: String,
    revoked: bool,
    spent: BTreeSet<String>,
}

/// A value, with the key and the version under which it was read.
struct Read<T> {
    key: String,
    version: u64,
    value: Option<T>,
}

impl<T: Serialize + DeserializeOwned> Read<T> {
    /// Returns the change that writes a value where this value was read.
    fn set(&self, value: &T) -> Result<Change, OwnError> {
        let value = serde_json::to_string(value)?;
        Ok(Change { key: self.key.clone(), version: self.version, value })
    }
}

fn is_known<R>(found: &SingleUse<R>) -> bool {
    !matches!(found, SingleUse::Unknown)
}

impl OwnStore {
    pub(crate) fn new(map: &Map, issuer: &Issuer) -> Self {
        Self { map: map.clone(), issuer: issuer.clone() }
    }

    /// Reads a value. Each key contains the issuer, so issuers do not see the values of each other.
    async fn read<T: DeserializeOwned>(&self, kind: &str, id: &str) -> Result<Read<T>, OwnError> {
        let key = format!("{} {kind} {id}", self.issuer);
        let (version, value) = self.map.get(&key).await;
        let value = value.map(|value| serde_json::from_str(&value)).transpose()?;
        Ok(Read { key, version, value })
    }

    fn check(&self, issuer: &Issuer) -> Result<(), OwnError> {
        if *issuer == self.issuer { Ok(()) } else { Err(OwnError::OtherIssuer) }
    }

    async fn grant(&self, id: &GrantId) -> Result<Read<Grant>, OwnError> {
        self.read("grant", id.as_str()).await
    }

    /// The grants of a user are listed under the user, and those of a client under the client.
    async fn list(&self, kind: &str, id: &str) -> Result<Read<BTreeSet<GrantId>>, OwnError> {
        self.read(kind, id).await
    }

    async fn clients(&self) -> Result<Read<BTreeMap<String, RegisteredClient>>, OwnError> {
        self.read("clients", "").await
    }

    async fn find<R>(
        &self,
        record: Option<R>,
        fingerprint: &Fingerprint,
        grant: impl Fn(&R) -> &GrantId,
    ) -> Result<SingleUse<R>, OwnError> {
        let Some(record) = record else { return Ok(SingleUse::Unknown) };
        let id = grant(&record).clone();
        Ok(match self.grant(&id).await?.value {
            Some(grant) if grant.spent.contains(fingerprint.as_str()) => SingleUse::Spent(id),
            Some(Grant { revoked: false, .. }) => SingleUse::fresh(record),
            _ => SingleUse::Unknown,
        })
    }
}

impl ProviderRecords for OwnStore {
    type Error = OwnError;

    async fn put_client(&self, client: &RegisteredClient) -> Result<(), OwnError> {
        loop {
            let clients = self.clients().await?;
            let mut all = clients.value.clone().unwrap_or_default();
            all.insert(client.client_id.as_str().to_owned(), client.clone());
            if self.map.set(vec![clients.set(&all)?]).await {
                return Ok(());
            }
        }
    }

    async fn client(&self, id: &ClientId) -> Result<Option<RegisteredClient>, OwnError> {
        Ok(self.clients().await?.value.and_then(|mut all| all.remove(id.as_str())))
    }

    async fn delete_client(&self, id: &ClientId) -> Result<bool, OwnError> {
        loop {
            let clients = self.clients().await?;
            let mut all = clients.value.clone().unwrap_or_default();
            let existed = all.remove(id.as_str()).is_some();
            let grants = self.list("client", id.as_str()).await?;
            let mut changes = vec![clients.set(&all)?, grants.set(&BTreeSet::new())?];
            for id in grants.value.iter().flatten() {
                let mut grant = self.grant(id).await?;
                if let Some(value) = grant.value.take() {
                    changes.push(grant.set(&Grant { revoked: true, ..value })?);
                }
            }
            if self.map.set(changes).await {
                return Ok(existed);
            }
        }
    }

    async fn has_origin(&self, origin: &Origin) -> Result<bool, OwnError> {
        let clients = self.clients().await?.value.unwrap_or_default();
        Ok(clients.values().any(|client| origin.is_of(client)))
    }

    async fn put_authorization(&self, records: &AuthorizationRecords) -> Result<Stored, OwnError> {
        let AuthorizationRecords { grant: record, code, access, .. } = records;
        self.check(&record.issuer)?;
        let issuers = code.iter().map(|it| &it.issuer).chain(access.iter().map(|it| &it.issuer));
        for issuer in issuers {
            self.check(issuer)?;
        }
        if records.is_empty() {
            return Ok(Stored::Confirmed);
        }
        loop {
            let grant = self.grant(&record.id).await?;
            if grant.value.is_some() {
                return Err(OwnError::Exists);
            }
            let (client, subject) = (record.client_id.clone(), record.subject.clone());
            let new = Grant { client, subject, revoked: false, spent: BTreeSet::new() };
            let mut changes = vec![grant.set(&new)?];
            if let Some(code) = code {
                let row = self.read::<CodeRecord>("code", code.fingerprint.as_str()).await?;
                if row.value.is_some() {
                    return Err(OwnError::Exists);
                }
                changes.push(row.set(code)?);
            }
            if let Some(access) = access {
                let key = access.fingerprint.as_str();
                let row = self.read::<AccessTokenRecord>("access", key).await?;
                if row.value.is_some() {
                    return Err(OwnError::Exists);
                }
                changes.push(row.set(access)?);
            }
            for (kind, id) in [("client", new.client.as_str()), ("user", &new.subject)] {
                let list = self.list(kind, id).await?;
                let mut ids = list.value.clone().unwrap_or_default();
                ids.insert(record.id.clone());
                changes.push(list.set(&ids)?);
            }
            if self.map.set(changes).await {
                return Ok(Stored::Confirmed);
            }
        }
    }

    async fn find_code(&self, code: &Fingerprint) -> Result<SingleUse<CodeRecord>, OwnError> {
        let record = self.read::<CodeRecord>("code", code.as_str()).await?.value;
        self.find(record, code, |record| &record.grant).await
    }

    async fn find_refresh_token(
        &self,
        token: &Fingerprint,
    ) -> Result<SingleUse<RefreshTokenRecord>, OwnError> {
        let record = self.read::<RefreshTokenRecord>("refresh", token.as_str()).await?.value;
        self.find(record, token, |record| &record.grant).await
    }

    async fn put_tokens(&self, records: &TokenRecords) -> Result<Stored, OwnError> {
        self.check(&records.access.issuer)?;
        loop {
            let mut grant = self.grant(&records.access.grant).await?;
            let Some(mut value) = grant.value.take().filter(|grant| !grant.revoked) else {
                return Ok(Stored::GrantRevoked);
            };
            let (is_known, spends) = match &records.spends {
                SpentRecord::Code(code) => (is_known(&self.find_code(code).await?), code),
                SpentRecord::RefreshToken(token) => {
                    (is_known(&self.find_refresh_token(token).await?), token)
                }
                _ => return Ok(Stored::Failed),
            };
            if !is_known || !value.spent.insert(spends.as_str().to_owned()) {
                // Another request was first.
                if self.map.set(vec![grant.set(&Grant { revoked: true, ..value })?]).await {
                    return Ok(Stored::GrantRevoked);
                }
                continue;
            }
            // The version of the grant changes, so of two requests only one is written.
            let access = self.read("access", records.access.fingerprint.as_str()).await?;
            let mut changes = vec![grant.set(&value)?, access.set(&records.access)?];
            if let Some(token) = &records.refresh {
                let refresh = self.read("refresh", token.fingerprint.as_str()).await?;
                changes.push(refresh.set(token)?);
            }
            if self.map.set(changes).await {
                return Ok(Stored::Confirmed);
            }
        }
    }

    async fn access_token(
        &self,
        token: &Fingerprint,
    ) -> Result<Option<AccessTokenRecord>, OwnError> {
        let read = self.read::<AccessTokenRecord>("access", token.as_str()).await?;
        let Some(record) = read.value else { return Ok(None) };
        let grant = self.grant(&record.grant).await?.value;
        Ok(grant.filter(|grant| !grant.revoked).map(|_| record))
    }

    async fn revoke_grant(&self, id: &GrantId) -> Result<Stored, OwnError> {
        loop {
            let mut grant = self.grant(id).await?;
            let Some(value) = grant.value.take() else { return Ok(Stored::Confirmed) };
            if self.map.set(vec![grant.set(&Grant { revoked: true, ..value })?]).await {
                return Ok(Stored::Confirmed);
            }
        }
    }

    async fn grants(&self, subject: &str) -> Result<Vec<GrantId>, OwnError> {
        let mut valid = Vec::new();
        for id in self.list("user", subject).await?.value.into_iter().flatten() {
            let grant = self.grant(&id).await?.value;
            valid.extend(grant.filter(|grant| !grant.revoked).map(|_| id));
        }
        Ok(valid)
    }

    async fn first_use(&self, keys: &[ReplayKey]) -> Result<FirstUse, OwnError> {
        let mut changes = BTreeMap::new();
        for key in keys {
            self.check(&key.issuer)?;
            let used = self.read::<bool>("used", key.fingerprint.as_str()).await?;
            let is_twice = changes.insert(used.key.clone(), used.set(&true)?).is_some();
            if is_twice || used.value.is_some() {
                return Ok(FirstUse::Replayed);
            }
        }
        // If another request was first with a key, nothing is written.
        let is_first = self.map.set(changes.into_values().collect()).await;
        Ok(if is_first { FirstUse::Confirmed } else { FirstUse::Replayed })
    }

    async fn put_pushed_request(&self, record: &PushedRequestRecord) -> Result<Stored, OwnError> {
        self.check(&record.issuer)?;
        let row: Read<Option<PushedRequestRecord>> =
            self.read("pushed", record.fingerprint.as_str()).await?;
        let is_new =
            row.value.is_none() && self.map.set(vec![row.set(&Some(record.clone()))?]).await;
        if is_new { Ok(Stored::Confirmed) } else { Err(OwnError::Exists) }
    }

    async fn take_pushed_request(
        &self,
        request_uri: &Fingerprint,
    ) -> Result<Option<PushedRequestRecord>, OwnError> {
        // A request that was taken is `None` in the map.
        let row: Read<Option<PushedRequestRecord>> =
            self.read("pushed", request_uri.as_str()).await?;
        let Some(record) = row.value.clone().flatten() else { return Ok(None) };
        // If another request was first, nothing is written.
        let is_first = self.map.set(vec![row.set(&None)?]).await;
        Ok(is_first.then_some(record))
    }

    async fn put_request_object(&self, record: &FetchedRequestObject) -> Result<(), OwnError> {
        self.check(&record.issuer)?;
        // If another server was first, its object has the same content.
        let row: Read<FetchedRequestObject> =
            self.read("object", record.fingerprint.as_str()).await?;
        self.map.set(vec![row.set(record)?]).await;
        Ok(())
    }

    async fn request_object(
        &self,
        request_uri: &Fingerprint,
    ) -> Result<Option<FetchedRequestObject>, OwnError> {
        Ok(self.read("object", request_uri.as_str()).await?.value)
    }

    async fn sweep(&self, _: OffsetDateTime) -> Result<(), OwnError> {
        Ok(()) // `EXPIREAT` deletes the values.
    }
}
