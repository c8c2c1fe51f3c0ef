//! The attack catalogue: a test is named after every attack on something that exists here.

#![expect(clippy::disallowed_methods, reason = "these tests are about files")]

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::Path;

use symbolon_house_tests::root;

/// The numbers of the attacks on what exists: all of JOSE, claims and ID Tokens, the authorization
/// code flow, redirect URIs, and the robustness of the library itself.
const WITH_TARGET: &[(u16, u16)] =
    &[(1, 75), (77, 92), (94, 103), (105, 109), (121, 121), (123, 130)];

/// Adds the names of the tests of attacks below a folder.
fn collect_tests(folder: &Path, found: &mut BTreeSet<String>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() && !path.ends_with("node_modules") {
            collect_tests(&path, found)?;
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path)?;
            for name in text.split("fn attack_").skip(1) {
                found.extend(name.split('(').next().map(|name| format!("attack_{name}")));
            }
        }
    }
    Ok(())
}

fn all_tests() -> Result<BTreeSet<String>, Box<dyn Error>> {
    let mut found = BTreeSet::new();
    for folder in ["crates", "tests"] {
        collect_tests(&root().join(folder), &mut found)?;
    }
    Ok(found)
}

fn number(name: &str) -> Option<u16> {
    name.strip_prefix("attack_")?.get(..3)?.parse().ok()
}

#[test]
fn every_attack_with_a_target_has_a_test() -> Result<(), Box<dyn Error>> {
    let found: BTreeSet<u16> = all_tests()?.iter().filter_map(|name| number(name)).collect();
    let numbers = WITH_TARGET.iter().flat_map(|(first, last)| *first..=*last);
    let missing: Vec<u16> = numbers.filter(|number| !found.contains(number)).collect();
    assert!(missing.is_empty(), "the attacks {missing:?} have no test");
    Ok(())
}

/// Returns the numbers in the rows of a page, after it was checked that each row names a test of
/// its attack that exists.
#[expect(clippy::disallowed_methods, reason = "these tests are about files")]
fn rows_of(page: &str) -> Result<Vec<u16>, Box<dyn Error>> {
    let page = fs::read_to_string(root().join(page))?;
    let tests = all_tests()?;
    let mut rows = Vec::new();
    for row in page.lines() {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let ["", of, _, _, _, test, ""] = cells.as_slice() else { continue };
        let Ok(of) = of.parse::<u16>() else { continue };
        let test = test.trim_matches('`');
        assert_eq!(number(test), Some(of), "{test}");
        assert!(tests.contains(test), "no test is named {test}");
        rows.push(of);
    }
    Ok(rows)
}

#[test]
fn the_page_of_attacks_on_jose_has_every_number() -> Result<(), Box<dyn Error>> {
    let expected: Vec<u16> = (1..=60).chain(123..=130).collect();
    assert_eq!(rows_of("docs/jose-attacks.md")?, expected);
    Ok(())
}

#[test]
fn the_page_of_attacks_on_logins_has_every_number() -> Result<(), Box<dyn Error>> {
    let rows: BTreeSet<u16> = rows_of("docs/login-attacks.md")?.into_iter().collect();
    let numbers = WITH_TARGET.iter().flat_map(|(first, last)| *first..=*last);
    let expected: BTreeSet<u16> = numbers.filter(|number| (61..=122).contains(number)).collect();
    let missing: Vec<_> = expected.difference(&rows).collect();
    assert!(missing.is_empty(), "the attacks {missing:?} have no row");
    Ok(())
}
