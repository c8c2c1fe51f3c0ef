use std::fs;
use std::path::{Path, PathBuf};

pub use serde_json::Value as Json;

/// The text of a file among the shared vectors, or a line that says why the test is skipped.
#[expect(clippy::disallowed_methods, reason = "vectors are files")]
#[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
pub fn text(file: &str) -> Option<String> {
    let text = fs::read_to_string(folder().join(file)).ok();
    if text.is_none() {
        println!("skipped: no {file} among shared/vectors");
    }
    text
}

/// The same, as JSON.
///
/// # Panics
/// When it is none.
#[expect(clippy::unwrap_used, reason = "a vector that cannot be read fails the test")]
pub fn json(file: &str) -> Option<Json> {
    text(file).map(|text| serde_json::from_str(&text).unwrap())
}

/// The names of the files of a folder among the shared vectors that end so, in order; none, and a
/// line that says so, when the folder is not there.
#[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
pub fn names(of: &str, ending: &str) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder().join(of)) else {
        println!("skipped: no {of} among shared/vectors");
        return vec![];
    };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(ending)).collect();
    names.sort_unstable();
    names
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors")
}
