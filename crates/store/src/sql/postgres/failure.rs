//! Failures of PostgreSQL.

use std::error::Error as _;
use std::io;

use tokio_postgres::error::SqlState;

use super::tls::HandshakeError;
use crate::error::{Cause, Error, Inner, PostgresError, TlsError};

/// Says what a failure of PostgreSQL means for the caller.
pub(super) fn failure(error: tokio_postgres::Error) -> Error {
    if let Some(error) = tls_error(&error) {
        return Error::Tls(error);
    }
    let code = error.code().cloned();
    let is_temporary = code.as_ref().map_or_else(|| is_broken(&error), is_temporary);
    if code == Some(SqlState::UNIQUE_VIOLATION) {
        return Error::Exists;
    }
    let cause = Cause(Inner::Postgres(PostgresError { code, message: message(&error) }));
    if is_temporary { Error::Unavailable(cause) } else { Error::Refused(cause) }
}

/// Returns whether another transaction that runs at the same time is the reason of the failure.
pub(super) fn is_conflict(error: &Error) -> bool {
    let Error::Unavailable(Cause(Inner::Postgres(error))) = error else { return false };
    let conflicts = [&SqlState::T_R_SERIALIZATION_FAILURE, &SqlState::T_R_DEADLOCK_DETECTED];
    error.code.as_ref().is_some_and(|code| conflicts.contains(&code))
}

/// Returns whether the connection was lost, for example because the server was restarted.
pub(super) fn is_lost(error: &Error) -> bool {
    let Error::Unavailable(Cause(Inner::Postgres(error))) = error else { return false };
    let ends = [SqlState::ADMIN_SHUTDOWN, SqlState::CRASH_SHUTDOWN];
    error.code.as_ref().is_none_or(|code| ends.contains(code))
}

/// Returns the reason if no secure connection can be made.
fn tls_error(error: &tokio_postgres::Error) -> Option<TlsError> {
    let source = error.source()?;
    if let Some(HandshakeError(error)) = source.downcast_ref() {
        return Some(TlsError::of(error.clone()));
    }
    // tokio-postgres has no type for this error. A test notices if the text changes.
    let not_offered = "server does not support TLS";
    (source.to_string() == not_offered).then_some(TlsError::NotOffered)
}

fn is_temporary(code: &SqlState) -> bool {
    // Connection, transaction of another client, resources, locks, operator. A full disk (53100) and a
    // database that does not exist any more (57P04) need a person.
    let classes = ["08", "40", "53", "55", "57"];
    let is_in_class = classes.iter().any(|class| code.code().starts_with(class));
    let is_permanent = [SqlState::DISK_FULL, SqlState::DATABASE_DROPPED].contains(code);
    // A standby, which refuses to write until it takes over.
    (is_in_class && !is_permanent) || *code == SqlState::READ_ONLY_SQL_TRANSACTION
}

/// Returns whether the connection is broken or cannot be made. All else that has no code comes from
/// settings, such as a missing password.
fn is_broken(error: &tokio_postgres::Error) -> bool {
    let source = error.source().and_then(|source| source.downcast_ref::<io::Error>());
    error.is_closed() || source.is_some_and(|error| error.kind() != io::ErrorKind::InvalidData)
}

/// Returns the message without the details, which can contain a whole row.
fn message(error: &tokio_postgres::Error) -> String {
    match (error.as_db_error(), error.source()) {
        (Some(error), _) => {
            format!("{}: {} ({})", error.severity(), error.message(), error.code().code())
        }
        (None, Some(source)) => format!("{error}: {source}"),
        (None, None) => error.to_string(),
    }
}
