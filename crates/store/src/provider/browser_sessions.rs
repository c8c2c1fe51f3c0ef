//! The sessions of browsers in which a user is signed in.

use symbolon_jose::Fingerprint;
use symbolon_provider::SignedIn;
use time::OffsetDateTime;

use super::scope::{ProviderStore, Tables};
use crate::error::Error;
use crate::memory::{ProviderTables, SessionRow};
use crate::sign_in::SignIn;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::sql::{Row, Step, json};

/// The most sessions of one user. If there are more, the oldest session ends.
const MOST_OF_USER: usize = 50;

#[cfg(any(feature = "sqlite", feature = "postgres"))]
const TABLE: &str = "symbolon_browser_sessions";

impl ProviderStore {
    /// Starts a session, and moves the requests that wait for the browser to it, in one transaction.
    /// The session under the old cookie ends, so that an attacker who knew the old cookie cannot use
    /// the session. A user has at most 50 sessions: if there are more, the session that was written
    /// first ends, also among sessions of the same second.
    ///
    /// If another user was signed in before, only the request that the user signed in for is moved.
    /// The other requests are removed.
    ///
    /// # Errors
    /// [`Error::Exists`] when `browser` was used before, and other [`Error`]s when the database
    /// fails.
    pub async fn sign_in(&self, sign_in: &SignIn<'_>) -> Result<(), Error> {
        match &self.tables {
            Tables::Memory(memory) => sign_in_memory(&mut memory.tables(), sign_in),
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                sql.write(self.sign_in_steps(sign_in)?).await?;
                Ok(())
            }
        }
    }

    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    fn sign_in_steps(&self, sign_in: &SignIn<'_>) -> Result<Vec<Step>, Error> {
        let SignIn { before, browser, interaction, user, until } = *sign_in;
        let (new, subject) = (browser.as_str(), user.subject.as_str());
        let mut steps = Vec::new();
        if let Some(before) = before.map(Fingerprint::as_str) {
            let interaction = interaction.map_or("", Fingerprint::as_str);
            let row = [self.issuer_value(), before.into()];
            let values = row.clone().into_iter().chain([interaction.into(), subject.into()]);
            steps.push(Step::new(FORGET_REQUESTS, values));
            steps.push(Step::new(MOVE_REQUESTS, row.clone().into_iter().chain([new.into()])));
            // The cookie must be fresh: if it is the old cookie, its session stays, so that the new
            // session cannot be written.
            if before != new {
                steps.push(Step::new(SIGN_OUT, row));
            }
        }
        let begun = user.auth_time().seconds();
        let put = [
            self.issuer_value(),
            new.into(),
            subject.into(),
            json(user)?,
            begun.into(),
            until.into(),
        ];
        steps.push(Step::new(PUT_SESSION, put));
        let limit = [self.issuer_value(), subject.into(), new.into()];
        steps.push(Step::new(LIMIT_SESSIONS, limit));
        Ok(steps)
    }

    /// Returns the user who is signed in in this browser, or `None` if no user is signed in or the
    /// session has expired. A user who is signed in need not sign in again for the next request,
    /// unless the request has `prompt` or `max_age`
    /// ([Core §3.1.2.3](https://openid.net/specs/openid-connect-core-1_0.html#Authenticates)).
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn session(
        &self,
        browser: &Fingerprint,
        now: OffsetDateTime,
    ) -> Result<Option<SignedIn>, Error> {
        match &self.tables {
            Tables::Memory(memory) => {
                let tables = memory.tables();
                let row = tables.browser_sessions.get(browser);
                let row = row.filter(|row| now.unix_timestamp() < row.keep_until);
                Ok(row.map(|row| row.signed_in.clone()))
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let values = [self.issuer_value(), browser.as_str().into(), now.into()];
                signed_in(&sql.read(Step::new(SESSION, values)).await?)
            }
        }
    }

    /// Keeps a session until this time, because the browser has used it. Does
    /// nothing if there is no such session or the session has expired.
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn extend_session(
        &self,
        browser: &Fingerprint,
        until: OffsetDateTime,
        now: OffsetDateTime,
    ) -> Result<(), Error> {
        match &self.tables {
            Tables::Memory(memory) => {
                let sessions = &mut memory.tables().browser_sessions;
                let (until, now) = (until.unix_timestamp(), now.unix_timestamp());
                if let Some(row) = sessions.get_mut(browser).filter(|row| now < row.keep_until) {
                    row.keep_until = row.keep_until.max(until);
                    sessions.keep(browser, until);
                }
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let row = [self.issuer_value(), browser.as_str().into()].into_iter();
                let step = Step::new(EXTEND_SESSION, row.chain([until.into(), now.into()]));
                sql.write(vec![step]).await?;
            }
        }
        Ok(())
    }

    /// Signs the user of a browser out. Returns the user, or `None` if no user was signed in. The
    /// requests that wait for the browser go on waiting, and the grants of the user stay.
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn sign_out(&self, browser: &Fingerprint) -> Result<Option<SignedIn>, Error> {
        match &self.tables {
            Tables::Memory(memory) => Ok(memory.tables().end_session(browser)),
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let step = Step::new(SIGN_OUT, [self.issuer_value(), browser.as_str().into()]);
                signed_in(&sql.write(vec![step]).await?.first())
            }
        }
    }

    /// Signs a user out in all browsers, for example after the password was changed. Returns how many
    /// sessions have ended.
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn end_sessions(&self, subject: &str) -> Result<usize, Error> {
        match &self.tables {
            Tables::Memory(memory) => {
                let mut tables = memory.tables();
                let browsers = tables.sessions_of_user.remove(subject).unwrap_or_default();
                let ended = browsers.iter().filter_map(|it| tables.browser_sessions.remove(it));
                Ok(ended.count())
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let step = Step::new(END_SESSIONS, [self.issuer_value(), subject.into()]);
                Ok(sql.write(vec![step]).await?.first().len())
            }
        }
    }
}

fn sign_in_memory(tables: &mut ProviderTables, sign_in: &SignIn<'_>) -> Result<(), Error> {
    let SignIn { before, browser, interaction, user, until } = *sign_in;
    if tables.browser_sessions.get(browser).is_some() {
        return Err(Error::Exists);
    }
    if let Some(before) = before {
        let ended = tables.end_session(before);
        let is_other = ended.is_some_and(|ended| ended.subject != user.subject);
        let requests = &mut tables.pending_authorizations;
        if let Some(mut rows) = requests.remove(before) {
            if is_other {
                rows.retain(|row| Some(&row.interaction) == interaction);
            }
            rows.extend(requests.remove(browser).unwrap_or_default());
            // The oldest request is the first to be removed.
            rows.make_contiguous().sort_by_key(|row| row.pending.received());
            let end = rows.iter().map(|row| row.keep_until).max().unwrap_or_default();
            requests.insert(browser.clone(), rows, end);
        }
    }
    let keep_until = until.unix_timestamp();
    let row = SessionRow { signed_in: user.clone(), keep_until };
    tables.browser_sessions.insert(browser.clone(), row, keep_until);
    let browsers = tables.sessions_of_user.entry(user.subject.clone()).or_default();
    browsers.push_back(browser.clone());
    if browsers.len() > MOST_OF_USER
        && let Some(oldest) = browsers.pop_front()
    {
        tables.browser_sessions.remove(&oldest);
    }
    Ok(())
}

#[cfg(any(feature = "sqlite", feature = "postgres"))]
fn signed_in(rows: &[Row]) -> Result<Option<SignedIn>, Error> {
    rows.first().map(|row| row.record(0, TABLE)).transpose()
}

#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) use self::statements::*;

#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod statements {
    /// Removes the requests that wait for a browser in which another user was signed in.
    pub(crate) const FORGET_REQUESTS: &str = "
        DELETE FROM symbolon_pending_authorizations
        WHERE issuer = ?1 AND browser = ?2 AND interaction <> ?3 AND EXISTS (
            SELECT 1 FROM symbolon_browser_sessions AS before
            WHERE before.issuer = ?1 AND before.browser = ?2 AND before.subject <> ?4
        )";
    pub(crate) const MOVE_REQUESTS: &str = "
        UPDATE symbolon_pending_authorizations SET browser = ?3 WHERE issuer = ?1 AND browser = ?2";
    pub(crate) const SIGN_OUT: &str = "
        DELETE FROM symbolon_browser_sessions WHERE issuer = ?1 AND browser = ?2 RETURNING record";
    /// `begun` is the time in seconds. If the latest session of the user has the same or a later
    /// number, `begun` is that number plus one, so that two sessions of the same second have an
    /// order.
    pub(crate) const PUT_SESSION: &str = "
        INSERT INTO symbolon_browser_sessions (issuer, browser, subject, record, begun, keep_until)
        SELECT ?1, ?2, ?3, ?4, CASE WHEN MAX(begun) >= ?5 THEN MAX(begun) + 1 ELSE ?5 END, ?6
        FROM symbolon_browser_sessions WHERE issuer = ?1 AND subject = ?3";
    /// Keeps the session that was just written, and the 49 latest others.
    pub(crate) const LIMIT_SESSIONS: &str = "
        DELETE FROM symbolon_browser_sessions
        WHERE issuer = ?1 AND browser IN (
            SELECT browser FROM symbolon_browser_sessions
            WHERE issuer = ?1 AND subject = ?2 AND browser <> ?3
            ORDER BY begun DESC, browser LIMIT 1000 OFFSET 49
        )";
    pub(crate) const SESSION: &str = "
        SELECT record FROM symbolon_browser_sessions
        WHERE issuer = ?1 AND browser = ?2 AND keep_until > ?3";
    pub(crate) const EXTEND_SESSION: &str = "
        UPDATE symbolon_browser_sessions
        SET keep_until = CASE WHEN keep_until < ?3 THEN ?3 ELSE keep_until END
        WHERE issuer = ?1 AND browser = ?2 AND keep_until > ?4";
    pub(crate) const END_SESSIONS: &str = "
        DELETE FROM symbolon_browser_sessions WHERE issuer = ?1 AND subject = ?2 RETURNING browser";
}
