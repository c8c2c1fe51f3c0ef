//! The version of the schema in a file, which is read without a change of the file.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::connection::query;
use super::failure::failure;
use crate::error::Error;
use crate::sql::Step;
use crate::sql::schema::{SQLITE_SCHEMA_TABLE, VERSION_OF_SCHEMA};

/// Returns the version of the schema in a file: 0 if there is no file or no schema.
///
/// A newer version of this crate may keep its file differently, so not even the journal mode is set
/// before the version is known.
pub(super) fn version(file: &Path, patience: Duration) -> Result<i64, Error> {
    if !file.exists() {
        return Ok(0);
    }
    let connection = open(file, patience).map_err(failure)?;
    let read = |sql| query(&connection, &Step::new(sql, [])).map(|(_, rows)| rows).map_err(failure);
    if read(SQLITE_SCHEMA_TABLE)?.is_empty() {
        return Ok(0);
    }
    let rows = read(VERSION_OF_SCHEMA)?;
    rows.first().map_or(Ok(0), |row| row.integer(0, "symbolon_schema"))
}

fn open(file: &Path, patience: Duration) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = match immutable(file).filter(|_| !has_log(file)) {
        // SQLite would create the two files beside the database, and leave them there.
        Some(uri) => Connection::open_with_flags(uri, flags | OpenFlags::SQLITE_OPEN_URI)?,
        None => Connection::open_with_flags(file, flags)?,
    };
    connection.busy_timeout(patience)?;
    Ok(connection)
}

/// Returns whether a part of the database is in the file `-wal`: a process uses the database, or a
/// process was killed.
fn has_log(file: &Path) -> bool {
    let mut log = OsString::from(file);
    log.push("-wal");
    fs::metadata(log).is_ok_and(|log| log.len() > 0)
}

/// Returns the URI with which SQLite reads only the file itself
/// ([SQLite, URI filenames](https://www.sqlite.org/uri.html)).
fn immutable(file: &Path) -> Option<String> {
    let path = file.to_str()?.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    // Two slashes at the beginning would name a host.
    let path = if path.starts_with('/') { format!("//{path}") } else { path };
    Some(format!("file:{path}?immutable=1"))
}
