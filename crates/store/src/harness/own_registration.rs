//! The stores of this crate, as the promises about clients that register themselves see them.

use symbolon_jose::Fingerprint;
use symbolon_oauth::ClientId;
use symbolon_oauth::obligation::Stored;
use symbolon_provider::{
    ClientDocumentRecord, ClientRegistration, EndedRegistration, InitialAccessTokenRecord,
    NewRegistration, ReplacedRegistration,
};

use super::registration_records::RegistrationRecords;
use crate::error::Error;
use crate::provider::ProviderStore;

impl RegistrationRecords for ProviderStore {
    async fn put_registration(&self, records: &NewRegistration) -> Result<Stored, Error> {
        Self::put_registration(self, records).await
    }

    async fn registration(&self, id: &ClientId) -> Result<Option<ClientRegistration>, Error> {
        Self::registration(self, id).await
    }

    async fn replace_registration(&self, records: &ReplacedRegistration) -> Result<Stored, Error> {
        Self::replace_registration(self, records).await
    }

    async fn delete_registration(&self, records: &EndedRegistration) -> Result<Stored, Error> {
        Self::delete_registration(self, records).await
    }

    async fn put_initial_access_token(
        &self,
        record: &InitialAccessTokenRecord,
    ) -> Result<(), Error> {
        Self::put_initial_access_token(self, record).await
    }

    async fn initial_access_token(
        &self,
        token: &Fingerprint,
    ) -> Result<Option<InitialAccessTokenRecord>, Error> {
        Self::initial_access_token(self, token).await
    }

    async fn revoke_initial_access_token(&self, token: &Fingerprint) -> Result<bool, Error> {
        Self::revoke_initial_access_token(self, token).await
    }

    async fn put_client_document(&self, record: &ClientDocumentRecord) -> Result<(), Error> {
        Self::put_client_document(self, record).await
    }

    async fn client_document(&self, id: &ClientId) -> Result<Option<ClientDocumentRecord>, Error> {
        Self::client_document(self, id).await
    }
}
