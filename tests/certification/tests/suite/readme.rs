//! The tables in the README have a row for each file, and a file for each row that names one.

#![expect(clippy::disallowed_methods, reason = "this test is about files")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The files of each side that several modules share.
const SHARED: &[(&str, &[&str])] = &[
    (
        "provider",
        &[
            "assertions.rs",
            "browser.rs",
            "claims.rs",
            "clients.rs",
            "login.rs",
            "objects.rs",
            "under_test.rs",
            "web.rs",
        ],
    ),
    ("relying_party", &["dynamic.rs", "scripted.rs"]),
];

/// The reasons why a module has no file.
const REASONS: [&str; 3] = [
    "waits for the issue: logout",
    "waits for the issue: aggregated and distributed claims",
    "waits for the issue: mutual TLS",
];

fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the paths of all files with modules, below the folder of this package.
fn files() -> BTreeSet<PathBuf> {
    let mut files = BTreeSet::new();
    for (side, shared) in SHARED {
        let below = Path::new("tests/suite").join(side);
        for entry in fs::read_dir(folder().join(&below)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if !shared.contains(&name.as_str()) {
                files.insert(below.join(name));
            }
        }
    }
    files
}

/// Returns the cells of each row that is about a module: its name, side, plans, and test.
fn rows(readme: &str) -> Vec<[&str; 4]> {
    let rows = readme.lines().filter(|line| line.starts_with("| `"));
    rows.map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        cells.try_into().unwrap()
    })
    .collect()
}

#[test]
fn each_file_is_in_a_table_and_each_file_in_a_table_exists() {
    let readme = fs::read_to_string(folder().join("README.md")).unwrap();
    let mut listed = BTreeSet::new();
    let mut names = BTreeSet::new();
    for [module, side, _, test] in rows(&readme) {
        assert!(names.insert((side, module)), "{module} is listed twice");
        if REASONS.contains(&test) {
            continue;
        }
        // A name in Rust does not begin with a digit.
        let name = module.trim_matches('`').replace("3rd", "third");
        let snake = name.replace('-', "_").to_lowercase();
        let path = format!("tests/suite/{}/{snake}.rs", side.replace(' ', "_"));
        assert_eq!(test, format!("[{snake}.rs]({path})"));
        let text = fs::read_to_string(folder().join(&path)).unwrap();
        assert!(text.contains(&format!("#[test]\nfn {snake}() {{\n")), "{path} has no such test");
        listed.insert(PathBuf::from(path));
    }
    assert_eq!(listed, files());
}
