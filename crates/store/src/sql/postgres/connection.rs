//! A connection to PostgreSQL that is used for one operation.

use deadpool_postgres::Object;
use tokio::try_join;
use tokio_postgres::types::{ToSql, Type};

use crate::sql::{IfUnchanged, Row, Step, Value, Written, may_be_lost};

/// Begins a transaction whose commit does not wait for the disk
/// ([PostgreSQL, asynchronous commit](https://www.postgresql.org/docs/current/wal-async-commit.html)).
const BEGIN_LAZY: &str = "BEGIN; SET LOCAL synchronous_commit = off";

/// A connection of the pool.
///
/// If the operation fails or its future is dropped, the connection is closed, because a statement or
/// a transaction can still be open. [`give_back`](Self::give_back) returns the connection to the
/// pool.
pub(super) struct Connection {
    client: Option<Object>,
}

impl Connection {
    pub(super) fn new(client: Object) -> Self {
        Self { client: Some(client) }
    }

    /// Returns the connection to the pool after the operation has succeeded.
    pub(super) fn give_back(mut self) {
        drop(self.client.take());
    }

    /// Runs a statement. Returns how many rows it changed or returned, and the rows.
    pub(super) async fn query(
        &mut self,
        step: &Step,
    ) -> Result<(u64, Vec<Row>), tokio_postgres::Error> {
        match &self.client {
            Some(client) => query(client, step).await,
            None => Ok((0, Vec::new())),
        }
    }

    /// Runs statements in one transaction.
    pub(super) async fn transaction(
        &mut self,
        steps: &[Step],
    ) -> Result<Written, tokio_postgres::Error> {
        let Some(client) = &self.client else { return Ok(Written::Refused) };
        let is_lazy = may_be_lost(steps);
        if let ([step], false) = (steps, is_lazy)
            && !matches!(step.if_unchanged, IfUnchanged::Instead(_))
        {
            // One statement is a transaction by itself.
            let (changed, rows) = query(client, step).await?;
            let is_refused = matches!(step.if_unchanged, IfUnchanged::Undo) && changed == 0;
            return Ok(if is_refused { Written::Refused } else { Written::Done(vec![rows]) });
        }
        let begin = if is_lazy { BEGIN_LAZY } else { "BEGIN" };
        let mut returned = Vec::with_capacity(steps.len());
        for (number, step) in steps.iter().enumerate() {
            let (changed, rows) = if number == 0 {
                // Sent together, which saves the time of one answer.
                try_join!(client.batch_execute(begin), query(client, step))?.1
            } else {
                query(client, step).await?
            };
            match &step.if_unchanged {
                IfUnchanged::Undo if changed == 0 => {
                    client.batch_execute("ROLLBACK").await?;
                    return Ok(Written::Refused);
                }
                IfUnchanged::Instead(other) if changed == 0 => {
                    query(client, other).await?;
                    client.batch_execute("COMMIT").await?;
                    return Ok(Written::Instead);
                }
                _ => {}
            }
            returned.push(rows);
        }
        client.batch_execute("COMMIT").await?;
        Ok(Written::Done(returned))
    }

    /// Runs statements without values. PostgreSQL runs them in one transaction.
    pub(super) async fn script(&mut self, sql: &str) -> Result<(), tokio_postgres::Error> {
        match &self.client {
            Some(client) => client.batch_execute(sql).await,
            None => Ok(()),
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if let Some(client) = self.client.take() {
            drop(Object::take(client));
        }
    }
}

async fn query(client: &Object, step: &Step) -> Result<(u64, Vec<Row>), tokio_postgres::Error> {
    let statement = client.prepare_cached(&step.sql.replace('?', "$")).await?;
    let values = step.values.iter().zip(statement.params());
    let values: Vec<_> = values.map(|(value, of)| parameter(value, of)).collect();
    if statement.columns().is_empty() {
        return Ok((client.execute(&statement, &values).await?, Vec::new()));
    }
    let rows = client.query(&statement, &values).await?;
    let rows: Vec<_> = rows.iter().map(row).collect::<Result<_, tokio_postgres::Error>>()?;
    Ok((u64::try_from(rows.len()).unwrap_or(u64::MAX), rows))
}

/// Returns a value for a parameter of this type. `NULL` has the type of its parameter.
fn parameter<'a>(value: &'a Value, of: &Type) -> &'a (dyn ToSql + Sync) {
    match value {
        Value::Text(text) => text,
        Value::Integer(number) => number,
        Value::Null if *of == Type::INT8 => &None::<i64>,
        Value::Null => &None::<String>,
    }
}

fn row(row: &tokio_postgres::Row) -> Result<Row, tokio_postgres::Error> {
    let value = |(column, about): (usize, &tokio_postgres::Column)| {
        Ok(if *about.type_() == Type::INT8 {
            row.try_get::<_, Option<i64>>(column)?.map_or(Value::Null, Value::Integer)
        } else {
            row.try_get::<_, Option<String>>(column)?.map_or(Value::Null, Value::Text)
        })
    };
    Ok(Row { values: row.columns().iter().enumerate().map(value).collect::<Result<_, _>>()? })
}
