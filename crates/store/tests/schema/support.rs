//! Databases, and how to read and change them without the store.

use std::env;
use std::fs;
use std::path::PathBuf;

use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::SecretString;
use symbolon_store::{Database, SqliteOptions};
use symbolon_test_databases::Postgres;
use tokio_postgres::NoTls;

/// A folder with a SQLite file, which is removed at the end of the test.
#[derive(Debug)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        let name = SecretString::random(&CRYPTO).unwrap();
        let folder = env::temp_dir().join(format!("symbolon-{}", name.expose()));
        fs::create_dir(&folder).unwrap();
        Self(folder)
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.0.join("records.db")
    }

    pub(crate) fn database(&self) -> Database {
        Database::Sqlite(SqliteOptions::new(self.file()))
    }

    /// Returns the names and bytes of all files.
    pub(crate) fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let files = fs::read_dir(&self.0).unwrap().map(|file| file.unwrap().path());
        let mut files: Vec<_> = files.map(|file| (file.clone(), fs::read(file).unwrap())).collect();
        files.sort();
        files
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        _ = fs::remove_dir_all(&self.0);
    }
}

/// A database of a test.
#[derive(Debug)]
pub(crate) enum Place {
    Sqlite(Folder),
    Postgres(String),
}

impl Place {
    /// Returns an empty database of each kind.
    pub(crate) fn all() -> Vec<Self> {
        let postgres = Postgres::shared().map(|server| Self::Postgres(server.create_database()));
        [Self::Sqlite(Folder::new())].into_iter().chain(postgres).collect()
    }

    pub(crate) fn database(&self) -> Database {
        match self {
            Self::Sqlite(folder) => folder.database(),
            Self::Postgres(url) => url.parse().unwrap(),
        }
    }

    /// Returns the number that a query returns.
    pub(crate) async fn number(&self, query: &str) -> i64 {
        match self {
            Self::Sqlite(folder) => {
                let connection = rusqlite::Connection::open(folder.file()).unwrap();
                connection.query_row(query, [], |row| row.get(0)).unwrap()
            }
            Self::Postgres(url) => {
                let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
                let connection = tokio::spawn(connection);
                let number = client.query_one(query, &[]).await.unwrap().get(0);
                drop(client);
                connection.await.unwrap().unwrap();
                number
            }
        }
    }

    /// Runs statements.
    pub(crate) async fn run(&self, sql: &str) {
        match self {
            Self::Sqlite(folder) => {
                rusqlite::Connection::open(folder.file()).unwrap().execute_batch(sql).unwrap();
            }
            Self::Postgres(url) => {
                let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
                let connection = tokio::spawn(connection);
                client.batch_execute(sql).await.unwrap();
                drop(client);
                connection.await.unwrap().unwrap();
            }
        }
    }
}
