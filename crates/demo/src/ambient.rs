//! What the crates never do for themselves: read the clock, files and signals.

use std::io;
use std::path::Path;

use time::OffsetDateTime;

/// The one clock of both servers, handed to every rule that knows of time.
#[expect(clippy::disallowed_methods, reason = "the demo is where time comes in")]
pub(crate) fn clock() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}

/// Reads a file that the command line names.
#[expect(clippy::disallowed_methods, reason = "the demo is where files come in")]
pub(crate) fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    std::fs::read(path)
}

/// Waits until somebody wants the program to end.
#[cfg(unix)]
pub(crate) async fn stop_signal() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = terminate.recv() => Ok(()),
        interrupted = tokio::signal::ctrl_c() => interrupted,
    }
}

/// Waits until somebody wants the program to end.
#[cfg(not(unix))]
pub(crate) async fn stop_signal() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}
