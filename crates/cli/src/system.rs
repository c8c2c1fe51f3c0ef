//! The clock, files and standard input, which the crates of symbolon never touch themselves.

use std::ffi::OsString;
use std::io::{self, IsTerminal, Read};
use std::path::Path;

use time::OffsetDateTime;

/// Returns the time of the system's clock.
#[expect(clippy::disallowed_methods, reason = "a program is where time comes in")]
pub(crate) fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}

/// Reads a file that the command line names.
#[expect(clippy::disallowed_methods, reason = "a program is where files come in")]
pub(crate) fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    std::fs::read(path)
}

/// Returns the bytes of an environment variable that the command line names.
#[expect(clippy::disallowed_methods, reason = "a program is where its environment comes in")]
pub(crate) fn variable(name: &str) -> Option<Vec<u8>> {
    std::env::var_os(name).map(OsString::into_encoded_bytes)
}

/// Reads standard input to its end.
pub(crate) fn read_standard_input() -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    io::stdin().read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Returns whether a person would have to type what standard input is asked for.
pub(crate) fn standard_input_is_a_terminal() -> bool {
    io::stdin().is_terminal()
}
