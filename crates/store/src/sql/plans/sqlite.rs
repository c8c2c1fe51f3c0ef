//! The plans of SQLite.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::{ROWS, filling, statements};
use crate::database::{Database, SqliteOptions};
use crate::store::Store;

const SERIES: &str = "numbers";

/// Returns the plan of a statement, one step a line.
fn plan(connection: &Connection, sql: &str) -> Vec<String> {
    let mut explained = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let values = vec![0_i64; explained.parameter_count()];
    let steps = explained.query_map(rusqlite::params_from_iter(values), |row| row.get("detail"));
    steps.unwrap().map(Result::unwrap).collect()
}

/// Returns the index of a step such as `SEARCH held USING PRIMARY KEY (issuer=? AND grant_id=?)`.
fn index(step: &str, sql: &str) -> Option<String> {
    let (table, using) = step.strip_prefix("SEARCH ")?.split_once(" USING ")?;
    if using.starts_with("PRIMARY KEY ") {
        // A statement names the table and then its alias.
        let alias = format!(" AS {table}\n");
        let table = sql
            .split_once(&alias)
            .map_or(table, |(before, _)| before.rsplit([' ', '\n']).next().unwrap());
        return Some(format!("{table}_pkey"));
    }
    let using = using.strip_prefix("COVERING ").unwrap_or(using);
    Some(using.strip_prefix("INDEX ")?.split(' ').next()?.to_owned())
}

#[tokio::test]
async fn every_statement_finds_its_rows_with_the_index_of_its_plan_in_sqlite() {
    let file = std::env::temp_dir().join(format!("symbolon-plans-{}.db", std::process::id()));
    drop(Store::migrate(&Database::Sqlite(SqliteOptions::new(&file))).await.unwrap());
    let connection = Connection::open(&file).unwrap();
    let series = format!(
        "CREATE TEMPORARY TABLE {SERIES} AS
         WITH RECURSIVE series (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM series WHERE i < {ROWS})
         SELECT i FROM series"
    );
    connection.execute_batch(&series).unwrap();
    let mut wrong = Vec::new();
    let mut run = |analyzed: bool| {
        for (name, sql, expected) in statements() {
            let steps = plan(&connection, &sql);
            let scans = steps.iter().any(|step| step.starts_with("SCAN "));
            let used: BTreeSet<_> = steps.iter().filter_map(|step| index(step, &sql)).collect();
            if scans || used != expected {
                wrong.push(format!("{name} (analyzed: {analyzed}): {steps:#?}"));
            }
        }
    };
    run(false);
    for sql in filling(SERIES) {
        connection.execute_batch(&sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
    connection.execute_batch("ANALYZE").unwrap();
    run(true);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    drop(connection);
    std::fs::remove_file(file).unwrap();
}
