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

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors")
}
