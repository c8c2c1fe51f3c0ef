//! The records of relying parties in memory. They are encrypted there, too.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use symbolon_jose::Fingerprint;
use time::OffsetDateTime;

use super::expiring::Expiring;
use crate::error::Error;

/// The most logins that wait in one browser. If there are more, the oldest login is removed.
const MOST_OF_BROWSER: usize = 8;

/// The most browsers in which logins wait, because anyone can begin a login. If there are more, the
/// logins that expire first are removed.
const MOST_BROWSERS: usize = 20_000;

/// The records of a relying party.
#[derive(Debug, Default)]
pub(crate) struct RelyingPartyMemory(Mutex<RelyingPartyTables>);

/// The tables of a relying party.
#[derive(Debug, Default)]
pub(crate) struct RelyingPartyTables {
    logins: Expiring<Fingerprint, VecDeque<LoginRow>>,
    pub(crate) sessions: Expiring<Fingerprint, LoginSessionRow>,
}

/// A login that waits.
#[derive(Debug)]
pub(crate) struct LoginRow {
    pub(crate) state: Fingerprint,
    pub(crate) record: String,
    pub(crate) keep_until: i64,
}

/// The session of a user.
#[derive(Debug)]
pub(crate) struct LoginSessionRow {
    pub(crate) record: String,
    pub(crate) version: i64,
    pub(crate) refresh_until: i64,
    pub(crate) keep_until: i64,
}

impl RelyingPartyMemory {
    /// Begins a transaction.
    pub(crate) fn tables(&self) -> MutexGuard<'_, RelyingPartyTables> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl RelyingPartyTables {
    pub(crate) fn put_login(&mut self, browser: &Fingerprint, row: LoginRow) -> Result<(), Error> {
        let keep_until = row.keep_until;
        if let Some(rows) = self.logins.get_mut(browser) {
            // A login that is there twice could be taken twice.
            if rows.iter().any(|it| it.state == row.state) {
                return Err(Error::Exists);
            }
            rows.push_back(row);
            if rows.len() > MOST_OF_BROWSER {
                rows.pop_front();
            }
            self.logins.keep(browser, keep_until);
            return Ok(());
        }
        if self.logins.len() >= MOST_BROWSERS {
            self.logins.remove_first();
        }
        self.logins.insert(browser.clone(), [row].into(), keep_until);
        Ok(())
    }

    pub(crate) fn take_login(
        &mut self,
        browser: &Fingerprint,
        state: &Fingerprint,
        now: OffsetDateTime,
    ) -> Option<String> {
        let rows = self.logins.get_mut(browser)?;
        let index = rows
            .iter()
            .position(|row| row.state == *state && now.unix_timestamp() < row.keep_until)?;
        rows.remove(index).map(|row| row.record)
    }

    pub(crate) fn sweep(&mut self, now: i64, most: usize) -> (usize, bool) {
        let (logins, logins_full) = self.logins.sweep(now, most);
        let (sessions, sessions_full) = self.sessions.sweep(now, most);
        (logins.len().saturating_add(sessions.len()), logins_full || sessions_full)
    }
}

impl LoginSessionRow {
    /// Gives the right to refresh the session to the caller. Returns the version and the record.
    pub(crate) fn lease(&mut self, now: i64, until: i64) -> Option<(i64, String)> {
        if self.keep_until <= now || now < self.refresh_until {
            return None;
        }
        self.version = self.version.saturating_add(1);
        self.refresh_until = until;
        Some((self.version, self.record.clone()))
    }

    pub(crate) fn replace(&mut self, record: String) {
        self.record = record;
        self.version = self.version.saturating_add(1);
        self.refresh_until = 0;
    }
}
