//! Test vectors that are not part of the repository: they are in `../shared/vectors`, beside it.
//!
//! Where a file or folder is missing, the test that asks for it is skipped, and a line on standard
//! error says so. Where the environment variable `CI` is `true`, that test fails instead.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Reads a file among the vectors. Returns `None` when the test has to be skipped.
#[expect(clippy::disallowed_methods, reason = "vectors are files")]
#[must_use]
pub fn text(file: &str) -> Option<String> {
    let text = fs::read_to_string(folder().join(file)).ok();
    if text.is_none() {
        skip(file);
    }
    text
}

/// Lists the files with this ending in a folder among the vectors, in order. The list is empty when
/// the test has to be skipped.
#[must_use]
pub fn names(of: &str, ending: &str) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder().join(of)) else {
        skip(of);
        return Vec::new();
    };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(ending)).collect();
    names.sort_unstable();
    names
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors")
}

/// Reports that the current test is skipped, or fails it on CI.
#[expect(clippy::disallowed_methods, reason = "only CI sets the variable")]
fn skip(missing: &str) {
    let missing = format!("../shared/vectors/{missing} is missing");
    assert!(env::var_os("CI").is_none_or(|value| value != "true"), "{missing}: CI skips no test");
    // The harness captures what `eprintln!` prints, but not what is written like this.
    let thread = std::thread::current();
    let test = thread.name().unwrap_or("a test");
    let line = format!("skipped: {test}: {missing}\n");
    io::Write::write_all(&mut io::stderr(), line.as_bytes()).unwrap();
}
