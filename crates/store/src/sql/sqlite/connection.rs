//! One connection to a SQLite database.

use std::path::Path;
use std::time::Duration;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, ToSql, params_from_iter};

use crate::sql::{Row, Step, Value};

/// The number of prepared statements that a connection keeps. There are fewer statements than that.
const STATEMENTS: usize = 128;

/// Opens a connection.
pub(super) fn connect(file: &Path, patience: Duration) -> rusqlite::Result<Connection> {
    // Without SQLITE_OPEN_URI, every file name means the file with that name.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let connection = Connection::open_with_flags(file, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(patience)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // Readers do not wait for the writer.
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // A commit is on the disk before it is answered: if the power fails, a spent code stays spent.
    connection.pragma_update(None, "synchronous", "FULL")?;
    // The writer moves pages from the log to the database from time to time, and the commits behind
    // it wait. With fewer pages each time than the usual 1000, no commit waits for long.
    connection.pragma_update(None, "wal_autocheckpoint", 200)?;
    Ok(connection)
}

/// Runs a statement. Returns how many rows it changed or returned, and the rows.
pub(super) fn query(connection: &Connection, step: &Step) -> rusqlite::Result<(usize, Vec<Row>)> {
    let mut statement = connection.prepare_cached(step.sql)?;
    let values = params_from_iter(&step.values);
    let columns = statement.column_count();
    if columns == 0 {
        return Ok((statement.execute(values)?, Vec::new()));
    }
    let mut found = statement.query(values)?;
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        let values = (0..columns).map(|column| Ok(value(row.get_ref(column)?)));
        rows.push(Row { values: values.collect::<Result<_, rusqlite::Error>>()? });
    }
    Ok((rows.len(), rows))
}

fn value(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Integer(number) => Value::Integer(number),
        // A text that is not UTF-8 is a damaged row, as is a number in place of a text.
        ValueRef::Text(text) => {
            std::str::from_utf8(text).map_or(Value::Null, |text| Value::Text(text.to_owned()))
        }
        ValueRef::Null | ValueRef::Real(_) | ValueRef::Blob(_) => Value::Null,
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Text(text) => ToSqlOutput::from(text.as_str()),
            Self::Integer(number) => ToSqlOutput::from(*number),
            Self::Null => ToSqlOutput::from(rusqlite::types::Null),
        })
    }
}
