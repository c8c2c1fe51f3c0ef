//! The files themselves: short, and with no lint switched off.

#![expect(clippy::disallowed_methods, reason = "these tests are about files")]

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use symbolon_house_tests::{members, published, root};

/// The most lines that a file written by hand may have.
const LONGEST: usize = 600;

/// Folders that hold what others wrote or tools made.
const NOT_OURS: &[&str] = &["target", "node_modules", "corpus", "artifacts", "coverage"];

/// The endings of files that people write.
const WRITTEN: &[&str] = &["rs", "md", "toml", "html", "css", "js", "mjs", "cjs", "ts", "sh"];

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with('.') || NOT_OURS.contains(&name.as_ref()) {
            continue;
        }
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            collect(&path, found)?;
        } else if path.extension().is_some_and(|it| WRITTEN.iter().any(|ending| it == *ending)) {
            found.push(path);
        }
    }
    Ok(())
}

/// Every file of ours with its text.
fn files() -> Result<Vec<(PathBuf, String)>, Box<dyn Error>> {
    let mut paths = Vec::new();
    collect(root(), &mut paths)?;
    let mut files = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path)?;
        files.push((path, text));
    }
    assert!(files.iter().any(|(path, _)| path.ends_with("crates/jose/src/lib.rs")));
    Ok(files)
}

#[test]
fn no_file_is_longer_than_a_reader_holds() -> Result<(), Box<dyn Error>> {
    for (path, text) in files()? {
        let lines = text.lines().count();
        assert!(lines <= LONGEST, "{} has {lines} lines", path.display());
    }
    Ok(())
}

#[test]
fn no_lint_is_switched_off() -> Result<(), Box<dyn Error>> {
    // Put together here, or this file would be the first to have them.
    let attributes = [concat!("#[", "allow("), concat!("#![", "allow(")];
    for (path, text) in files()? {
        if path.extension().is_some_and(|it| it == "rs") {
            for attribute in attributes {
                assert!(!text.contains(attribute), "{} has {attribute}..)]", path.display());
            }
        }
    }
    Ok(())
}

#[test]
fn every_crate_takes_the_lints_of_the_workspace() -> Result<(), Box<dyn Error>> {
    for package in members()? {
        let manifest = fs::read_to_string(&package.manifest_path)?;
        assert!(
            manifest.contains("[lints]\nworkspace = true"),
            "{} has lints of its own",
            package.name
        );
    }
    Ok(())
}

#[test]
fn every_published_crate_shows_its_readme() -> Result<(), Box<dyn Error>> {
    for package in members()?.iter().filter(|it| published(it)) {
        let target = package.targets.iter().find(|target| target.is_lib() || target.is_bin());
        let target = target.ok_or_else(|| format!("{} has no library or program", package.name))?;
        let text = fs::read_to_string(&target.src_path)?;
        assert!(
            text.contains(r#"#![doc = include_str!("../README.md")]"#),
            "{}'s README is not its documentation",
            package.name
        );
    }
    Ok(())
}
