//! Failures of SQLite.

use rusqlite::ErrorCode;

use crate::error::{Cause, Error};

/// Says what a failure of SQLite means for the caller.
pub(super) fn failure(error: rusqlite::Error) -> Error {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            Error::Unavailable(Cause(error.into()))
        }
        Some(ErrorCode::ConstraintViolation) => Error::Exists,
        _ => Error::Refused(Cause(error.into())),
    }
}
