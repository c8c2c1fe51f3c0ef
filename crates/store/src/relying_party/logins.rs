//! Logins that wait until the browser comes back from the provider.

use symbolon_jose::Fingerprint;
use symbolon_oauth::State;
use symbolon_relying_party::PendingLogin;
use time::OffsetDateTime;

use super::scope::{RelyingPartyStore, Tables};
use crate::error::Error;
use crate::memory::LoginRow;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::sql::Step;

const TABLE: &str = "symbolon_pending_logins";

impl RelyingPartyStore {
    /// Writes a login that has begun in a browser. `browser` is the fingerprint of the browser's
    /// cookie, and `until` is when the login must be finished. At most 8 logins of a browser wait: if
    /// there are more, the login that was written first is removed, also among logins of the same
    /// second.
    ///
    /// The number of browsers with waiting logins has no limit in a database: each login without a
    /// cookie is a new browser, and its row is kept until `until`. Put a rate limit in front of the
    /// page that begins logins. In memory, logins wait in at most 20 000 browsers: if there are more,
    /// the logins that expire first are removed.
    ///
    /// # Errors
    /// [`Error::OtherIssuer`] when the login belongs to another provider, [`Error::Exists`] when the
    /// login waits already, [`Error::Seal`] when the record cannot be encrypted, and other
    /// [`Error`]s when the database fails.
    pub async fn put_login(
        &self,
        browser: &Fingerprint,
        login: &PendingLogin,
        until: OffsetDateTime,
    ) -> Result<(), Error> {
        self.check_issuer(login.issuer())?;
        let state = self.key.fingerprint(login.state());
        let record = self.key.seal(&self.place(TABLE, browser, state.as_str()), login)?;
        match &self.tables {
            Tables::Memory(memory) => {
                let row = LoginRow { state, record, keep_until: until.unix_timestamp() };
                memory.tables().put_login(browser, row)
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let row = self.row(browser).into_iter().chain([state.as_str().into()]);
                let put = row.clone().chain([
                    record.as_str().into(),
                    login.begun().seconds().into(),
                    until.into(),
                ]);
                sql.write(vec![Step::new(PUT_LOGIN, put), Step::new(LIMIT_LOGINS, row)]).await?;
                Ok(())
            }
        }
    }

    /// Takes the login to which a callback belongs: removes it from the store and returns it. The
    /// `state` belongs to one browser, so that an attacker cannot finish a login in the browser of
    /// another user ([RFC 6749 §10.12](https://www.rfc-editor.org/rfc/rfc6749#section-10.12)). Of
    /// several callers, one gets the login. Returns `None` if no login with this `state` waits in
    /// this browser, or if its time has passed.
    ///
    /// # Errors
    /// [`Error::Seal`] when the record cannot be decrypted with the key, and other [`Error`]s when
    /// the database fails.
    pub async fn take_login(
        &self,
        browser: &Fingerprint,
        state: &State,
        now: OffsetDateTime,
    ) -> Result<Option<PendingLogin>, Error> {
        let state = self.key.fingerprint(state);
        let record = match &self.tables {
            Tables::Memory(memory) => memory.tables().take_login(browser, &state, now),
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let row = self.row(browser).into_iter();
                let row = row.chain([state.as_str().into(), now.into()]);
                let rows = sql.write(vec![Step::new(TAKE_LOGIN, row)]).await?.first();
                rows.first().map(|row| row.text(0, TABLE).map(str::to_owned)).transpose()?
            }
        };
        let place = self.place(TABLE, browser, state.as_str());
        record.map(|record| self.key.open(&place, &record)).transpose()
    }
}

#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) use self::statements::*;

#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod statements {
    /// `begun` is the time in seconds. If the latest login of the browser has the same or a later
    /// number, `begun` is that number plus one, so that two logins of the same second have an
    /// order.
    pub(crate) const PUT_LOGIN: &str = "
        INSERT INTO symbolon_pending_logins
            (issuer, client_id, browser, state, record, begun, keep_until)
        SELECT ?1, ?2, ?3, ?4, ?5, CASE WHEN MAX(begun) >= ?6 THEN MAX(begun) + 1 ELSE ?6 END, ?7
        FROM symbolon_pending_logins WHERE issuer = ?1 AND client_id = ?2 AND browser = ?3";
    /// Keeps the login that was just written, and the 7 latest others.
    pub(crate) const LIMIT_LOGINS: &str = "
        DELETE FROM symbolon_pending_logins
        WHERE issuer = ?1 AND client_id = ?2 AND browser = ?3 AND state IN (
            SELECT state FROM symbolon_pending_logins
            WHERE issuer = ?1 AND client_id = ?2 AND browser = ?3 AND state <> ?4
            ORDER BY begun DESC, state LIMIT 1000 OFFSET 7
        )";
    pub(crate) const TAKE_LOGIN: &str = "
        DELETE FROM symbolon_pending_logins
        WHERE issuer = ?1 AND client_id = ?2 AND browser = ?3 AND state = ?4 AND keep_until > ?5
        RETURNING record";
}
