//! The clients of a provider.

use symbolon_oauth::ClientId;
use symbolon_provider::RegisteredClient;
use symbolon_provider::cors::Origin;

#[cfg(any(feature = "sqlite", feature = "postgres"))]
use super::ended_client::{FORGET_ORIGINS, end_client};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use super::registrations::END_REGISTRATION;
use super::scope::{ProviderStore, Tables};
use crate::error::Error;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::sql::{Step, json};

impl ProviderStore {
    /// Writes the record of a client. Replaces the record of a client with the same `client_id`.
    /// A `client_id` is unique at its provider
    /// ([RFC 6749 §2.2](https://www.rfc-editor.org/rfc/rfc6749#section-2.2)).
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn put_client(&self, client: &RegisteredClient) -> Result<(), Error> {
        match &self.tables {
            Tables::Memory(memory) => {
                memory.tables().clients.put(client);
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let id = client.client_id.as_str();
                let put = Step::new(PUT, [self.issuer_value(), id.into(), json(client)?]);
                let forget = Step::new(FORGET_ORIGINS, [self.issuer_value(), id.into()]);
                let steps = [put, forget].into_iter().chain(self.put_origins(client));
                sql.write(steps.collect()).await?;
            }
        }
        Ok(())
    }

    /// Returns the record of a client, or `None` if this provider has no such client.
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn client(&self, id: &ClientId) -> Result<Option<RegisteredClient>, Error> {
        match &self.tables {
            Tables::Memory(memory) => Ok(memory.tables().clients.get(id).cloned()),
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let rows =
                    sql.read(Step::new(CLIENT, [self.issuer_value(), id.as_str().into()])).await?;
                rows.first().map(|row| row.record(0, "symbolon_clients")).transpose()
            }
        }
    }

    /// Removes a client, its registration, the consents of users to the client and its requests that
    /// wait for an answer, and revokes all grants of the client. Returns whether the client existed.
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn delete_client(&self, id: &ClientId) -> Result<bool, Error> {
        match &self.tables {
            Tables::Memory(memory) => Ok(memory.tables().delete_client(id)),
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let row = [self.issuer_value(), id.as_str().into()];
                // The registration first, as in an update of the registration: a transaction does not
                // wait for a row while another waits for a row of this transaction.
                let registration = Step::new(END_REGISTRATION, row.clone());
                let steps = [registration].into_iter().chain(end_client(&row));
                Ok(!sql.write(steps.collect()).await?.nth(1).is_empty())
            }
        }
    }

    /// Returns the steps that write the origins of the redirect URIs of a client.
    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    pub(super) fn put_origins(&self, client: &RegisteredClient) -> impl Iterator<Item = Step> {
        let origins = client.redirect_uris.iter().filter_map(Origin::of);
        origins.map(|origin| {
            let (origin, id) = (origin.as_str().into(), client.client_id.as_str().into());
            Step::new(PUT_ORIGIN, [self.issuer_value(), origin, id])
        })
    }

    /// Returns whether a redirect URI of a client has this origin. Pass the answer to
    /// [`cors::preflight`](symbolon_provider::cors::preflight). If the result is `true`, browsers
    /// let pages with this origin read responses
    /// ([Fetch, CORS protocol](https://fetch.spec.whatwg.org/#http-cors-protocol)).
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn has_origin(&self, origin: &Origin) -> Result<bool, Error> {
        match &self.tables {
            Tables::Memory(memory) => Ok(memory.tables().clients.has_origin(origin)),
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let values = [self.issuer_value(), origin.as_str().into()];
                Ok(!sql.read(Step::new(HAS_ORIGIN, values)).await?.is_empty())
            }
        }
    }
}

#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) use self::statements::*;

#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod statements {
    pub(crate) const PUT: &str = "
        INSERT INTO symbolon_clients (issuer, client_id, record) VALUES (?1, ?2, ?3)
        ON CONFLICT (issuer, client_id) DO UPDATE SET record = excluded.record";
    pub(crate) const PUT_ORIGIN: &str = "
        INSERT INTO symbolon_client_origins (issuer, origin, client_id) VALUES (?1, ?2, ?3)
        ON CONFLICT (issuer, origin, client_id) DO NOTHING";
    pub(crate) const CLIENT: &str = "
        SELECT record FROM symbolon_clients WHERE issuer = ?1 AND client_id = ?2";
    pub(crate) const HAS_ORIGIN: &str = "
        SELECT client_id FROM symbolon_client_origins WHERE issuer = ?1 AND origin = ?2 LIMIT 1";
}
