//! A store that breaks one promise about clients that register themselves.

use symbolon_jose::Fingerprint;
use symbolon_oauth::ClientId;
use symbolon_oauth::obligation::Stored;
use symbolon_provider::{
    ClientDocumentRecord, ClientRegistration, EndedRegistration, InitialAccessTokenRecord,
    NewRegistration, ReplacedRegistration,
};
use symbolon_store::harness::RegistrationRecords;
use symbolon_store::{Error, ProviderStore};
use time::OffsetDateTime;
use tokio::task::yield_now;

use super::provider::Mutant;

impl Mutant {
    /// Returns whether the store lets this registration use its token now.
    async fn has_token(&self, records: &NewRegistration) -> Result<bool, Error> {
        let Some(token) = &records.spends else { return Ok(false) };
        let issued = records.registration.registration.issued_at;
        let found = self.store.initial_access_token(token).await?;
        Ok(found.is_some_and(|token| issued < token.expires))
    }

    /// Returns the registration if it has this token.
    async fn with_token(
        &self,
        id: &ClientId,
        token: &Fingerprint,
    ) -> Result<Option<ClientRegistration>, Error> {
        let found = self.store.registration(id).await?;
        Ok(found.filter(|it| it.registration.token == *token))
    }

    /// Writes a registration without a use of its token.
    async fn put_without_token(&self, records: &NewRegistration) -> Result<Stored, Error> {
        let mut records = records.clone();
        records.spends = None;
        self.store.put_registration(&records).await
    }

    /// Deletes what has expired, and some of what has not.
    pub(super) async fn sweep_registrations(&self, now: OffsetDateTime) -> Result<(), Error> {
        if self.breaks("registration.swept") {
            let ended: Vec<ClientId> = {
                let extra = self.world.extra();
                let ended = extra.registrations.iter().filter(|it| {
                    let end = it.registration.unused_until;
                    it.registration.issuer == *self.store.issuer()
                        && end.is_some_and(|end| end.datetime() <= now)
                });
                ended.map(|it| it.client.client_id.clone()).collect()
            };
            for id in ended {
                self.store.delete_client(&id).await?;
            }
        }
        let soon = now.unix_timestamp().saturating_add(600);
        if self.breaks("initial_access_token.until_expiry") {
            let tokens = self.world.extra().initial_tokens.clone();
            for token in tokens.iter().filter(|it| it.expires.seconds() < soon) {
                self.store.revoke_initial_access_token(&token.fingerprint).await?;
            }
        }
        if self.breaks("client_document.until_expiry") {
            let documents = &mut self.world.extra().documents;
            documents.retain(|record| record.fresh_until.seconds() >= soon);
        }
        Ok(())
    }
}

impl RegistrationRecords for Mutant {
    async fn put_registration(&self, records: &NewRegistration) -> Result<Stored, Error> {
        let ClientRegistration { client, .. } = &records.registration;
        let has_token = self.has_token(records).await?;
        let is_known = self.store.client(&client.client_id).await?.is_some();
        if self.breaks("registration.token_uses") && has_token {
            yield_now().await;
        }
        if self.breaks("registration.crash") && !is_known {
            self.store.put_client(client).await?;
            yield_now().await;
            self.store.delete_client(&client.client_id).await?;
        }
        let stored = self.store.put_registration(records).await;
        if self.breaks("registration.client_unique") && is_known {
            self.store.put_client(client).await?;
        }
        let is_refused = matches!(stored, Ok(Stored::GrantRevoked));
        if self.breaks("registration.token_uses") && has_token && is_refused {
            return self.put_without_token(records).await;
        }
        if self.breaks("registration.token_expired") && is_refused {
            let tokens = self.world.extra().initial_tokens.clone();
            let issued = records.registration.registration.issued_at;
            let is_it = |it: &InitialAccessTokenRecord| {
                Some(&it.fingerprint) == records.spends.as_ref() && it.expires <= issued
            };
            if tokens.iter().any(is_it) {
                return self.put_without_token(records).await;
            }
        }
        self.world.extra().registrations.push(records.registration.clone());
        stored
    }

    async fn registration(&self, id: &ClientId) -> Result<Option<ClientRegistration>, Error> {
        let mut found = self.store.registration(id).await?;
        if self.breaks("registration.issuer") {
            for store in self.everywhere() {
                found = found.or(store.registration(id).await?);
            }
        }
        if let Some(found) = found.as_mut().filter(|_| self.breaks("registration.kept")) {
            found.registration.initial_access_token = None;
        }
        Ok(found)
    }

    async fn replace_registration(&self, records: &ReplacedRegistration) -> Result<Stored, Error> {
        let ClientRegistration { client, .. } = &records.registration;
        let id = &client.client_id;
        let before = self.with_token(id, &records.replaces).await?;
        if self.breaks("registration.replace_one_winner") && before.is_some() {
            yield_now().await;
        }
        if self.breaks("registration.replace_crash") && before.is_some() {
            self.store.put_client(client).await?;
            yield_now().await;
        }
        let mut records = records.clone();
        records.ends_consents &= !self.breaks("registration.consents");
        let records = &records;
        let stored = self.store.replace_registration(records).await?;
        let is_late = before.is_some() && stored == Stored::GrantRevoked;
        if self.breaks("registration.replace_one_winner") && is_late {
            let mut records = records.clone();
            let now = self.store.registration(id).await?;
            records.replaces = now.map_or(records.replaces, |it| it.registration.token);
            return self.store.replace_registration(&records).await;
        }
        if stored == Stored::Confirmed {
            self.world.extra().old_tokens.insert(records.replaces.clone());
        }
        Ok(stored)
    }

    async fn delete_registration(&self, records: &EndedRegistration) -> Result<Stored, Error> {
        let found = self.with_token(&records.client_id, &records.token).await?;
        let mut stored = self.store.delete_registration(records).await?;
        let is_old = self.world.extra().old_tokens.contains(&records.token);
        if self.breaks("registration.old_token") && is_old && stored == Stored::GrantRevoked {
            self.store.delete_client(&records.client_id).await?;
            stored = Stored::Confirmed;
        }
        if let Some(found) = found.filter(|_| self.breaks("registration.delete_crash")) {
            self.store.put_client(&found.client).await?;
            yield_now().await;
            self.store.delete_client(&records.client_id).await?;
        }
        Ok(stored)
    }

    async fn put_initial_access_token(
        &self,
        record: &InitialAccessTokenRecord,
    ) -> Result<(), Error> {
        let written = self.store.put_initial_access_token(record).await;
        if self.breaks("initial_access_token.written_once") && written.is_err() {
            self.store.revoke_initial_access_token(&record.fingerprint).await?;
            // The record can belong to another issuer.
            let _ = self.store.put_initial_access_token(record).await;
        }
        if written.is_ok() {
            self.world.extra().initial_tokens.push(record.clone());
        }
        written
    }

    async fn initial_access_token(
        &self,
        token: &Fingerprint,
    ) -> Result<Option<InitialAccessTokenRecord>, Error> {
        let mut found = self.store.initial_access_token(token).await?;
        if self.breaks("initial_access_token.issuer") {
            for store in self.everywhere() {
                found = found.or(store.initial_access_token(token).await?);
            }
        }
        // Only this promise gives a token to one client and finds it as it was written.
        let is_single = |it: &&mut InitialAccessTokenRecord| it.terms.clients == Some(1);
        if self.breaks("initial_access_token.kept")
            && let Some(found) = found.as_mut().filter(is_single)
        {
            found.terms.hosts = None;
        }
        Ok(found)
    }

    async fn revoke_initial_access_token(&self, token: &Fingerprint) -> Result<bool, Error> {
        if self.breaks("initial_access_token.revoked") {
            return Ok(self.store.initial_access_token(token).await?.is_some());
        }
        self.store.revoke_initial_access_token(token).await
    }

    async fn put_client_document(&self, record: &ClientDocumentRecord) -> Result<(), Error> {
        let is_known = self.store.client_document(&record.client.client_id).await?.is_some();
        if self.breaks("client_document.replaced") && is_known {
            return Ok(());
        }
        self.store.put_client_document(record).await?;
        self.world.extra().documents.push(record.clone());
        Ok(())
    }

    async fn client_document(&self, id: &ClientId) -> Result<Option<ClientDocumentRecord>, Error> {
        let mut found = self.store.client_document(id).await?;
        let is_it = |record: &&ClientDocumentRecord| record.client.client_id == *id;
        let written = self.world.extra().documents.iter().find(is_it).cloned();
        if self.breaks("client_document.issuer") {
            found = found.or(written.clone());
        }
        if let Some(found) = found.as_mut().filter(|_| self.breaks("client_document.kept")) {
            found.etag = None;
        }
        let is_forgotten = self.breaks("client_document.until_expiry") && written.is_none();
        Ok(found.filter(|_| !is_forgotten))
    }
}

/// Puts the registration of a client back that the operator has deleted.
pub(super) async fn put_back(
    store: &ProviderStore,
    registration: Option<ClientRegistration>,
) -> Result<(), Error> {
    if let Some(registration) = registration {
        let new = serde_json::json!({ "registration": registration, "spends": null });
        store.put_registration(&serde_json::from_value(new).unwrap()).await?;
    }
    Ok(())
}
