//! A second connection to a database, beside the store.

use std::path::PathBuf;
use std::time::Duration;
use std::{env, fs, process};

use symbolon_test_databases::Postgres;
use tokio::time::{sleep, timeout};
use tokio_postgres::NoTls;

/// The grants of which only a half is stored.
///
/// Each answer of the token endpoint spends one code or refresh token, and has one access token and
/// one refresh token. Each grant begins with one code.
const HALVES: &str = "
    SELECT grant_id FROM (
        SELECT grant_id, 1 AS held, 0 AS code, 0 AS spent, 0 AS access, 0 AS refresh
        FROM symbolon_grants
        UNION ALL SELECT grant_id, 0, 1, spent, 0, 0 FROM symbolon_codes
        UNION ALL SELECT grant_id, 0, 0, spent, 0, 1 FROM symbolon_refresh_tokens
        UNION ALL SELECT grant_id, 0, 0, 0, 1, 0 FROM symbolon_access_tokens
    ) AS rows_of_grants
    GROUP BY grant_id
    HAVING SUM(held) <> 1 OR SUM(code) <> 1
        OR SUM(spent) <> SUM(access) OR SUM(spent) <> SUM(refresh)";

/// The connections to the database of other processes.
const OTHERS: &str = "
    SELECT pid::text FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()";

/// A database and how to read it without the store.
#[derive(Debug)]
pub(crate) enum Raw {
    Sqlite(PathBuf),
    Postgres(String),
}

impl Raw {
    /// Names a new SQLite file, which is removed at the end of the test.
    pub(crate) fn sqlite(test: &str) -> Self {
        let name = format!("symbolon-store-{test}-{}.db", process::id());
        Self::Sqlite(env::temp_dir().join(name))
    }

    /// Creates a PostgreSQL database on the server of all tests.
    pub(crate) fn postgres() -> Option<Self> {
        Some(Self::Postgres(Postgres::shared()?.create_database()))
    }

    /// Returns the name of the database for the store.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Sqlite(file) => format!("sqlite:{}", file.display()),
            Self::Postgres(url) => url.clone(),
        }
    }

    /// Returns the first column of all rows of a query.
    pub(crate) async fn column(&self, query: &str) -> Vec<String> {
        match self {
            Self::Sqlite(file) => {
                let connection = rusqlite::Connection::open(file).unwrap();
                let mut statement = connection.prepare(query).unwrap();
                let rows = statement.query_map([], |row| row.get(0)).unwrap();
                rows.map(Result::unwrap).collect()
            }
            Self::Postgres(url) => {
                let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
                let task = tokio::spawn(connection);
                let rows = client.query(query, &[]).await.unwrap();
                drop(client);
                task.await.unwrap().unwrap();
                rows.iter().map(|row| row.get(0)).collect()
            }
        }
    }

    /// Runs statements of PostgreSQL.
    pub(crate) async fn run(&self, statements: &str) {
        let Self::Postgres(url) = self else { panic!("{self:?} is not PostgreSQL") };
        let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
        let task = tokio::spawn(connection);
        client.batch_execute(statements).await.unwrap();
        drop(client);
        task.await.unwrap().unwrap();
    }

    /// Takes the lock of a SQLite file, so that only its owner can write.
    pub(crate) fn lock(&self) -> rusqlite::Connection {
        let Self::Sqlite(file) = self else { panic!("{self:?} is not a file") };
        let connection = rusqlite::Connection::open(file).unwrap();
        connection.execute_batch("BEGIN IMMEDIATE").unwrap();
        connection
    }

    /// Checks that no grant is stored by half.
    pub(crate) async fn assert_whole(&self) {
        let halves = self.column(HALVES).await;
        assert!(halves.is_empty(), "stored by half: {halves:?}");
    }

    /// Waits until PostgreSQL has noticed that all other connections were closed. Until then, it can
    /// still run a statement that a killed process has sent.
    pub(crate) async fn wait_until_alone(&self) {
        let Self::Postgres(_) = self else { return };
        let alone = async {
            while !self.column(OTHERS).await.is_empty() {
                sleep(Duration::from_millis(5)).await;
            }
        };
        timeout(Duration::from_secs(30), alone).await.unwrap();
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        let Self::Sqlite(file) = self else { return };
        for ending in ["", "-wal", "-shm"] {
            let mut name = file.clone().into_os_string();
            name.push(ending);
            // The two files beside the database exist only while it is open.
            _ = fs::remove_file(name);
        }
    }
}
