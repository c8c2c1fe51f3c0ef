//! Which database a store uses, and how it is opened.

#[cfg(feature = "postgres")]
mod postgres;

#[cfg(feature = "sqlite")]
use std::path::PathBuf;
use std::str::FromStr;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use std::time::Duration;

use thiserror::Error;

#[cfg(feature = "postgres")]
pub use self::postgres::{PostgresOptions, TrustedRoots};
#[cfg(feature = "postgres")]
use crate::error::Cause;
use crate::error::Error;

/// How long a function of the store waits for the database before it returns a temporary error.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
const PATIENCE: Duration = Duration::from_secs(5);

/// The database in which a store keeps its records.
///
/// ```
/// use symbolon_store::Database;
///
/// assert!(matches!("memory".parse()?, Database::Memory));
/// assert!(matches!("sqlite:records.db".parse()?, Database::Sqlite(_)));
/// assert!(matches!("postgres://op@localhost/op".parse()?, Database::Postgres(_)));
/// # Ok::<(), symbolon_store::DatabaseError>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Database {
    /// The memory of this process. All records are lost when the process ends.
    Memory,
    /// A file of SQLite, which the processes of one machine can share.
    #[cfg(feature = "sqlite")]
    Sqlite(SqliteOptions),
    /// A PostgreSQL database, which many copies of a server can share.
    #[cfg(feature = "postgres")]
    Postgres(PostgresOptions),
}

/// The settings of a SQLite database.
#[cfg(feature = "sqlite")]
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SqliteOptions {
    /// The file of the database. SQLite creates two more files beside it, with the endings `-wal` and
    /// `-shm`. The file must not be on a network drive.
    pub file: PathBuf,
    /// How long a function waits for the database before it returns a temporary error. The default is
    /// 5 seconds.
    pub patience: Duration,
}

#[cfg(feature = "sqlite")]
impl SqliteOptions {
    /// Creates the settings of the database in this file, with the defaults for all else.
    #[must_use]
    pub fn new(file: impl Into<PathBuf>) -> Self {
        Self { file: file.into(), patience: PATIENCE }
    }
}

/// The error for a text that names no database.
///
/// The error does not contain the text, because the address of a database can contain a password.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum DatabaseError {
    /// The text is not `memory`, and does not begin with `sqlite:`, `postgres://` or
    /// `postgresql://`.
    #[error("expected `memory`, `sqlite:FILE` or `postgres://USER:PASSWORD@HOST/DATABASE`")]
    Kind,
    /// The address of PostgreSQL is malformed, or has a parameter that is not supported.
    #[error("the address of the PostgreSQL database is malformed or has an unknown parameter")]
    Address,
    /// The crate was built without the feature for this database.
    #[error("this program was built without the feature `{feature}` of symbolon-store")]
    Feature {
        /// The name of the feature.
        feature: &'static str,
    },
}

impl DatabaseError {
    /// Returns a stable name for logs and metrics, such as `"store.database.kind"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Kind => "store.database.kind",
            Self::Address => "store.database.address",
            Self::Feature { .. } => "store.database.feature",
        }
    }
}

impl FromStr for Database {
    type Err = DatabaseError;

    fn from_str(text: &str) -> Result<Self, DatabaseError> {
        if text == "memory" {
            return Ok(Self::Memory);
        }
        // SQLite would give each connection its own database in memory.
        let is_file = |file: &&str| !["", ":memory:"].contains(file);
        if let Some(file) = text.strip_prefix("sqlite:").filter(is_file) {
            return sqlite(file);
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return postgres(text);
        }
        Err(DatabaseError::Kind)
    }
}

#[cfg(feature = "sqlite")]
fn sqlite(file: &str) -> Result<Database, DatabaseError> {
    Ok(Database::Sqlite(SqliteOptions::new(file)))
}

#[cfg(not(feature = "sqlite"))]
fn sqlite(_: &str) -> Result<Database, DatabaseError> {
    Err(DatabaseError::Feature { feature: "sqlite" })
}

#[cfg(feature = "postgres")]
fn postgres(address: &str) -> Result<Database, DatabaseError> {
    PostgresOptions::new(address).map(Database::Postgres)
}

#[cfg(not(feature = "postgres"))]
fn postgres(_: &str) -> Result<Database, DatabaseError> {
    Err(DatabaseError::Feature { feature: "postgres" })
}

/// The reason why a store cannot be opened.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The database has no tables of this crate, or the tables of an older version. Call
    /// [`Store::migrate`](crate::Store::migrate).
    #[error("the schema of the database has the version {found}; migrate it to {expected}")]
    OldSchema {
        /// The version in the database. 0 means that the database has no tables of this crate.
        found: i64,
        /// The version that this crate uses.
        expected: i64,
    },
    /// The database has the tables of a newer version of this crate. Nothing was changed. Use the
    /// newer version.
    #[error(
        "the schema of the database has the version {found}, and this program knows {expected}"
    )]
    NewerSchema {
        /// The version in the database.
        found: i64,
        /// The version that this crate uses.
        expected: i64,
    },
    /// The certificates of [`TrustedRoots`] are missing or cannot be read. Nothing was sent to the
    /// database.
    #[cfg(feature = "postgres")]
    #[error("the root certificates for the connection with the database cannot be used: {0}")]
    Roots(Cause),
    /// The database failed.
    #[error(transparent)]
    Failed(#[from] Error),
}

impl OpenError {
    /// Returns whether the same call can succeed later without a change by a person.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        matches!(self, Self::Failed(error) if error.is_temporary())
    }

    /// Returns a stable name for logs and metrics, such as `"store.newer_schema"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::OldSchema { .. } => "store.old_schema",
            Self::NewerSchema { .. } => "store.newer_schema",
            #[cfg(feature = "postgres")]
            Self::Roots(_) => "store.roots",
            Self::Failed(error) => error.code(),
        }
    }
}
