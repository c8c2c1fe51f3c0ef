//! The metadata of clients whose `client_id` is the address of a document.

use symbolon_oauth::ClientId;
use symbolon_provider::ClientDocumentRecord;

use super::scope::{ProviderStore, Tables};
use crate::error::Error;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::sql::{Step, json};

/// The largest number of documents in memory. A document has at most a few KiB.
const MOST_IN_MEMORY: usize = 5_000;

/// How long a record is kept after its document has to be fetched again, in seconds. The provider
/// asks with the `ETag` of the record whether the document has changed.
const AFTER_FRESH: i64 = 86_400;

impl ProviderStore {
    /// Writes the metadata of a client from the document at its `client_id`. Replaces the record of
    /// the same client
    /// ([Client ID Metadata Document](https://datatracker.ietf.org/doc/draft-ietf-oauth-client-id-metadata-document/)).
    ///
    /// The number of documents has no limit in a database, and everyone can send an authorization
    /// request with a new address. Put a rate limit in front of the authorization endpoint. In
    /// memory, at most 5000 documents are kept: if there are more, the document that expires first is
    /// removed.
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn put_client_document(&self, record: &ClientDocumentRecord) -> Result<(), Error> {
        let id = &record.client.client_id;
        let end = record.fresh_until.seconds().saturating_add(AFTER_FRESH);
        match &self.tables {
            Tables::Memory(memory) => {
                let documents = &mut memory.tables().client_documents;
                documents.insert(id.clone(), record.clone(), end);
                if documents.len() > MOST_IN_MEMORY {
                    documents.remove_first();
                }
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let values = [self.issuer_value(), id.as_str().into(), json(record)?, end.into()];
                // If a power failure undoes the change, the document is fetched again.
                sql.write(vec![Step::new(PUT_CLIENT_DOCUMENT, values).may_be_lost()]).await?;
            }
        }
        Ok(())
    }

    /// Returns the record of a client document, or `None` if the store does not have the record. The
    /// engine checks whether the record is fresh.
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn client_document(
        &self,
        id: &ClientId,
    ) -> Result<Option<ClientDocumentRecord>, Error> {
        match &self.tables {
            Tables::Memory(memory) => Ok(memory.tables().client_documents.get(id).cloned()),
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let values = [self.issuer_value(), id.as_str().into()];
                let rows = sql.read(Step::new(CLIENT_DOCUMENT, values)).await?;
                rows.first().map(|row| row.record(0, "symbolon_client_documents")).transpose()
            }
        }
    }
}

#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) use self::statements::*;

#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod statements {
    pub(crate) const PUT_CLIENT_DOCUMENT: &str = "
        INSERT INTO symbolon_client_documents (issuer, client_id, record, keep_until)
        VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (client_id, issuer) DO UPDATE
        SET record = excluded.record, keep_until = excluded.keep_until";
    pub(crate) const CLIENT_DOCUMENT: &str = "
        SELECT record FROM symbolon_client_documents WHERE issuer = ?1 AND client_id = ?2";
}
