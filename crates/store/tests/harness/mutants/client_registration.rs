//! A store of client registrations that breaks one promise.

use std::sync::{Arc, Mutex, MutexGuard};

use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::Secret;
use symbolon_oauth::Issuer;
use symbolon_relying_party::Registration;
use symbolon_store::harness::ClientRegistrationRecords;
use symbolon_store::{ClientRegistrations, Error, KeptRegistration, SealKey, Store};
use tokio::task::yield_now;

/// What all handles share.
#[derive(Debug)]
pub(crate) struct RegistrationWorld {
    store: Store,
    extra: Mutex<Extra>,
}

/// What a broken store remembers in addition.
#[derive(Debug, Default)]
struct Extra {
    issuers: Vec<Issuer>,
    /// The handle with the first key.
    first: Option<ClientRegistrations>,
}

impl RegistrationWorld {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self { store: Store::memory(), extra: Mutex::default() })
    }

    fn extra(&self) -> MutexGuard<'_, Extra> {
        self.extra.lock().unwrap()
    }
}

/// A handle of a store in memory that breaks the promise with the ID `fault`.
#[derive(Debug)]
pub(crate) struct RegistrationMutant {
    store: ClientRegistrations,
    world: Arc<RegistrationWorld>,
    fault: &'static str,
}

/// The state of a record, and the name under which it was read.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    kept: KeptRegistration,
    name: String,
}

impl RegistrationMutant {
    pub(crate) fn new(world: &Arc<RegistrationWorld>, key: &Secret, fault: &'static str) -> Self {
        let store = world.store.client_registrations(&SealKey::new(key, &CRYPTO).unwrap());
        let mut extra = world.extra();
        let first = extra.first.get_or_insert(store.clone()).clone();
        let store = if fault == "client_registration.sealed" { first } else { store };
        Self { store, world: world.clone(), fault }
    }

    fn breaks(&self, id: &str) -> bool {
        self.fault == id
    }

    /// Returns the record as the store has it now.
    async fn now(&self, kept: &Kept) -> Result<Option<KeptRegistration>, Error> {
        self.store.get(&kept.kept.registration.issuer, &kept.name).await
    }
}

impl ClientRegistrationRecords for RegistrationMutant {
    type Error = Error;
    type Kept = Kept;

    async fn get(
        &self,
        issuer: &Issuer,
        name: &str,
    ) -> Result<Option<(Registration, Kept)>, Error> {
        let mut found = self.store.get(issuer, name).await?;
        if self.breaks("client_registration.issuer") {
            let issuers = self.world.extra().issuers.clone();
            for issuer in &issuers {
                found = found.or(self.store.get(issuer, name).await?);
            }
        }
        let Some(kept) = found else { return Ok(None) };
        let mut registration = kept.registration.clone();
        if self.breaks("client_registration.kept") {
            registration.information.client_secret = None;
        }
        Ok(Some((registration, Kept { kept, name: name.to_owned() })))
    }

    async fn put_new(
        &self,
        issuer: &Issuer,
        name: &str,
        registration: &Registration,
    ) -> Result<Registration, Error> {
        let is_free = self.store.get(issuer, name).await?.is_none();
        if self.breaks("client_registration.one_winner") && is_free {
            yield_now().await;
            self.store.put_new(issuer, name, registration).await?;
            return Ok(registration.clone());
        }
        let kept = self.store.put_new(issuer, name, registration).await?;
        self.world.extra().issuers.push(issuer.clone());
        Ok(kept.registration)
    }

    async fn replace(&self, kept: &Kept, registration: &Registration) -> Result<bool, Error> {
        let before = self.now(kept).await?.map(|it| it.registration);
        if self.breaks("client_registration.replace_one_winner") {
            yield_now().await;
        }
        let is_written = self.store.replace(&kept.kept, registration).await?;
        let was_current = before.as_ref() == Some(&kept.kept.registration);
        if self.breaks("client_registration.replace_one_winner") && was_current {
            return Ok(true);
        }
        Ok(is_written)
    }

    async fn delete(&self, kept: &Kept) -> Result<bool, Error> {
        let mut is_deleted = self.store.delete(&kept.kept).await?;
        let now = self.now(kept).await?;
        let is_changed = now.as_ref().is_some_and(|it| it.registration != kept.kept.registration);
        if let Some(now) = now.filter(|_| self.breaks("client_registration.late") && is_changed) {
            is_deleted = self.store.delete(&now).await?;
        }
        if self.breaks("client_registration.deleted") && is_deleted {
            let registration = &kept.kept.registration;
            self.store.put_new(&registration.issuer, &kept.name, registration).await?;
        }
        Ok(is_deleted)
    }
}
