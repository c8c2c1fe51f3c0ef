//! Pushed authorization requests.

use symbolon_jose::Fingerprint;
use symbolon_oauth::obligation::Stored;
use symbolon_provider::PushedRequestRecord;

use super::scope::{ProviderStore, Tables};
use crate::error::Error;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::sql::{Step, json};

/// The largest number of requests that wait in memory.
const MOST_IN_MEMORY: usize = 20_000;

impl ProviderStore {
    /// Writes the record of a request that a client has pushed
    /// ([RFC 9126 §2.2](https://www.rfc-editor.org/rfc/rfc9126#section-2.2)).
    ///
    /// The number of requests that wait has no limit in a database, and every client can push
    /// requests. A public client needs no credentials for this. Put a rate limit in front of the
    /// endpoint, and limit the size of its bodies: a record can have 64 KiB. In memory, at most
    /// 20 000 requests wait: if there are more, the request that expires first is removed.
    ///
    /// # Errors
    /// [`Error::OtherIssuer`] when a provider with another issuer created the record,
    /// [`Error::Exists`] when the request waits already, and other [`Error`]s when the database
    /// fails.
    pub async fn put_pushed_request(&self, record: &PushedRequestRecord) -> Result<Stored, Error> {
        self.check_issuer(&record.issuer)?;
        match &self.tables {
            Tables::Memory(memory) => {
                let requests = &mut memory.tables().pushed_requests;
                if requests.get(&record.fingerprint).is_some() {
                    return Err(Error::Exists);
                }
                let end = record.expires.seconds();
                requests.insert(record.fingerprint.clone(), record.clone(), end);
                if requests.len() > MOST_IN_MEMORY {
                    requests.remove_first();
                }
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let (fingerprint, end) = (record.fingerprint.as_str(), record.expires.seconds());
                let values = [self.issuer_value(), fingerprint.into(), json(record)?, end.into()];
                sql.write(vec![Step::new(PUT_PUSHED_REQUEST, values)]).await?;
            }
        }
        Ok(Stored::Confirmed)
    }

    /// Takes the request to which a `request_uri` refers: removes its record from the store and
    /// returns the record. Of several callers, one gets the record. Returns `None` if the store does
    /// not have the record, for example because the reference was used before. The caller checks that
    /// the record has not expired
    /// ([RFC 9126 §4](https://www.rfc-editor.org/rfc/rfc9126#section-4)).
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn take_pushed_request(
        &self,
        request_uri: &Fingerprint,
    ) -> Result<Option<PushedRequestRecord>, Error> {
        match &self.tables {
            Tables::Memory(memory) => Ok(memory.tables().pushed_requests.remove(request_uri)),
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let values = [self.issuer_value(), request_uri.as_str().into()];
                let step = Step::new(TAKE_PUSHED_REQUEST, values);
                let rows = sql.write(vec![step]).await?.first();
                rows.first().map(|row| row.record(0, "symbolon_pushed_requests")).transpose()
            }
        }
    }
}

#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) use self::statements::*;

#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod statements {
    pub(crate) const PUT_PUSHED_REQUEST: &str = "
        INSERT INTO symbolon_pushed_requests (issuer, fingerprint, record, keep_until)
        VALUES (?1, ?2, ?3, ?4)";
    pub(crate) const TAKE_PUSHED_REQUEST: &str = "
        DELETE FROM symbolon_pushed_requests WHERE issuer = ?1 AND fingerprint = ?2
        RETURNING record";
}
