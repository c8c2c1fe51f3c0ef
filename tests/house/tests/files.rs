//! Rules for files: how long they are, which lints they switch off, what a manifest and a README
//! have in common.

#![expect(clippy::disallowed_methods, reason = "these tests are about files")]

use std::error::Error;
use std::fs;

use symbolon_house_tests::files::{TextFile, below};
use symbolon_house_tests::{members, published_members, root};

/// The most lines that a file written by hand may have.
const LONGEST: usize = 600;

/// The endings of files that people write.
const WRITTEN: &[&str] = &["rs", "md", "toml", "html", "css", "js", "mjs", "cjs", "ts", "sh"];

fn written_files() -> Result<Vec<TextFile>, Box<dyn Error>> {
    let files = below(root(), WRITTEN)?;
    assert!(files.iter().any(|file| file.path.ends_with("crates/jose/src/lib.rs")));
    Ok(files)
}

#[test]
fn every_file_has_600_lines_at_most() -> Result<(), Box<dyn Error>> {
    for file in written_files()? {
        let lines = file.text.lines().count();
        assert!(lines <= LONGEST, "{} has {lines} lines", file.path.display());
    }
    Ok(())
}

#[test]
fn no_file_switches_a_lint_off() -> Result<(), Box<dyn Error>> {
    // Written in two parts, so that the test does not find the attributes in this file.
    let attributes = [concat!("#[", "allow("), concat!("#![", "allow(")];
    for file in written_files()?.iter().filter(|file| file.is("rs")) {
        for attribute in attributes {
            assert!(!file.text.contains(attribute), "{} has {attribute}..)]", file.path.display());
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
            "the manifest of {} does not take the lints of the workspace",
            package.name
        );
    }
    Ok(())
}

#[test]
fn every_published_crate_has_its_readme_as_documentation() -> Result<(), Box<dyn Error>> {
    for package in published_members()? {
        let target = package.targets.iter().find(|target| target.is_lib() || target.is_bin());
        let target = target.ok_or_else(|| format!("{} has no library or program", package.name))?;
        let text = fs::read_to_string(&target.src_path)?;
        assert!(
            text.contains(r#"#![doc = include_str!("../README.md")]"#),
            "the README of {} is not its documentation",
            package.name
        );
    }
    Ok(())
}

#[test]
fn docs_rs_shows_every_feature_of_every_published_crate() -> Result<(), Box<dyn Error>> {
    for package in published_members()? {
        let manifest = fs::read_to_string(&package.manifest_path)?;
        assert!(
            manifest.contains("[package.metadata.docs.rs]\nall-features = true\n"),
            "docs.rs would not show all features of {}",
            package.name
        );
    }
    Ok(())
}
