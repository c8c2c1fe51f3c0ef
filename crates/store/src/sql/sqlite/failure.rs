//! Failures of SQLite.

use rusqlite::{ErrorCode, ffi};

use crate::error::{Cause, Error};

/// Says what a failure of SQLite means for the caller.
pub(super) fn failure(error: rusqlite::Error) -> Error {
    match error.sqlite_error_code() {
        Some(
            ErrorCode::DatabaseBusy
            | ErrorCode::DatabaseLocked
            | ErrorCode::FileLockingProtocolFailed,
        ) => Error::Unavailable(Cause(error.into())),
        Some(ErrorCode::ConstraintViolation) if is_duplicate(&error) => Error::Exists,
        _ => Error::Refused(Cause(error.into())),
    }
}

/// Returns whether there is a row with the same key. Other constraints are about types and `NULL`.
fn is_duplicate(error: &rusqlite::Error) -> bool {
    let keys = [ffi::SQLITE_CONSTRAINT_PRIMARYKEY, ffi::SQLITE_CONSTRAINT_UNIQUE];
    error.sqlite_error().is_some_and(|error| keys.contains(&error.extended_code))
}
