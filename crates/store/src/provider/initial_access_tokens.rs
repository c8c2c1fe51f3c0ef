//! Initial access tokens, with which clients register themselves.

use symbolon_jose::Fingerprint;
use symbolon_provider::InitialAccessTokenRecord;

use super::scope::{ProviderStore, Tables};
use crate::error::Error;
use crate::memory::InitialAccessTokenRow;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::sql::{Step, Value, json};

impl ProviderStore {
    /// Writes the record of an initial access token
    /// ([RFC 7591 §3](https://www.rfc-editor.org/rfc/rfc7591#section-3)).
    ///
    /// # Errors
    /// [`Error::OtherIssuer`] when a provider with another issuer created the record,
    /// [`Error::Exists`] when the token was written before, and other [`Error`]s when the database
    /// fails.
    pub async fn put_initial_access_token(
        &self,
        record: &InitialAccessTokenRecord,
    ) -> Result<(), Error> {
        self.check_issuer(&record.issuer)?;
        match &self.tables {
            Tables::Memory(memory) => {
                let tokens = &mut memory.tables().initial_access_tokens;
                if tokens.get(&record.fingerprint).is_some() {
                    return Err(Error::Exists);
                }
                let left_over = record.terms.clients;
                let row = InitialAccessTokenRow { record: record.clone(), left_over };
                tokens.insert(record.fingerprint.clone(), row, record.expires.seconds());
                Ok(())
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let left_over = record.terms.clients;
                let values = [
                    self.issuer_value(),
                    record.fingerprint.as_str().into(),
                    json(record)?,
                    left_over.map_or(Value::Null, |number| i64::from(number).into()),
                    record.expires.seconds().into(),
                ];
                sql.write(vec![Step::new(PUT_INITIAL_ACCESS_TOKEN, values)]).await.map(drop)
            }
        }
    }

    /// Returns the record of an initial access token, or `None` if the token is unknown or used up.
    /// The engine checks that the token has not expired.
    ///
    /// This function does not count a use: [`put_registration`](Self::put_registration) does.
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn initial_access_token(
        &self,
        token: &Fingerprint,
    ) -> Result<Option<InitialAccessTokenRecord>, Error> {
        match &self.tables {
            Tables::Memory(memory) => {
                let tables = memory.tables();
                let row = tables.initial_access_tokens.get(token);
                Ok(row.filter(|row| row.left_over != Some(0)).map(|row| row.record.clone()))
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let values = [self.issuer_value(), token.as_str().into()];
                let rows = sql.read(Step::new(INITIAL_ACCESS_TOKEN, values)).await?;
                let table = "symbolon_initial_access_tokens";
                rows.first().map(|row| row.record(0, table)).transpose()
            }
        }
    }

    /// Removes an initial access token, so that no more clients can register with it. Returns
    /// whether the token was known. The clients that registered with it stay:
    /// [`clients_registered_with`](Self::clients_registered_with) returns them.
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn revoke_initial_access_token(&self, token: &Fingerprint) -> Result<bool, Error> {
        match &self.tables {
            Tables::Memory(memory) => {
                Ok(memory.tables().initial_access_tokens.remove(token).is_some())
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let values = [self.issuer_value(), token.as_str().into()];
                let step = Step::new(REVOKE_INITIAL_ACCESS_TOKEN, values);
                Ok(!sql.write(vec![step]).await?.first().is_empty())
            }
        }
    }
}

#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) use self::statements::*;

#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod statements {
    pub(crate) const PUT_INITIAL_ACCESS_TOKEN: &str = "
        INSERT INTO symbolon_initial_access_tokens
            (issuer, fingerprint, record, left_over, keep_until)
        VALUES (?1, ?2, ?3, ?4, ?5)";
    pub(crate) const INITIAL_ACCESS_TOKEN: &str = "
        SELECT record FROM symbolon_initial_access_tokens
        WHERE issuer = ?1 AND fingerprint = ?2 AND (left_over IS NULL OR left_over > 0)";
    pub(crate) const REVOKE_INITIAL_ACCESS_TOKEN: &str = "
        DELETE FROM symbolon_initial_access_tokens WHERE issuer = ?1 AND fingerprint = ?2
        RETURNING fingerprint";
    /// `NULL - 1` is `NULL`: a token without a limit stays without a limit.
    pub(crate) const USE_INITIAL_ACCESS_TOKEN: &str = "
        UPDATE symbolon_initial_access_tokens SET left_over = left_over - 1
        WHERE issuer = ?1 AND fingerprint = ?2 AND keep_until > ?3
            AND (left_over IS NULL OR left_over > 0)";
}
