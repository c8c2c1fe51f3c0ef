//! The databases: statements in, rows out. Statements are written once, in the part of SQL that
//! SQLite and PostgreSQL share.

#[cfg(test)]
mod plans;
#[cfg(feature = "postgres")]
mod postgres;
pub(crate) mod schema;
#[cfg(feature = "sqlite")]
mod sqlite;
mod statement;

#[cfg(feature = "postgres")]
pub(crate) use self::postgres::Postgres;
#[cfg(feature = "sqlite")]
pub(crate) use self::sqlite::Sqlite;
pub(crate) use self::statement::{IfUnchanged, Row, Step, Value, Written, json, may_be_lost};
use crate::error::Error;

/// A database.
#[derive(Clone, Debug)]
pub(crate) enum Sql {
    #[cfg(feature = "sqlite")]
    Sqlite(Sqlite),
    #[cfg(feature = "postgres")]
    Postgres(Postgres),
}

impl Sql {
    /// Runs a statement that only reads.
    pub(crate) async fn read(&self, step: Step) -> Result<Vec<Row>, Error> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(sqlite) => sqlite.read(step).await,
            #[cfg(feature = "postgres")]
            Self::Postgres(postgres) => postgres.read(step).await,
        }
    }

    /// Runs statements in one transaction. [`IfUnchanged`] says what happens if a statement changes
    /// no row.
    pub(crate) async fn write(&self, steps: Vec<Step>) -> Result<Written, Error> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(sqlite) => sqlite.write(steps).await,
            #[cfg(feature = "postgres")]
            Self::Postgres(postgres) => postgres.write(steps).await,
        }
    }
}
