//! Documentation, comments and error messages in plain English, as far as a program can tell.

use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;

use symbolon_house_tests::files::TextFile;
use symbolon_house_tests::{docs, files, prose, published_members, root, sources};

/// The words that the documentation of a public function may open with: verbs in the third person.
const OPENINGS: &str = include_str!("../data/openings.txt");

#[test]
fn no_prose_has_a_phrase_that_readers_stumble_over() -> Result<(), Box<dyn Error>> {
    let mut found = Vec::new();
    for file in files::below(root(), &["rs", "md", "html", "mjs", "py", "sh", "toml"])? {
        for (line, phrase) in prose::stumbles(&file) {
            found.push(format!("{}:{line}: {phrase:?}", file.path.display()));
        }
    }
    assert!(found.is_empty(), "{} phrases to write anew:\n{}", found.len(), found.join("\n"));
    Ok(())
}

#[test]
fn documentation_of_public_functions_opens_with_a_verb() -> Result<(), Box<dyn Error>> {
    let allowed: BTreeSet<&str> = OPENINGS.lines().collect();
    let mut found = Vec::new();
    for package in published_members()? {
        for file in sources(&package)? {
            for item in docs::items(&file).iter().filter(|it| it.public && it.is_function()) {
                let word = item.text.split_whitespace().next().unwrap_or_default();
                let word = word.trim_end_matches([',', '.', ':']);
                if !allowed.contains(word) {
                    found.push(format!("{}:{}: {word:?}", item.path.display(), item.line));
                }
            }
        }
    }
    assert!(
        found.is_empty(),
        "{} openings that are not in tests/house/data/openings.txt:\n{}",
        found.len(),
        found.join("\n")
    );
    Ok(())
}

#[test]
fn every_module_says_what_is_in_it() -> Result<(), Box<dyn Error>> {
    let mut found = Vec::new();
    for file in files::below(root(), &["rs"])? {
        let opens = file.text.trim_start();
        // A part of the README that a test includes, so that both show the same lines.
        let is_included = file.path == Path::new("tests/pair/tests/readme/login.rs");
        if !opens.starts_with("//!") && !opens.starts_with("#![doc = include_str!(") && !is_included
        {
            found.push(file.path.display().to_string());
        }
    }
    assert!(found.is_empty(), "{} files without `//!`:\n{}", found.len(), found.join("\n"));
    Ok(())
}

#[test]
fn a_phrase_is_found_in_comments_errors_and_names_and_across_lines() {
    let text = "/// The key, if there  is\n/// none.\n#[error(\"nobody\")]\nfn for_nobody() {}\n\
                let a = \"nobody\";\n/// `alg` is `none`, the noneness of nobodys.\n";
    let file = TextFile { path: "a.rs".into(), text: text.to_owned() };
    assert_eq!(prose::stumbles(&file), [(1, "is none"), (3, "nobody"), (4, "nobody")]);
}
