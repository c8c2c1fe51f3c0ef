//! The error of a store that has failed.

#[cfg(feature = "postgres")]
mod roots;
#[cfg(feature = "postgres")]
mod tls;

use symbolon_oauth::Issuer;
use symbolon_provider::{Refusal, RegistrationRefusal, StoreFailed, TokenRefusal, UserInfoRefusal};
use thiserror::Error;

#[cfg(feature = "postgres")]
pub(crate) use self::roots::RootsError;
#[cfg(feature = "postgres")]
pub use self::tls::TlsError;

/// The error of a function of a store.
///
/// [`is_temporary`](Self::is_temporary) says whether the same call can succeed later. In a function
/// that answers a request, `?` turns the error into a [`TokenRefusal`], a [`UserInfoRefusal`], a
/// [`RegistrationRefusal`] or a [`Refusal`], whose response has the status 503. Log the error
/// before you convert it, because the response does not contain the error.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// The database cannot be reached, did not answer in time, or was locked by another process for
    /// too long. It is possible that the database has written the records.
    #[error("the database is not available: {0}")]
    Unavailable(Cause),
    /// The database refused the statement, for example because a table is missing or the disk is
    /// full. The same call fails again until the database is repaired.
    #[error("the database refused the statement: {0}")]
    Refused(Cause),
    /// No secure connection with the database can be made. The same call fails again until the
    /// certificates or the settings are changed. No password and no record was sent.
    #[cfg(feature = "postgres")]
    #[error("no secure connection with the database: {0}")]
    Tls(TlsError),
    /// The store already has a record under this fingerprint or name.
    #[error("the store already has this record")]
    Exists,
    /// The record belongs to a different issuer than this store.
    #[error("the record belongs to the issuer {found}, and the store keeps records of {expected}")]
    OtherIssuer {
        /// The issuer in the record.
        found: Box<Issuer>,
        /// The issuer whose records the store keeps.
        expected: Box<Issuer>,
    },
    /// A row of this table cannot be read: another program has changed it.
    #[error("a row of the table {table} cannot be read")]
    Damaged {
        /// The name of the table.
        table: &'static str,
    },
    /// A record of a relying party cannot be encrypted or decrypted with this key: the key is wrong,
    /// or another program has changed or moved the row.
    #[error("the record cannot be encrypted or decrypted with this key")]
    Seal,
    /// The tokens use up a kind of record that this version of the crate cannot mark as used, because
    /// a newer version of the engine has issued them. Nothing was written. Update this crate.
    #[error("the tokens use up a kind of record that this version of symbolon-store does not know")]
    UnknownRecord,
    /// A record cannot be written as JSON.
    #[error("the record cannot be written as JSON")]
    Json,
}

/// The reason why a database failed.
#[derive(Debug, Error)]
#[error(transparent)]
pub struct Cause(#[from] pub(crate) Inner);

#[derive(Debug, Error)]
pub(crate) enum Inner {
    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    #[error("no answer within {0:?}")]
    Timeout(core::time::Duration),
    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    #[error("other requests change the same row all the time")]
    Conflict,
    #[cfg(feature = "sqlite")]
    #[error("too many statements wait for the database")]
    Overloaded,
    #[cfg(feature = "sqlite")]
    #[error("the thread of the database has ended")]
    Ended,
    #[cfg(feature = "sqlite")]
    #[error("the file of the database was deleted, renamed or replaced")]
    Moved,
    #[cfg(feature = "sqlite")]
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    #[cfg(feature = "postgres")]
    #[error(transparent)]
    Postgres(PostgresError),
    #[cfg(feature = "postgres")]
    #[error("{0}")]
    Certificate(rustls::CertificateError),
    #[cfg(feature = "postgres")]
    #[error(transparent)]
    Handshake(rustls::Error),
    #[cfg(feature = "postgres")]
    #[error(transparent)]
    Roots(#[from] RootsError),
    #[cfg(feature = "postgres")]
    #[error("no connection of the pool is free: {0}")]
    Pool(#[from] deadpool_postgres::PoolError),
}

/// What PostgreSQL or the connection to it reported.
///
/// The error of tokio-postgres is not kept: its details can contain a whole row.
#[cfg(feature = "postgres")]
#[derive(Debug, Error)]
#[error("{message}")]
pub(crate) struct PostgresError {
    pub(crate) code: Option<tokio_postgres::error::SqlState>,
    pub(crate) message: String,
}

impl Error {
    /// Returns whether the same call can succeed later without a change by a person: `true` for
    /// [`Unavailable`](Self::Unavailable) only.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        matches!(self, Self::Unavailable(_))
    }

    /// Returns a stable name for logs and metrics, such as `"store.unavailable"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unavailable(_) => "store.unavailable",
            Self::Refused(_) => "store.refused",
            #[cfg(feature = "postgres")]
            Self::Tls(_) => "store.tls",
            Self::Exists => "store.exists",
            Self::OtherIssuer { .. } => "store.other_issuer",
            Self::Damaged { .. } => "store.damaged",
            Self::Seal => "store.seal",
            Self::UnknownRecord => "store.unknown_record",
            Self::Json => "store.json",
        }
    }
}

macro_rules! convert {
    ($($refusal:ident),*) => { $(
        impl From<Error> for $refusal {
            fn from(_: Error) -> Self {
                StoreFailed.into()
            }
        }
    )* };
}

convert!(TokenRefusal, UserInfoRefusal, Refusal, RegistrationRefusal);

impl From<Error> for StoreFailed {
    fn from(_: Error) -> Self {
        Self
    }
}
