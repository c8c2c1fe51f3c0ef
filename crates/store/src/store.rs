//! A store, and how it is opened.

use std::sync::Arc;

use symbolon_oauth::{ClientId, Issuer};

use crate::database::{Database, OpenError};
#[cfg(feature = "postgres")]
use crate::error::Cause;
use crate::place::Place;
use crate::provider::ProviderStore;
use crate::relying_party::{ClientRegistrations, RelyingPartyStore};
use crate::seal::SealKey;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::sql::Sql;
#[cfg(feature = "sqlite")]
use crate::sql::schema;

/// The records of providers and relying parties. A clone is cheap and shares the records.
///
/// [`provider`](Self::provider) returns the records of one issuer. Call [`sweep`](Self::sweep) from
/// time to time, to delete the records that have expired.
#[derive(Clone, Debug)]
pub struct Store {
    pub(crate) place: Place,
}

impl Store {
    /// Creates a store in the memory of this process, for tests and for development. All records are
    /// lost when the process ends.
    #[must_use]
    pub fn memory() -> Self {
        Self { place: Place::Memory(Arc::default()) }
    }

    /// Opens a database whose schema is up to date.
    ///
    /// # Errors
    /// [`OpenError::OldSchema`] when [`migrate`](Self::migrate) must be called first, also for an
    /// empty database, [`OpenError::NewerSchema`] when a newer version of this crate has changed the
    /// schema, and [`OpenError::Failed`] when the database fails. With PostgreSQL, also
    /// `OpenError::Roots` when the root certificates cannot be read.
    pub async fn open(database: &Database) -> Result<Self, OpenError> {
        #[cfg(feature = "sqlite")]
        if let Database::Sqlite(options) = database {
            schema::is_current(crate::sql::Sqlite::version(options).await?)?;
        }
        let store = Self::connect(database).await?;
        match &store.place {
            Place::Memory(_) => {}
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Place::Sql(sql) => sql.check_version().await?,
        }
        Ok(store)
    }

    /// Updates the schema of a database, and opens the database. An empty database gets all tables.
    ///
    /// Several processes can call this function at the same time.
    ///
    /// # Errors
    /// [`OpenError::NewerSchema`] when a newer version of this crate has changed the schema. The
    /// database is not changed then. [`OpenError::Failed`] when the database fails. With PostgreSQL,
    /// also `OpenError::Roots` when the root certificates cannot be read.
    pub async fn migrate(database: &Database) -> Result<Self, OpenError> {
        #[cfg(feature = "sqlite")]
        if let Database::Sqlite(options) = database {
            schema::is_not_newer(crate::sql::Sqlite::version(options).await?)?;
        }
        let store = Self::connect(database).await?;
        match &store.place {
            Place::Memory(_) => {}
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Place::Sql(sql) => sql.migrate().await?,
        }
        Ok(store)
    }

    /// Returns the records of the provider with this issuer.
    #[must_use]
    pub fn provider(&self, issuer: &Issuer) -> ProviderStore {
        ProviderStore::new(&self.place, issuer)
    }

    /// Returns the records of the relying party with this client identifier at the provider with this
    /// issuer. `key` encrypts the records.
    #[must_use]
    pub fn relying_party(
        &self,
        issuer: &Issuer,
        client_id: &ClientId,
        key: &SealKey,
    ) -> RelyingPartyStore {
        RelyingPartyStore::new(&self.place, issuer, client_id, key)
    }

    /// Returns the registrations of the clients of an application at providers. `key` encrypts the
    /// records.
    #[must_use]
    pub fn client_registrations(&self, key: &SealKey) -> ClientRegistrations {
        ClientRegistrations::new(&self.place, key)
    }

    async fn connect(database: &Database) -> Result<Self, OpenError> {
        let place = match database {
            Database::Memory => Place::Memory(Arc::default()),
            #[cfg(feature = "sqlite")]
            Database::Sqlite(options) => {
                Place::Sql(Sql::Sqlite(crate::sql::Sqlite::open(options).await?))
            }
            #[cfg(feature = "postgres")]
            Database::Postgres(options) => {
                let postgres = crate::sql::Postgres::new(options)
                    .map_err(|error| OpenError::Roots(Cause(error.into())))?;
                Place::Sql(Sql::Postgres(postgres))
            }
        };
        Ok(Self { place })
    }
}
