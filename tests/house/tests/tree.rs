//! The default backend comes with few crates.

#![expect(clippy::disallowed_methods, reason = "this test runs cargo and reads a README")]

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::process::Command;

use symbolon_house_tests::root;

/// Name and version of each crate that comes along with JOSE on ring, those two included.
fn crates() -> Result<BTreeSet<String>, Box<dyn Error>> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--package", "symbolon-crypto-ring", "--edges", "normal"])
        .args(["--prefix", "none", "--format", "{p}", "--target", "x86_64-unknown-linux-gnu"])
        .current_dir(root())
        .output()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout)?;
    let name_and_version = |line: &str| line.split(' ').take(2).collect::<Vec<_>>().join(" ");
    Ok(lines.lines().map(name_and_version).collect())
}

#[test]
fn jose_on_ring_is_100_crates_at_most_and_says_how_many() -> Result<(), Box<dyn Error>> {
    let crates = crates()?;
    assert!(crates.iter().any(|it| it.starts_with("ring ")), "{crates:?}");
    assert!(crates.len() <= 100, "{} crates", crates.len());
    let stated = format!("the {} crates", crates.len());
    for name in ["crypto-ring", "jose"] {
        let readme = fs::read_to_string(root().join("crates").join(name).join("README.md"))?;
        assert!(readme.contains(&stated), "the README of {name} does not say {stated:?}");
    }
    Ok(())
}

/// A crate that binds a C library is called after it, and `-sys`.
#[test]
fn jose_on_ring_has_no_c_but_rings() -> Result<(), Box<dyn Error>> {
    let foreign = |it: &&String| it.split(' ').next().is_some_and(|name| name.ends_with("-sys"));
    let crates = crates()?;
    assert_eq!(crates.iter().find(foreign), None);
    Ok(())
}
