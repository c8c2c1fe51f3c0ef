//! Reads files of vectors.

pub use serde_json::Value as Json;
use symbolon_test_support::vectors::text;

/// Reads a file of the shared vectors as JSON. Returns `None` if the vectors are absent and the
/// test must be skipped.
///
/// # Panics
/// If the file is not JSON.
#[must_use]
#[expect(clippy::unwrap_used, reason = "a vector that cannot be read fails the test")]
pub fn json(file: &str) -> Option<Json> {
    text(file).map(|text| serde_json::from_str(&text).unwrap())
}
