//! The plans of PostgreSQL.

use std::collections::BTreeSet;

use symbolon_test_databases::Postgres;
use tokio_postgres::{Client, NoTls, SimpleQueryMessage};

use super::{ROWS, filling, statements};
use crate::store::Store;

/// Returns the plan of a statement, one step a line.
async fn plan(client: &Client, sql: &str) -> Vec<String> {
    let parameters = (1..=9).rev().find(|number| sql.contains(&format!("?{number}")));
    let values = vec!["'1'"; parameters.unwrap_or_default()].join(", ");
    let prepare = format!("PREPARE planned AS {}", sql.replace('?', "$"));
    client.batch_execute(&prepare).await.unwrap_or_else(|error| panic!("{sql}: {error:?}"));
    let explain = format!("EXPLAIN EXECUTE planned ({values})");
    let lines = client.simple_query(&explain).await.unwrap();
    client.batch_execute("DEALLOCATE planned").await.unwrap();
    let line = |line| match line {
        SimpleQueryMessage::Row(row) => Some(row.get(0).unwrap().to_owned()),
        _ => None,
    };
    lines.into_iter().filter_map(line).collect()
}

/// Returns the index of a step such as `->  Index Scan using symbolon_codes_pkey on symbolon_codes`.
fn index(step: &str) -> Option<&str> {
    let of_heap = step.split_once("Bitmap Index Scan on ");
    let (_, after) = step.split_once(" using ").or(of_heap)?;
    after.split(' ').next()
}

#[tokio::test]
async fn every_statement_finds_its_rows_with_the_index_of_its_plan_in_postgresql() {
    let Some(server) = Postgres::shared() else { return };
    let url = server.create_database();
    drop(Store::migrate(&url.parse().unwrap()).await.unwrap());
    let (client, connection) = tokio_postgres::connect(&url, NoTls).await.unwrap();
    let connection = tokio::spawn(connection);
    for sql in filling(&format!("generate_series(1, {ROWS}) AS i")) {
        client.batch_execute(&sql).await.unwrap_or_else(|error| panic!("{sql}: {error:?}"));
    }
    // The plan that a prepared statement keeps, whatever its values are. PostgreSQL reads some of these
    // tables as a whole, because they are small.
    let settings = "ANALYZE; SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off";
    client.batch_execute(settings).await.unwrap();
    let mut wrong = Vec::new();
    for (name, sql, expected) in statements() {
        let steps = plan(&client, &sql).await;
        let scans = steps.iter().any(|step| step.contains("Seq Scan"));
        let used: BTreeSet<_> =
            steps.iter().filter_map(|step| index(step)).map(str::to_owned).collect();
        if scans || used != expected {
            wrong.push(format!("{name}: {steps:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    drop(client);
    connection.await.unwrap().unwrap();
}
