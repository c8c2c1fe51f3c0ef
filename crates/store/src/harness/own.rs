//! The stores of this crate, as the harness sees them.

use symbolon_jose::Fingerprint;
use symbolon_oauth::ClientId;
use symbolon_oauth::obligation::{FirstUse, GrantId, ReplayKey, SingleUse, Stored};
use symbolon_provider::cors::Origin;
use symbolon_provider::{
    AccessTokenRecord, AuthorizationRecords, CodeRecord, FetchedRequestObject, PushedRequestRecord,
    RefreshTokenRecord, RegisteredClient, TokenRecords,
};
use time::OffsetDateTime;

use super::records::ProviderRecords;
use crate::error::Error;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::place::Place;
use crate::provider::{ProviderStore, Tables};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::store::Store;
use crate::sweep::BATCH_IN_MEMORY;

impl ProviderRecords for ProviderStore {
    type Error = Error;

    async fn put_client(&self, client: &RegisteredClient) -> Result<(), Error> {
        Self::put_client(self, client).await
    }

    async fn client(&self, id: &ClientId) -> Result<Option<RegisteredClient>, Error> {
        Self::client(self, id).await
    }

    async fn delete_client(&self, id: &ClientId) -> Result<bool, Error> {
        Self::delete_client(self, id).await
    }

    async fn has_origin(&self, origin: &Origin) -> Result<bool, Error> {
        Self::has_origin(self, origin).await
    }

    async fn put_authorization(&self, records: &AuthorizationRecords) -> Result<Stored, Error> {
        Self::put_authorization(self, records).await
    }

    async fn find_code(&self, code: &Fingerprint) -> Result<SingleUse<CodeRecord>, Error> {
        Self::find_code(self, code).await
    }

    async fn find_refresh_token(
        &self,
        token: &Fingerprint,
    ) -> Result<SingleUse<RefreshTokenRecord>, Error> {
        Self::find_refresh_token(self, token).await
    }

    async fn put_tokens(&self, records: &TokenRecords) -> Result<Stored, Error> {
        Self::put_tokens(self, records).await
    }

    async fn access_token(&self, token: &Fingerprint) -> Result<Option<AccessTokenRecord>, Error> {
        Self::access_token(self, token).await
    }

    async fn revoke_grant(&self, grant: &GrantId) -> Result<Stored, Error> {
        Self::revoke_grant(self, grant).await
    }

    async fn grants(&self, subject: &str) -> Result<Vec<GrantId>, Error> {
        let grants = Self::grants(self, subject).await?;
        Ok(grants.into_iter().map(|grant| grant.id).collect())
    }

    async fn first_use(&self, keys: &[ReplayKey]) -> Result<FirstUse, Error> {
        Self::first_use(self, keys).await
    }

    async fn put_pushed_request(&self, record: &PushedRequestRecord) -> Result<Stored, Error> {
        Self::put_pushed_request(self, record).await
    }

    async fn take_pushed_request(
        &self,
        request_uri: &Fingerprint,
    ) -> Result<Option<PushedRequestRecord>, Error> {
        Self::take_pushed_request(self, request_uri).await
    }

    async fn put_request_object(&self, record: &FetchedRequestObject) -> Result<(), Error> {
        Self::put_request_object(self, record).await
    }

    async fn request_object(
        &self,
        request_uri: &Fingerprint,
    ) -> Result<Option<FetchedRequestObject>, Error> {
        Self::request_object(self, request_uri).await
    }

    async fn sweep(&self, now: OffsetDateTime) -> Result<(), Error> {
        match &self.tables {
            Tables::Memory(memory) => {
                while memory.tables().sweep(now.unix_timestamp(), BATCH_IN_MEMORY).1 {}
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let store = Store { place: Place::Sql(sql.clone()) };
                while store.sweep(now).await?.more {}
            }
        }
        Ok(())
    }
}
