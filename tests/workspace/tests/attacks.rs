//! The attack catalogue: every number whose target exists is the name of a test.

#![expect(clippy::disallowed_methods, reason = "these tests are about files")]

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::Path;

use symbolon_workspace_tests::root;

/// The attacks on what exists: signatures and keys, claims and ID Tokens, the authorization code
/// flow, redirect URIs, and the robustness of the library itself.
const STOPPED: &[(u16, u16)] = &[
    (1, 16),
    (19, 24),
    (40, 43),
    (61, 73),
    (75, 75),
    (77, 91),
    (94, 96),
    (98, 103),
    (121, 121),
    (123, 130),
];

fn tests_named(folder: &Path, found: &mut BTreeSet<u16>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() && !path.ends_with("node_modules") {
            tests_named(&path, found)?;
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path)?;
            for name in text.split("fn attack_").skip(1) {
                found.extend(name.get(..3).and_then(|number| number.parse::<u16>().ok()));
            }
        }
    }
    Ok(())
}

#[test]
fn every_attack_with_a_target_is_a_test() -> Result<(), Box<dyn Error>> {
    let mut found = BTreeSet::new();
    for folder in ["crates", "tests"] {
        tests_named(&root().join(folder), &mut found)?;
    }
    let numbers = STOPPED.iter().flat_map(|(first, last)| *first..=*last);
    let missing: Vec<u16> = numbers.filter(|number| !found.contains(number)).collect();
    assert!(missing.is_empty(), "no test is named after the attacks {missing:?}");
    Ok(())
}
