//! The case files, which are not part of the repository: they are in `../shared/cases`, beside it.
//!
//! Where that folder is missing, a test that asks for a case is skipped, and a line on standard
//! error says so. Where the folder exists, a missing case fails the test.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// One input that the library got wrong, with the behaviour that its users need.
#[derive(Clone, Debug)]
pub struct Case {
    /// The name of the case, which is the name of its file without the ending.
    pub name: String,
    /// The letter of the kind of fault.
    pub kind: String,
    /// The input. Its shape differs from case to case.
    pub input: Value,
}

impl Case {
    /// Returns the part of the input that is at this JSON Pointer, such as `/body`.
    #[must_use]
    pub fn part(&self, pointer: &str) -> &Value {
        let part = self.input.pointer(pointer);
        part.unwrap_or_else(|| panic!("the case {} has no input at {pointer}", self.name))
    }
}

/// Reads a case. Returns `None` when the test has to be skipped, because there are no cases here.
#[must_use]
pub fn case(name: &str) -> Option<Case> {
    if names().is_empty() {
        skip(name);
        return None;
    }
    let text = read(&folder().join(format!("{name}.json")));
    let file: Value = serde_json::from_str(&text).expect("a case is JSON");
    Some(Case {
        name: name.to_owned(),
        kind: file["kind"].as_str().expect("a case has a kind").to_owned(),
        input: file["input"].clone(),
    })
}

/// Lists the names of all cases, in order. The list is empty when the folder is missing.
#[must_use]
pub fn names() -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder()) else {
        return Vec::new();
    };
    let files = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut names: Vec<String> =
        files.filter_map(|file| Some(file.strip_suffix(".json")?.to_owned())).collect();
    names.sort_unstable();
    names
}

#[expect(clippy::disallowed_methods, reason = "cases are files")]
fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/cases")
}

fn skip(name: &str) {
    let thread = std::thread::current();
    let test = thread.name().unwrap_or("a test");
    // The harness captures what `eprintln!` prints, but not what is written like this.
    let line = format!("skipped: {test}: ../shared/cases/{name}.json is missing\n");
    std::io::Write::write_all(&mut std::io::stderr(), line.as_bytes()).unwrap();
}
