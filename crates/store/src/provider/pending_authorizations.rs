//! Authorization requests that wait until the user has answered a page.

use symbolon_jose::Fingerprint;
use symbolon_provider::PendingAuthorization;
use time::OffsetDateTime;

use super::scope::{ProviderStore, Tables};
use crate::error::Error;
use crate::memory::{PendingRow, ProviderTables};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::sql::{Row, Step, Value, json};
use crate::waiting::Waiting;

/// The most requests that wait for one browser. If there are more, the oldest request is removed.
pub(crate) const MOST_OF_BROWSER: usize = 8;

/// The most browsers for which requests wait in memory, because anyone can send authorization
/// requests. If there are more, the requests that expire first are removed.
const MOST_IN_MEMORY: usize = 20_000;

#[cfg(any(feature = "sqlite", feature = "postgres"))]
const TABLE: &str = "symbolon_pending_authorizations";

impl ProviderStore {
    /// Writes an authorization request
    /// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest))
    /// that waits until `until` for an answer of this browser.
    ///
    /// `browser` is the fingerprint of the browser's cookie. `interaction` is the fingerprint of a
    /// fresh random value, which the form of the page contains. At most 8 requests wait for one
    /// browser: if there are more, the request that was written first is removed, also among
    /// requests of the same second.
    ///
    /// The number of browsers with waiting requests has no limit in a database: each request without
    /// a cookie is a new browser, and its row is kept until `until`. Put a rate limit in front of the
    /// authorization endpoint. In memory, requests wait for at most 20 000 browsers: if there are
    /// more, the requests that expire first are removed.
    ///
    /// # Errors
    /// [`Error::Exists`] when `interaction` was used before, and other [`Error`]s when the database
    /// fails.
    pub async fn put_pending(
        &self,
        browser: &Fingerprint,
        interaction: &Fingerprint,
        pending: &PendingAuthorization,
        until: OffsetDateTime,
    ) -> Result<(), Error> {
        match &self.tables {
            Tables::Memory(memory) => {
                let row = PendingRow {
                    interaction: interaction.clone(),
                    pending: pending.clone(),
                    shown_to: None,
                    is_answered: false,
                    keep_until: until.unix_timestamp(),
                };
                put_in_memory(&mut memory.tables(), browser, row)
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let row = self.pending_row(browser, interaction);
                let put = row.clone().into_iter().chain([
                    pending.client_id().as_str().into(),
                    json(pending)?,
                    pending.received().seconds().into(),
                    until.into(),
                ]);
                sql.write(vec![Step::new(PUT_PENDING, put), Step::new(LIMIT_PENDING, row)]).await?;
                Ok(())
            }
        }
    }

    /// Returns the request of a page, and whether the user has answered it. Does not mark the
    /// request.
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn pending(
        &self,
        browser: &Fingerprint,
        interaction: &Fingerprint,
        now: OffsetDateTime,
    ) -> Result<Waiting, Error> {
        match &self.tables {
            Tables::Memory(memory) => {
                let mut tables = memory.tables();
                let row = find(&mut tables, browser, interaction, now);
                Ok(row.map_or(Waiting::Unknown, |row| waiting(row)))
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let values = self.pending_row(browser, interaction).into_iter().chain([now.into()]);
                read(&sql.read(Step::new(PENDING, values)).await?)
            }
        }
    }

    /// Remembers that the consent page of a request is shown to this user. Only this user can answer
    /// the page, because another user can sign in meanwhile in another tab. Returns `false` if no
    /// such request waits.
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn show_pending(
        &self,
        browser: &Fingerprint,
        interaction: &Fingerprint,
        subject: &str,
        now: OffsetDateTime,
    ) -> Result<bool, Error> {
        match &self.tables {
            Tables::Memory(memory) => {
                let mut tables = memory.tables();
                let row = find(&mut tables, browser, interaction, now);
                let row = row.filter(|row| !row.is_answered);
                Ok(row.map(|row| row.shown_to = Some(subject.to_owned())).is_some())
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let row = self.pending_row(browser, interaction).into_iter();
                let step = Step::new(SHOW_PENDING, row.chain([now.into(), subject.into()]));
                Ok(!sql.write(vec![step]).await?.first().is_empty())
            }
        }
    }

    /// Takes a request, so that it is answered once
    /// ([RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2)). Of several
    /// callers, one gets [`Waiting::Open`], and all others get [`Waiting::Answered`].
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn take_pending(
        &self,
        browser: &Fingerprint,
        interaction: &Fingerprint,
        now: OffsetDateTime,
    ) -> Result<Waiting, Error> {
        self.take(browser, interaction, None, now).await
    }

    /// Takes a request, as [`take_pending`](Self::take_pending) does, if its consent page was shown
    /// to this user. If the page was shown to another user or to no user, returns
    /// [`Waiting::Unknown`], and the request goes on waiting.
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn take_shown(
        &self,
        browser: &Fingerprint,
        interaction: &Fingerprint,
        subject: &str,
        now: OffsetDateTime,
    ) -> Result<Waiting, Error> {
        self.take(browser, interaction, Some(subject), now).await
    }

    async fn take(
        &self,
        browser: &Fingerprint,
        interaction: &Fingerprint,
        shown_to: Option<&str>,
        now: OffsetDateTime,
    ) -> Result<Waiting, Error> {
        match &self.tables {
            Tables::Memory(memory) => {
                let mut tables = memory.tables();
                let row = find(&mut tables, browser, interaction, now);
                Ok(row.map_or(Waiting::Unknown, |row| take_row(row, shown_to)))
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let values = self.pending_row(browser, interaction).into_iter();
                let values = values.chain([now.into()]);
                // One statement reads and marks the row, so a second statement marks nothing.
                let step = match shown_to {
                    None => Step::new(TAKE_PENDING, values),
                    Some(subject) => Step::new(TAKE_SHOWN, values.chain([subject.into()])),
                };
                if let Some(row) = sql.write(vec![step]).await?.first().first() {
                    return Ok(Waiting::Open(Box::new(row.record(0, TABLE)?)));
                }
                // The request was answered, which it stays, or it cannot be taken.
                match self.pending(browser, interaction, now).await? {
                    Waiting::Open(_) => Ok(Waiting::Unknown),
                    answered => Ok(answered),
                }
            }
        }
    }

    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    fn pending_row(&self, browser: &Fingerprint, interaction: &Fingerprint) -> [Value; 3] {
        [self.issuer_value(), browser.as_str().into(), interaction.as_str().into()]
    }
}

fn put_in_memory(
    tables: &mut ProviderTables,
    browser: &Fingerprint,
    row: PendingRow,
) -> Result<(), Error> {
    let keep_until = row.keep_until;
    match tables.pending_authorizations.get_mut(browser) {
        Some(rows) => {
            if rows.iter().any(|it| it.interaction == row.interaction) {
                return Err(Error::Exists);
            }
            rows.push_back(row);
            while rows.len() > MOST_OF_BROWSER {
                rows.pop_front();
            }
            tables.pending_authorizations.keep(browser, keep_until);
        }
        None => {
            if tables.pending_authorizations.len() >= MOST_IN_MEMORY {
                tables.pending_authorizations.remove_first();
            }
            tables.pending_authorizations.insert(browser.clone(), [row].into(), keep_until);
        }
    }
    Ok(())
}

fn find<'a>(
    tables: &'a mut ProviderTables,
    browser: &Fingerprint,
    interaction: &Fingerprint,
    now: OffsetDateTime,
) -> Option<&'a mut PendingRow> {
    let rows = tables.pending_authorizations.get_mut(browser)?;
    let is_it = |row: &&mut PendingRow| {
        row.interaction == *interaction && now.unix_timestamp() < row.keep_until
    };
    rows.iter_mut().find(is_it)
}

fn take_row(row: &mut PendingRow, shown_to: Option<&str>) -> Waiting {
    let found = waiting(row);
    if matches!(found, Waiting::Open(_)) {
        if shown_to.is_some() && row.shown_to.as_deref() != shown_to {
            return Waiting::Unknown;
        }
        row.is_answered = true;
    }
    found
}

fn waiting(row: &PendingRow) -> Waiting {
    if row.is_answered {
        Waiting::Answered(row.pending.client_id().clone())
    } else {
        Waiting::Open(Box::new(row.pending.clone()))
    }
}

/// Reads a row: whether the request was answered, its client, and its record.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
fn read(rows: &[Row]) -> Result<Waiting, Error> {
    let Some(row) = rows.first() else { return Ok(Waiting::Unknown) };
    if row.integer(0, TABLE)? == 0 {
        return Ok(Waiting::Open(Box::new(row.record(2, TABLE)?)));
    }
    let client = symbolon_oauth::ClientId::new(row.text(1, TABLE)?);
    client.map(Waiting::Answered).map_err(|_| Error::Damaged { table: TABLE })
}

#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) use self::statements::*;

#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod statements {
    /// `arrived` is the time in seconds. If the latest request of the browser has the same or a
    /// later number, `arrived` is that number plus one, so that two requests of the same second
    /// have an order.
    pub(crate) const PUT_PENDING: &str = "
        INSERT INTO symbolon_pending_authorizations
            (issuer, browser, interaction, client_id, record, shown_to, answered, arrived, keep_until)
        SELECT ?1, ?2, ?3, ?4, ?5, NULL, 0,
            CASE WHEN MAX(arrived) >= ?6 THEN MAX(arrived) + 1 ELSE ?6 END, ?7
        FROM symbolon_pending_authorizations WHERE issuer = ?1 AND browser = ?2";
    /// Keeps the request that was just written, and the 7 latest others.
    pub(crate) const LIMIT_PENDING: &str = "
        DELETE FROM symbolon_pending_authorizations
        WHERE issuer = ?1 AND browser = ?2 AND interaction IN (
            SELECT interaction FROM symbolon_pending_authorizations
            WHERE issuer = ?1 AND browser = ?2 AND interaction <> ?3
            ORDER BY arrived DESC, interaction LIMIT 1000 OFFSET 7
        )";
    pub(crate) const PENDING: &str = "
        SELECT answered, client_id, record FROM symbolon_pending_authorizations
        WHERE issuer = ?1 AND browser = ?2 AND interaction = ?3 AND keep_until > ?4";
    pub(crate) const SHOW_PENDING: &str = "
        UPDATE symbolon_pending_authorizations SET shown_to = ?5
        WHERE issuer = ?1 AND browser = ?2 AND interaction = ?3 AND keep_until > ?4 AND answered = 0
        RETURNING interaction";
    pub(crate) const TAKE_PENDING: &str = "
        UPDATE symbolon_pending_authorizations SET answered = 1
        WHERE issuer = ?1 AND browser = ?2 AND interaction = ?3 AND keep_until > ?4 AND answered = 0
        RETURNING record";
    pub(crate) const TAKE_SHOWN: &str = "
        UPDATE symbolon_pending_authorizations SET answered = 1
        WHERE issuer = ?1 AND browser = ?2 AND interaction = ?3 AND keep_until > ?4 AND answered = 0
            AND shown_to = ?5
        RETURNING record";
}
