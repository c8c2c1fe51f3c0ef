//! The files that people write.

use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::root;

/// Folders that hold what others wrote or what tools made.
const NOT_OURS: &[&str] = &["target", "node_modules", "corpus", "artifacts", "coverage"];

/// A file and its text.
#[derive(Clone, Debug)]
pub struct TextFile {
    /// The path from the folder of the workspace, or from where it was looked for.
    pub path: PathBuf,
    /// What is in it.
    pub text: String,
}

impl TextFile {
    /// Whether the name of the file ends like this, without the dot.
    #[must_use]
    pub fn is(&self, ending: &str) -> bool {
        self.path.extension().is_some_and(|it| it == ending)
    }
}

/// Reads the files below a folder that have one of these endings, in order of their paths.
///
/// # Errors
/// Returns an error when a folder or a file cannot be read.
#[expect(clippy::disallowed_methods, reason = "these tests are about files")]
pub fn below(folder: &Path, endings: &[&str]) -> io::Result<Vec<TextFile>> {
    let top = root().canonicalize()?;
    let mut paths = Vec::new();
    collect(&folder.canonicalize()?, endings, &mut paths)?;
    paths.sort_unstable();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path)?;
        let path = path.strip_prefix(&top).map(Path::to_path_buf).unwrap_or(path);
        Ok(TextFile { path, text })
    };
    paths.into_iter().map(read).collect()
}

fn collect(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with('.') || NOT_OURS.contains(&name.as_ref()) {
            continue;
        }
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            collect(&path, endings, found)?;
        } else if path.extension().is_some_and(|it| endings.iter().any(|ending| it == *ending)) {
            found.push(path);
        }
    }
    Ok(())
}
