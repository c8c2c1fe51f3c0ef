//! Request objects that were fetched.

use symbolon_jose::Fingerprint;
use symbolon_provider::FetchedRequestObject;

use super::scope::{ProviderStore, Tables};
use crate::error::Error;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::sql::{Step, json};

/// The largest number of request objects in memory. An object has at most 64 KiB.
const MOST_IN_MEMORY: usize = 500;

impl ProviderStore {
    /// Writes the record of a request object that was fetched. Replaces the record with the same
    /// fingerprint
    /// ([Core §6.2](https://openid.net/specs/openid-connect-core-1_0.html#RequestUriParameter)).
    ///
    /// The number of objects has no limit in a database, and a client chooses the content behind its
    /// URIs. Put a rate limit in front of the authorization endpoint. In memory, at most 500 objects
    /// are kept: if there are more, the object that expires first is removed.
    ///
    /// # Errors
    /// [`Error::OtherIssuer`] when a provider with another issuer created the record, and other
    /// [`Error`]s when the database fails.
    pub async fn put_request_object(&self, record: &FetchedRequestObject) -> Result<(), Error> {
        self.check_issuer(&record.issuer)?;
        match &self.tables {
            Tables::Memory(memory) => {
                let objects = &mut memory.tables().fetched_request_objects;
                let end = record.expires.seconds();
                objects.insert(record.fingerprint.clone(), record.clone(), end);
                if objects.len() > MOST_IN_MEMORY {
                    objects.remove_first();
                }
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let (fingerprint, end) = (record.fingerprint.as_str(), record.expires.seconds());
                let values = [self.issuer_value(), fingerprint.into(), json(record)?, end.into()];
                // If a power failure undoes the change, the object is fetched again.
                sql.write(vec![Step::new(PUT_REQUEST_OBJECT, values).may_be_lost()]).await?;
            }
        }
        Ok(())
    }

    /// Returns the record of a request object, or `None` if the store does not have the record. The
    /// caller checks that the record has not expired, as
    /// [`RequestFetch::cached`](symbolon_provider::RequestFetch::cached) does.
    ///
    /// `request_uri` is the [`cache_key`](symbolon_provider::RequestFetch::cache_key).
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn request_object(
        &self,
        request_uri: &Fingerprint,
    ) -> Result<Option<FetchedRequestObject>, Error> {
        match &self.tables {
            Tables::Memory(memory) => {
                Ok(memory.tables().fetched_request_objects.get(request_uri).cloned())
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let values = [self.issuer_value(), request_uri.as_str().into()];
                let rows = sql.read(Step::new(REQUEST_OBJECT, values)).await?;
                let table = "symbolon_fetched_request_objects";
                rows.first().map(|row| row.record(0, table)).transpose()
            }
        }
    }
}

#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) use self::statements::*;

#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod statements {
    pub(crate) const PUT_REQUEST_OBJECT: &str = "
        INSERT INTO symbolon_fetched_request_objects (issuer, fingerprint, record, keep_until)
        VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (fingerprint, issuer) DO UPDATE
        SET record = excluded.record, keep_until = excluded.keep_until";
    pub(crate) const REQUEST_OBJECT: &str = "
        SELECT record FROM symbolon_fetched_request_objects WHERE issuer = ?1 AND fingerprint = ?2";
}
