//! The deletion of records that have expired.

use time::OffsetDateTime;

use crate::error::Error;
use crate::place::Place;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::provider::{FORGET_UNUSED, UNUSED_REGISTRATIONS, end_client};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::sql::{Sql, Step, Value, Written};
use crate::store::Store;

/// Expands to [`BATCH`]. The number is a part of the statements, so that PostgreSQL knows how small a batch
/// is when it plans them.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
macro_rules! batch {
    () => {
        25
    };
}

/// The most rows that one call deletes from a table. A small batch holds its locks for a few
/// milliseconds only, so logins go on.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
const BATCH: usize = batch!();

/// The most rows that one call deletes from a table in memory.
pub(crate) const BATCH_IN_MEMORY: usize = 100;

/// How many records one call of [`Store::sweep`] has deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Swept {
    /// The number of records that were deleted. A registration with its client counts as one record.
    pub deleted: usize,
    /// Whether more expired records wait. If so, call [`Store::sweep`] again after
    /// a few milliseconds.
    pub more: bool,
}

impl Store {
    /// Removes a small batch of the records that have expired. Call it from a timer, for example once
    /// a minute, and again after a few milliseconds as long as [`Swept::more`] is true. The pause
    /// lets logins go on.
    ///
    /// Several servers that share a database can sweep at the same time. No answer of the store
    /// depends on whether expired records were deleted.
    ///
    /// # Errors
    /// [`Error`] when the database fails. Call the function again at the next turn of the timer.
    pub async fn sweep(&self, now: OffsetDateTime) -> Result<Swept, Error> {
        let now = now.unix_timestamp();
        let (deleted, more) = match &self.place {
            Place::Memory(memory) => memory.sweep(now, BATCH_IN_MEMORY),
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Place::Sql(sql) => sweep_database(sql, now).await?,
        };
        Ok(Swept { deleted, more })
    }
}

/// Sweeps each table in a separate transaction, so that no transaction takes long.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
async fn sweep_database(sql: &Sql, now: i64) -> Result<(usize, bool), Error> {
    let (mut sum, mut more) = (0_usize, false);
    for statement in SWEEPS {
        // If a power failure undoes the deletion, the next sweep deletes the same rows.
        let step = Step::new(statement, [now.into()]).may_be_lost();
        let deleted = sql.write(vec![step]).await?.first().len();
        sum = sum.saturating_add(deleted);
        more |= deleted == BATCH;
    }
    let (deleted, is_full) = sweep_registrations(sql, now).await?;
    Ok((sum.saturating_add(deleted), more || is_full))
}

/// Removes registrations that were not used in time, each with its client in a separate transaction.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
async fn sweep_registrations(sql: &Sql, now: i64) -> Result<(usize, bool), Error> {
    let unused = sql.read(Step::new(UNUSED_REGISTRATIONS, [now.into()])).await?;
    let mut deleted = 0_usize;
    for row in &unused {
        let text = |column| row.text(column, "symbolon_registrations").map(Value::from);
        let (issuer, client) = (text(0)?, text(1)?);
        // A user may have authorized the client in the meantime.
        let forget = [issuer.clone(), client.clone(), now.into()];
        let forget = Step::new(FORGET_UNUSED, forget).must_change();
        let steps = [forget].into_iter().chain(end_client(&[issuer, client]));
        let written = sql.write(steps.map(Step::may_be_lost).collect()).await?;
        deleted = deleted.saturating_add(usize::from(matches!(written, Written::Done(_))));
    }
    Ok((deleted, unused.len() == BATCH))
}

/// Deletes the rows of a table whose time has come.
///
/// The second comparison is for rows that another transaction keeps longer in the meantime. Its `+ 0`
/// hides the column from the planner, which would read all expired rows for each batch.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
macro_rules! sweep {
    ($table:literal, $($key:literal),+) => {
        concat!(
            "DELETE FROM ", $table, " WHERE (issuer", $(", ", $key,)+ ") IN (SELECT issuer", $(", ", $key,)+
            " FROM ", $table, " WHERE keep_until <= ?1 ORDER BY keep_until LIMIT ", batch!(), ")
            AND keep_until + 0 <= ?1 RETURNING issuer"
        )
    };
}

/// One statement for each table whose rows expire.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) const SWEEPS: [&str; 13] = [
    sweep!("symbolon_grants", "grant_id"),
    sweep!("symbolon_codes", "fingerprint"),
    sweep!("symbolon_refresh_tokens", "fingerprint"),
    sweep!("symbolon_access_tokens", "fingerprint"),
    sweep!("symbolon_replay_keys", "fingerprint"),
    sweep!("symbolon_pushed_requests", "fingerprint"),
    sweep!("symbolon_fetched_request_objects", "fingerprint"),
    sweep!("symbolon_initial_access_tokens", "fingerprint"),
    sweep!("symbolon_client_documents", "client_id"),
    sweep!("symbolon_pending_authorizations", "browser", "interaction"),
    sweep!("symbolon_browser_sessions", "browser"),
    sweep!("symbolon_pending_logins", "client_id", "browser", "state"),
    sweep!("symbolon_login_sessions", "client_id", "session"),
];

#[cfg(test)]
mod tests {
    use symbolon_test_databases::Postgres;

    use super::*;
    use crate::database::{Database, SqliteOptions};

    /// Returns how commits wait for the disk, in a transaction of this step.
    async fn waits(sql: &Sql, step: Step) -> String {
        format!("{:?}", sql.write(vec![step]).await.unwrap().first()[0].values)
    }

    async fn check(database: &Database, setting: &'static str, [lazy, full]: [&str; 2]) {
        let store = Store::migrate(database).await.unwrap();
        let Place::Sql(sql) = &store.place else { panic!("{database:?}") };
        for _ in 0..2 {
            assert_eq!(waits(sql, Step::new(setting, []).may_be_lost()).await, lazy);
            assert_eq!(waits(sql, Step::new(setting, [])).await, full);
        }
    }

    #[tokio::test]
    async fn only_a_change_that_may_be_lost_does_not_wait_for_the_disk() {
        let file = std::env::temp_dir().join(format!("symbolon-lazy-{}.db", std::process::id()));
        let sqlite = Database::Sqlite(SqliteOptions::new(&file));
        check(&sqlite, "PRAGMA synchronous", ["[Integer(1)]", "[Integer(2)]"]).await;
        std::fs::remove_file(file).unwrap();
        let Some(server) = Postgres::shared() else { return };
        let postgres = server.create_database().parse().unwrap();
        let setting = "SHOW synchronous_commit";
        check(&postgres, setting, ["[Text(\"off\")]", "[Text(\"on\")]"]).await;
    }
}
