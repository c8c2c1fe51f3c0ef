//! The statements in the source of this crate.

use std::path::Path;
use std::{fs, iter};

use super::OF_THE_SCHEMA;
use crate::sweep::SWEEPS;

/// Returns each statement with its name, in the order of the names.
pub(super) fn statements() -> Vec<(String, String)> {
    let mut statements = Vec::new();
    for source in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        statements.extend(constants(&source));
        assert_eq!(constants(&source).count(), literals(&source), "a statement has no name");
    }
    statements.retain(|(name, _)| !OF_THE_SCHEMA.contains(&name.as_str()));
    statements.extend(SWEEPS.map(|sql| {
        let table = sql.split(' ').nth(2).unwrap();
        (format!("sweep {table}"), sql.to_owned())
    }));
    statements.sort();
    let names = statements.iter().map(|(name, _)| name);
    assert!(names.clone().zip(names.skip(1)).all(|(a, b)| a != b), "two statements have one name");
    statements
}

/// Returns the text of all files below a folder, without the tests of statements.
fn sources(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let read = |path: std::path::PathBuf| match path.is_dir() {
        true if path.ends_with("plans") => Vec::new(),
        true => sources(&path),
        false if path.ends_with("plans.rs") || !path.to_str().unwrap().ends_with(".rs") => {
            Vec::new()
        }
        false => {
            let source = fs::read_to_string(path).unwrap();
            iter::once(source.split("#[cfg(test)]\nmod tests").next().unwrap().to_owned()).collect()
        }
    };
    entries.flat_map(read).collect()
}

fn is_statement(text: &str) -> bool {
    ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM "]
        .iter()
        .any(|verb| text.trim_start().strip_prefix(verb).is_some_and(|rest| !rest.is_empty()))
}

/// Returns the constants that are statements.
fn constants(source: &str) -> impl Iterator<Item = (String, String)> {
    source.split("const ").skip(1).filter_map(|constant| {
        let (name, text) = constant.split_once(": &str =")?;
        let text = text.trim_start().strip_prefix('"')?.split('"').next()?;
        is_statement(text).then(|| (name.to_owned(), text.to_owned()))
    })
}

/// Returns the number of texts that are statements. The statements of the sweep are made from parts,
/// and the statement that records a version has no parameter.
fn literals(source: &str) -> usize {
    let texts = source.split('"').filter(|text| is_statement(text));
    texts.filter(|text| !text.starts_with("INSERT INTO symbolon_schema")).count()
}
