//! Whether the file of a database is still where it was opened.

use std::fs;
use std::path::{Path, PathBuf};

/// The file under a path when the database was opened.
///
/// Unix lets a process write into a file that was deleted or renamed. After the next start, the
/// records in it would be lost.
#[derive(Debug)]
pub(super) struct Location {
    path: PathBuf,
    file: Option<(u64, u64)>,
}

impl Location {
    pub(super) fn of(file: &Path) -> Self {
        // The process may change its working directory later.
        let path = fs::canonicalize(file).unwrap_or_else(|_| file.to_path_buf());
        Self { file: identity(&path), path }
    }

    /// Returns whether the path still leads to the same file.
    pub(super) fn is_unchanged(&self) -> bool {
        identity(&self.path) == self.file
    }
}

#[cfg(unix)]
fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(path).ok().map(|file| (file.dev(), file.ino()))
}

/// Other systems do not delete a file that is open.
#[cfg(not(unix))]
fn identity(_: &Path) -> Option<(u64, u64)> {
    None
}
