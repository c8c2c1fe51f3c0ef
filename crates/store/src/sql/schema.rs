//! The schema: its version, its migrations, and the check of the version.

use super::{Sql, Step};
use crate::database::OpenError;
use crate::error::Error;

/// The migrations. The migration with index 0 makes the schema with the version 1.
pub(super) const MIGRATIONS: &[&str] =
    &[include_str!("schema_1.sql"), include_str!("schema_2.sql"), include_str!("schema_3.sql")];

/// The version of the schema that this crate uses.
pub(crate) const VERSION: i64 = 3;

/// Finds the table of the version in SQLite.
#[cfg(feature = "sqlite")]
pub(super) const SQLITE_SCHEMA_TABLE: &str =
    "SELECT name FROM sqlite_master WHERE name = 'symbolon_schema'";

/// Finds the table of the version in PostgreSQL.
#[cfg(feature = "postgres")]
const POSTGRES_SCHEMA_TABLE: &str = "
    SELECT CAST(to_regclass('symbolon_schema') AS TEXT)
    WHERE to_regclass('symbolon_schema') IS NOT NULL";

/// Reads the version.
pub(super) const VERSION_OF_SCHEMA: &str = "SELECT MAX(version) FROM symbolon_schema";

/// Checks that this crate uses a version of the schema.
pub(crate) fn is_current(found: i64) -> Result<(), OpenError> {
    if found < VERSION {
        return Err(OpenError::OldSchema { found, expected: VERSION });
    }
    is_not_newer(found)
}

/// Checks that this crate uses a version of the schema, or can migrate from it.
pub(crate) fn is_not_newer(found: i64) -> Result<(), OpenError> {
    if found > VERSION {
        return Err(OpenError::NewerSchema { found, expected: VERSION });
    }
    Ok(())
}

impl Sql {
    /// Returns the version of the schema in the database: 0 if the database does not have the tables.
    pub(crate) async fn version(&self) -> Result<i64, Error> {
        let table = Step::new(self.has_schema_table(), []);
        if self.read(table).await?.is_empty() {
            return Ok(0);
        }
        let step = Step::new(VERSION_OF_SCHEMA, []);
        let rows = self.read(step).await?;
        rows.first().map_or(Ok(0), |row| row.integer(0, "symbolon_schema"))
    }

    /// Checks that the schema of the database is the schema that this crate uses.
    pub(crate) async fn check_version(&self) -> Result<(), OpenError> {
        is_current(self.version().await?)
    }

    /// Brings the schema of the database up to date. Each migration is one transaction. If another
    /// process migrates at the same time, each migration is run once, and both calls succeed.
    pub(crate) async fn migrate(&self) -> Result<(), OpenError> {
        let found = self.version().await?;
        is_not_newer(found)?;
        let done = usize::try_from(found).unwrap_or_default();
        for (sql, version) in MIGRATIONS.iter().zip(1_i64..).skip(done) {
            let outcome = self.run_migration(sql, version).await;
            // Another process may have run the same migration in the meantime.
            if outcome.is_err() && self.version().await? < version {
                outcome?;
            }
        }
        self.check_version().await
    }

    fn has_schema_table(&self) -> &'static str {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(_) => SQLITE_SCHEMA_TABLE,
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => POSTGRES_SCHEMA_TABLE,
        }
    }

    /// Runs one migration, which also records its version.
    async fn run_migration(&self, sql: &str, version: i64) -> Result<(), Error> {
        let done = format!("INSERT INTO symbolon_schema (version) VALUES ({version});");
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(sqlite) => {
                // STRICT: SQLite refuses a value of another type. WITHOUT ROWID: the rows are in the
                // tree of the primary key, and not in a second tree.
                let sql = sql.replace("\n);", "\n) STRICT, WITHOUT ROWID;");
                let sql = sql.replace("BIGINT", "INTEGER");
                sqlite.script(format!("BEGIN IMMEDIATE;{sql}{done}COMMIT;")).await
            }
            #[cfg(feature = "postgres")]
            Self::Postgres(postgres) => postgres.script(&format!("BEGIN;{sql}{done}COMMIT;")).await,
        }
    }
}
