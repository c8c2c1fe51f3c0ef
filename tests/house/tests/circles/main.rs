//! No module of a crate names something in another that names something in the first, directly or
//! through further modules.
//!
//! A module is a file below `src`. File A uses file B when a path in A that begins with `crate`,
//! `super`, `self` or a child module, or a `use` of such a path, leads to an item that B defines;
//! re-exports are followed. A parent that declares or re-exports its children does not use them.
//! Test modules do not count.

#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "an overflow fails the test")]

mod graph;
mod module;
mod tokens;

use std::error::Error;

use graph::Graph;
use symbolon_house_tests::{members, root, sources};

#[test]
fn no_modules_import_each_other_in_a_circle() -> Result<(), Box<dyn Error>> {
    let mut found = Vec::new();
    for package in members()? {
        let is_crate =
            package.manifest_path.as_std_path().starts_with(root().join("crates").canonicalize()?);
        if !is_crate {
            continue;
        }
        let graph = Graph::of(&sources(&package)?);
        found.extend(graph.circles().iter().map(|circle| format!("{}: {circle}", package.name)));
    }
    assert!(found.is_empty(), "modules import each other in a circle:\n{}", found.join("\n"));
    Ok(())
}
