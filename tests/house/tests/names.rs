//! One meaning per word: the name of a public type stands in one crate only.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use symbolon_house_tests::{published_members, sources};

/// Names that several crates may use, since users write the module before them.
const WITH_THEIR_MODULE: &[&str] = &["Error"];

/// The name of the public type that a line declares, if it declares one.
fn declared(line: &str) -> Option<&str> {
    let mut words = line.trim_start().strip_prefix("pub ")?.split_whitespace();
    let keyword = words.next()?;
    let name = words.next()?.split(['<', '(', '{', ';', ':', '=', ',']).next()?;
    ["struct", "enum", "union", "trait", "type"].contains(&keyword).then_some(name)
}

#[test]
fn the_name_of_a_public_type_stands_in_one_crate() -> Result<(), Box<dyn Error>> {
    let mut crates: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in published_members()? {
        for file in sources(&package)? {
            for name in file.text.lines().filter_map(declared) {
                crates.entry(name.to_owned()).or_default().insert(package.name.to_string());
            }
        }
    }
    assert!(crates.contains_key("IdTokenValidator"), "no types found: {crates:?}");
    crates.retain(|name, crates| crates.len() > 1 && !WITH_THEIR_MODULE.contains(&name.as_str()));
    assert!(crates.is_empty(), "names with several meanings: {crates:#?}");
    Ok(())
}
