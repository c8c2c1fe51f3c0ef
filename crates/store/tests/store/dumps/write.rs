//! How the dump of the current version is written.

use std::fs;

use rusqlite::Connection;
use symbolon_store::{Database, SqliteOptions, Store};
use symbolon_test_databases::Postgres;

use super::{CURRENT, dump, records};
use crate::support::file;

/// The migrations up to the current version.
const MIGRATIONS: [&str; CURRENT as usize] = [
    include_str!("../../../src/sql/schema_1.sql"),
    include_str!("../../../src/sql/schema_2.sql"),
    include_str!("../../../src/sql/schema_3.sql"),
];

/// Returns the definitions of all tables and indexes of a SQLite database.
pub(super) fn schema(connection: &Connection) -> String {
    column(connection, "SELECT sql || ';' FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")
        .join("\n")
}

fn column(connection: &Connection, query: &str) -> Vec<String> {
    let mut statement = connection.prepare(query).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

/// Returns for each table the query that writes its rows as values of an `INSERT`. `quote` is the
/// function that writes a value.
fn queries(connection: &Connection, quote: &str) -> Vec<(String, String)> {
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name";
    let query = |table: String| {
        let columns = column(connection, &format!("SELECT name FROM pragma_table_info('{table}')"));
        let values: Vec<_> = columns.iter().map(|it| format!("{quote}({it})")).collect();
        (table.clone(), format!("SELECT {} FROM {table} ORDER BY 1", values.join(" || ', ' || ")))
    };
    column(connection, tables).into_iter().map(query).collect()
}

fn insert(table: &str, values: &str) -> String {
    format!("INSERT INTO {table} VALUES ({values});\n")
}

/// Run it after a change of the schema: `cargo test -p symbolon-store --test store -- --ignored`.
#[tokio::test]
#[ignore = "writes the dumps of the current version"]
async fn the_dumps_are_written() {
    let file = file();
    let store = Store::migrate(&Database::Sqlite(SqliteOptions::new(&file))).await.unwrap();
    records::put_all(&store).await;
    let sqlite = Connection::open(&file).unwrap();
    let mut text = schema(&sqlite) + "\n";
    for (table, query) in queries(&sqlite, "quote") {
        text.extend(column(&sqlite, &query).iter().map(|values| insert(&table, values)));
    }
    fs::write(dump(CURRENT, "sqlite"), text).unwrap();

    let url = Postgres::shared().unwrap().create_database();
    records::put_all(&Store::migrate(&url.parse().unwrap()).await.unwrap()).await;
    let (client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls).await.unwrap();
    let connection = tokio::spawn(connection);
    let mut text = MIGRATIONS.join("\n") + "\n";
    for (table, query) in queries(&sqlite, "quote_nullable") {
        let rows = client.query(&query, &[]).await.unwrap();
        text.extend(rows.iter().map(|row| insert(&table, row.get(0))));
    }
    drop(client);
    connection.await.unwrap().unwrap();
    fs::write(dump(CURRENT, "postgres"), text).unwrap();
}
