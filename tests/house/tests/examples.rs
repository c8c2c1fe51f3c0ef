//! Examples in the documentation: on the first page of every module, and at the types that people
//! meet first.

use std::error::Error;

use symbolon_house_tests::files::TextFile;
use symbolon_house_tests::{docs, published_members, sources};

/// The types that the READMEs and the first pages of the crates use.
const FIRST_MET: &[&str] = &include!("../data/first_met.in");

/// Returns the file of a module that this file declares.
fn module_file<'a>(declares: &TextFile, module: &str, all: &'a [TextFile]) -> Option<&'a TextFile> {
    let stem = declares.path.with_extension("");
    let folder = if stem.ends_with("lib") { stem.parent()?.to_path_buf() } else { stem };
    let wanted = folder.join(format!("{module}.rs"));
    all.iter().find(|file| file.path == wanted)
}

fn first_page_has_example(file: &TextFile) -> bool {
    let page = file.text.lines().take_while(|line| line.starts_with("//!"));
    page.filter(|line| line.starts_with("//! ```")).count() >= 2
}

#[test]
fn the_first_page_of_every_public_module_has_an_example() -> Result<(), Box<dyn Error>> {
    let mut found = Vec::new();
    for package in published_members()? {
        let files = sources(&package)?;
        for file in &files {
            for line in file.text.lines() {
                let Some(module) = line.trim().strip_prefix("pub mod ") else { continue };
                let Some(module) = module.strip_suffix(';') else { continue };
                let page = module_file(file, module, &files);
                if !page.is_some_and(first_page_has_example) {
                    found.push(format!("{}: {module}", file.path.display()));
                }
            }
        }
    }
    assert!(found.is_empty(), "{} modules without an example:\n{}", found.len(), found.join("\n"));
    Ok(())
}

#[test]
fn the_types_that_people_meet_first_have_an_example() -> Result<(), Box<dyn Error>> {
    let mut with_example = Vec::new();
    for package in published_members()? {
        for file in sources(&package)? {
            for item in docs::items(&file).into_iter().filter(|item| item.public) {
                if item.text.contains("```") {
                    with_example.push(item.signature);
                }
            }
        }
    }
    let has_example = |name: &str| {
        with_example.iter().any(|signature| {
            let mut words = signature.split(|it: char| !it.is_alphanumeric() && it != '_');
            words.next() == Some("pub")
                && matches!(words.next(), Some("struct" | "enum" | "trait"))
                && words.next() == Some(name)
        })
    };
    let missing: Vec<_> = FIRST_MET.iter().filter(|name| !has_example(name)).collect();
    assert!(missing.is_empty(), "{} types without an example: {missing:?}", missing.len());
    Ok(())
}
