//! The clock, files and signals, which the crates of symbolon never touch themselves.

use std::io::{self, Write as _};
use std::path::Path;

use time::OffsetDateTime;

/// Returns the time of the system's clock. Both servers pass it to every rule that depends on time.
#[expect(clippy::disallowed_methods, reason = "a program reads the clock")]
pub(crate) fn clock() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}

/// Reads a file that the command line names.
#[expect(clippy::disallowed_methods, reason = "a program reads files")]
pub(crate) fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    std::fs::read(path)
}

/// Creates a file that only its owner can read. Leaves a file that another process has created.
pub(crate) fn create_secret_file(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut new = path.as_os_str().to_owned();
    new.push(format!(".{}", std::process::id()));
    let mut options = std::fs::OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.write(true).create_new(true).open(&new)?.write_all(content)?;
    // Another process sees the whole file or no file.
    let linked = std::fs::hard_link(&new, path);
    std::fs::remove_file(&new)?;
    match linked {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        linked => linked,
    }
}

/// Waits until the program is asked to end, by Ctrl-C or by a signal.
#[cfg(unix)]
pub(crate) async fn stop_signal() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = terminate.recv() => Ok(()),
        interrupted = tokio::signal::ctrl_c() => interrupted,
    }
}

/// Waits until the program is asked to end, by Ctrl-C or by a signal.
#[cfg(not(unix))]
pub(crate) async fn stop_signal() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}
