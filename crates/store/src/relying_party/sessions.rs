//! The sessions of signed-in users, with their tokens.

use symbolon_jose::Fingerprint;
use symbolon_relying_party::Session;
use time::OffsetDateTime;

use super::scope::{RelyingPartyStore, Tables};
use crate::error::Error;
use crate::memory::LoginSessionRow;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::sql::{Row, Step};

const TABLE: &str = "symbolon_login_sessions";

/// How long a copy of a server may take to refresh a session, in seconds. After that, another copy
/// may refresh the session, because the first copy may have ended.
const LEASE: i64 = 60;

/// The answer to the question whether this copy of a server may refresh a session.
#[derive(Debug)]
pub enum Refresh {
    /// This copy may refresh the session. Pass the lease to
    /// [`RelyingPartyStore::replace_session`] with the new session.
    Yours(Lease, Box<Session>),
    /// Another copy is refreshing the session. Use its access token if it has not expired, or read the
    /// session again after a moment.
    Busy(Box<Session>),
    /// The store has no such session, or the session has expired.
    Unknown,
}

/// The right to refresh a session, for one minute.
///
/// Of several copies of a server that want to refresh a session at the same time, one gets a lease. A
/// provider would take a second use of the refresh token for theft, and would revoke the grant
/// ([RFC 9700 §4.14.2](https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2)). This type
/// intentionally does not implement `Clone`.
#[derive(Debug)]
pub struct Lease {
    session: Fingerprint,
    version: i64,
}

impl RelyingPartyStore {
    /// Writes the session of a user who has signed in. `session` is the fingerprint of the browser's
    /// new cookie, and `until` is when the session ends. Replaces a session with the same
    /// fingerprint.
    ///
    /// # Errors
    /// [`Error::Seal`] when the record cannot be encrypted, and other [`Error`]s when the database
    /// fails.
    pub async fn put_session(
        &self,
        session: &Fingerprint,
        record: &Session,
        until: OffsetDateTime,
    ) -> Result<(), Error> {
        let record = self.key.seal(&self.place(TABLE, session, ""), record)?;
        match &self.tables {
            Tables::Memory(memory) => {
                let keep_until = until.unix_timestamp();
                let sessions = &mut memory.tables().sessions;
                // A lease of the session before must not fit this session.
                let version = sessions.get(session).map_or(0, |row| row.version.saturating_add(1));
                let row = LoginSessionRow { record, version, refresh_until: 0, keep_until };
                sessions.insert(session.clone(), row, keep_until);
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let row = self.row(session).into_iter();
                let row = row.chain([record.as_str().into(), until.into()]);
                sql.write(vec![Step::new(PUT_LOGIN_SESSION, row)]).await?;
            }
        }
        Ok(())
    }

    /// Returns the session of a browser, or `None` if the store has no such session or the session
    /// has expired.
    ///
    /// # Errors
    /// [`Error::Seal`] when the record cannot be decrypted with the key, and other [`Error`]s when
    /// the database fails.
    pub async fn session(
        &self,
        session: &Fingerprint,
        now: OffsetDateTime,
    ) -> Result<Option<Session>, Error> {
        let record = match &self.tables {
            Tables::Memory(memory) => {
                let tables = memory.tables();
                let row = tables.sessions.get(session);
                row.filter(|row| now.unix_timestamp() < row.keep_until)
                    .map(|row| row.record.clone())
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let row = self.row(session).into_iter().chain([now.into()]);
                let rows = sql.read(Step::new(LOGIN_SESSION, row)).await?;
                rows.first().map(|row| row.text(0, TABLE).map(str::to_owned)).transpose()?
            }
        };
        record.map(|record| self.open(session, &record)).transpose()
    }

    /// Removes a session, when the user signs out.
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn delete_session(&self, session: &Fingerprint) -> Result<(), Error> {
        match &self.tables {
            Tables::Memory(memory) => drop(memory.tables().sessions.remove(session)),
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                sql.write(vec![Step::new(DELETE_LOGIN_SESSION, self.row(session))]).await?;
            }
        }
        Ok(())
    }

    /// Asks whether this copy of the server may refresh a session. Call it when the access token has
    /// expired, before [`RelyingParty::refresh`](symbolon_relying_party::RelyingParty::refresh).
    ///
    /// # Errors
    /// [`Error::Seal`] when the record cannot be decrypted with the key, and other [`Error`]s when
    /// the database fails.
    pub async fn start_refresh(
        &self,
        session: &Fingerprint,
        now: OffsetDateTime,
    ) -> Result<Refresh, Error> {
        let until = now.unix_timestamp().saturating_add(LEASE);
        let taken = match &self.tables {
            Tables::Memory(memory) => {
                let mut tables = memory.tables();
                let row = tables.sessions.get_mut(session);
                row.and_then(|row| row.lease(now.unix_timestamp(), until))
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let row = self.row(session).into_iter().chain([now.into(), until.into()]);
                lease(&sql.write(vec![Step::new(START_REFRESH, row)]).await?.first())?
            }
        };
        if let Some((version, record)) = taken {
            let lease = Lease { session: session.clone(), version };
            return Ok(Refresh::Yours(lease, Box::new(self.open(session, &record)?)));
        }
        let found = self.session(session, now).await?;
        Ok(found.map_or(Refresh::Unknown, |session| Refresh::Busy(Box::new(session))))
    }

    /// Replaces a session after its refresh, and ends the lease. If the refresh has failed for the
    /// moment, pass the old session, so that the next request can refresh it at once. Returns `false`
    /// and writes nothing if the lease has ended and another copy has got it, or if the session was
    /// deleted.
    ///
    /// # Errors
    /// [`Error::Seal`] when the record cannot be encrypted, and other [`Error`]s when the database
    /// fails.
    pub async fn replace_session(&self, lease: Lease, session: &Session) -> Result<bool, Error> {
        let Lease { session: key, version } = lease;
        let record = self.key.seal(&self.place(TABLE, &key, ""), session)?;
        match &self.tables {
            Tables::Memory(memory) => {
                let mut tables = memory.tables();
                let row = tables.sessions.get_mut(&key).filter(|row| row.version == version);
                Ok(row.map(|row| row.replace(record)).is_some())
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let row = self.row(&key).into_iter();
                let row = row.chain([version.into(), record.as_str().into()]);
                let written = sql.write(vec![Step::new(REPLACE_SESSION, row)]).await?;
                Ok(!written.first().is_empty())
            }
        }
    }

    fn open(&self, session: &Fingerprint, record: &str) -> Result<Session, Error> {
        self.key.open(&self.place(TABLE, session, ""), record)
    }
}

#[cfg(any(feature = "sqlite", feature = "postgres"))]
fn lease(rows: &[Row]) -> Result<Option<(i64, String)>, Error> {
    let Some(row) = rows.first() else { return Ok(None) };
    Ok(Some((row.integer(0, TABLE)?, row.text(1, TABLE)?.to_owned())))
}

#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) use self::statements::*;

#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod statements {
    pub(crate) const PUT_LOGIN_SESSION: &str = "
        INSERT INTO symbolon_login_sessions
            (issuer, client_id, session, record, version, refresh_until, keep_until)
        VALUES (?1, ?2, ?3, ?4, 0, 0, ?5)
        ON CONFLICT (issuer, client_id, session) DO UPDATE SET
            record = excluded.record, version = symbolon_login_sessions.version + 1,
            refresh_until = 0, keep_until = excluded.keep_until";
    pub(crate) const LOGIN_SESSION: &str = "
        SELECT record FROM symbolon_login_sessions
        WHERE issuer = ?1 AND client_id = ?2 AND session = ?3 AND keep_until > ?4";
    pub(crate) const DELETE_LOGIN_SESSION: &str = "
        DELETE FROM symbolon_login_sessions
        WHERE issuer = ?1 AND client_id = ?2 AND session = ?3";
    /// One statement gives the lease to one copy only.
    pub(crate) const START_REFRESH: &str = "
        UPDATE symbolon_login_sessions SET version = version + 1, refresh_until = ?5
        WHERE issuer = ?1 AND client_id = ?2 AND session = ?3
            AND keep_until > ?4 AND refresh_until <= ?4
        RETURNING version, record";
    pub(crate) const REPLACE_SESSION: &str = "
        UPDATE symbolon_login_sessions
        SET record = ?5, version = version + 1, refresh_until = 0
        WHERE issuer = ?1 AND client_id = ?2 AND session = ?3 AND version = ?4
        RETURNING session";
}
