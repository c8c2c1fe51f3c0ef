//! The databases that are measured.

use std::error::Error;
use std::path::PathBuf;

use symbolon_store::{Database, SqliteOptions, Store};
use symbolon_test_databases::Postgres;
use tokio_postgres::NoTls;

use crate::fill;
use crate::login::{issuer, now};

/// A kind of database.
pub(crate) enum Place {
    Memory,
    Sqlite(PathBuf),
    Postgres(Postgres),
}

/// A store, and where its database is.
pub(crate) struct Opened {
    pub(crate) store: Store,
    address: String,
}

impl Place {
    /// Returns all databases. PostgreSQL is left out if it is not installed.
    pub(crate) fn all() -> Vec<Self> {
        let folder = std::env::temp_dir().join(format!("symbolon-records-{}", std::process::id()));
        let mut places = vec![Self::Memory, Self::Sqlite(folder)];
        places.extend(Postgres::start_durable().map(Self::Postgres));
        places
    }

    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Memory => "memory",
            Self::Sqlite(_) => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }

    /// Creates an empty store.
    pub(crate) async fn store(&self, name: &str) -> Result<Opened, Box<dyn Error>> {
        let (database, address) = match self {
            Self::Memory => (Database::Memory, String::new()),
            Self::Sqlite(folder) => {
                std::fs::create_dir_all(folder)?;
                let file = folder.join(name);
                (Database::Sqlite(SqliteOptions::new(&file)), file.display().to_string())
            }
            Self::Postgres(postgres) => {
                let url = postgres.create_database();
                (url.parse()?, url)
            }
        };
        Ok(Opened { store: Store::migrate(&database).await?, address })
    }

    /// Writes the records of logins that are still valid.
    pub(crate) async fn fill_live(&self, to: &Opened, rows: usize) -> Result<(), Box<dyn Error>> {
        self.fill(to, rows, now().unix_timestamp() + 30 * 86_400).await
    }

    /// Writes as many rows that have expired, in the tables of codes, tokens and grants.
    pub(crate) async fn fill_expired(
        &self,
        to: &Opened,
        rows: usize,
    ) -> Result<(), Box<dyn Error>> {
        self.fill(to, rows / 4, now().unix_timestamp() - 1).await
    }

    async fn fill(&self, to: &Opened, rows: usize, keep_until: i64) -> Result<(), Box<dyn Error>> {
        match self {
            Self::Memory => {
                crate::login::fill(&to.store.provider(&issuer()?), rows, keep_until).await?
            }
            Self::Sqlite(_) => {
                let connection = rusqlite::Connection::open(&to.address)?;
                for sql in fill::statements(rows, keep_until, &fill::SQLITE) {
                    connection.execute_batch(&sql)?;
                }
                connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
            }
            Self::Postgres(_) => {
                let (client, connection) = tokio_postgres::connect(&to.address, NoTls).await?;
                let connection = tokio::spawn(connection);
                for sql in fill::statements(rows, keep_until, &fill::POSTGRES) {
                    client.batch_execute(&sql).await?;
                }
                for sql in ["VACUUM ANALYZE", "CHECKPOINT"] {
                    client.batch_execute(sql).await?;
                }
                drop(client);
                connection.await??;
            }
        }
        Ok(())
    }

    /// Returns the size of the database on disk. `None` for memory.
    pub(crate) async fn bytes(&self, of: &Opened) -> Result<Option<u64>, Box<dyn Error>> {
        Ok(match self {
            Self::Memory => None,
            Self::Sqlite(_) => Some(std::fs::metadata(&of.address)?.len()),
            Self::Postgres(_) => {
                let (client, connection) = tokio_postgres::connect(&of.address, NoTls).await?;
                tokio::spawn(connection);
                let row =
                    client.query_one("SELECT pg_database_size(current_database())", &[]).await?;
                Some(u64::try_from(row.try_get::<_, i64>(0)?)?)
            }
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Self::Sqlite(folder) = self {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}
