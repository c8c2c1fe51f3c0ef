//! Databases of all versions of the schema, which are opened and read by this version.

mod records;
mod write;

use std::fs;
use std::path::{Path, PathBuf};

use symbolon_store::{Database, SqliteOptions, Store};
use symbolon_test_databases::Postgres;

use crate::support::file;

/// The version of the schema that this version of the crate writes.
const CURRENT: u32 = 3;

/// Returns the file with the dump of a version, for `sqlite` or `postgres`.
fn dump(version: u32, database: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schema");
    folder.join(format!("version_{version}.{database}.sql"))
}

fn read(version: u32, database: &str) -> String {
    fs::read_to_string(dump(version, database)).unwrap()
}

#[tokio::test]
async fn a_sqlite_file_of_each_version_is_read() {
    for version in 1..=CURRENT {
        let file = file();
        let old = rusqlite::Connection::open(&file).unwrap();
        old.execute_batch(&read(version, "sqlite")).unwrap();
        drop(old);
        let store = Store::migrate(&Database::Sqlite(SqliteOptions::new(file))).await.unwrap();
        records::assert_all(&store, version).await;
    }
}

#[tokio::test]
async fn a_postgresql_database_of_each_version_is_read() {
    let Some(server) = Postgres::shared() else { return };
    for version in 1..=CURRENT {
        let url = server.create_database();
        let (client, connection) =
            tokio_postgres::connect(&url, tokio_postgres::NoTls).await.unwrap();
        let connection = tokio::spawn(connection);
        client.batch_execute(&read(version, "postgres")).await.unwrap();
        drop(client);
        connection.await.unwrap().unwrap();
        let store = Store::migrate(&url.parse().unwrap()).await.unwrap();
        records::assert_all(&store, version).await;
    }
}

/// Databases of users have the schema of the dump: a change needs a migration.
#[tokio::test]
async fn the_current_schema_is_the_schema_of_its_dump_and_the_dump_fills_every_table() {
    let file = file();
    drop(Store::migrate(&Database::Sqlite(SqliteOptions::new(&file))).await.unwrap());
    let (dump, postgres) = (read(CURRENT, "sqlite"), read(CURRENT, "postgres"));
    let schema = write::schema(&rusqlite::Connection::open(&file).unwrap());
    let (definitions, _) = dump.split_once("\nINSERT INTO ").unwrap();
    assert_eq!(definitions, schema);
    let tables = schema.split("CREATE TABLE ").skip(1);
    for table in tables.map(|table| table.split(' ').next().unwrap()) {
        for dump in [&dump, &postgres] {
            assert!(dump.contains(&format!("\nINSERT INTO {table} VALUES ")), "{table}");
        }
    }
}
