//! How many crates a user of the default backend builds, and which databases a user of the store
//! builds.

#![expect(clippy::disallowed_methods, reason = "this test runs cargo and reads a README")]

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::process::Command;

use symbolon_house_tests::root;

/// Returns the name and version of each crate that `symbolon-crypto-ring` is built from, itself and
/// `symbolon-jose` included.
fn crates() -> Result<BTreeSet<String>, Box<dyn Error>> {
    crates_of("symbolon-crypto-ring", "")
}

/// Returns the name and version of each crate that a package with these features is built from.
fn crates_of(package: &str, features: &str) -> Result<BTreeSet<String>, Box<dyn Error>> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--package", package, "--features", features, "--edges", "normal"])
        .args(["--prefix", "none", "--format", "{p}", "--target", "x86_64-unknown-linux-gnu"])
        .current_dir(root())
        .output()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout)?;
    let name_and_version = |line: &str| line.split(' ').take(2).collect::<Vec<_>>().join(" ");
    Ok(lines.lines().map(name_and_version).collect())
}

#[test]
fn jose_on_ring_is_100_crates_at_most_and_its_readmes_state_the_number()
-> Result<(), Box<dyn Error>> {
    let crates = crates()?;
    assert!(crates.iter().any(|it| it.starts_with("ring ")), "{crates:?}");
    assert!(crates.len() <= 100, "{} crates, expected 100 at most", crates.len());
    let stated = format!(" {} crates ", crates.len());
    for name in ["crypto-ring", "jose"] {
        let readme = fs::read_to_string(root().join("crates").join(name).join("README.md"))?;
        // On one line, wherever the README breaks it.
        let words: Vec<&str> = readme.split_whitespace().collect();
        assert!(words.join(" ").contains(&stated), "the README of {name} does not say {stated:?}");
    }
    Ok(())
}

/// The name of a crate that binds a C library ends in `-sys`.
#[test]
fn jose_on_ring_binds_no_c_library_besides_what_ring_contains() -> Result<(), Box<dyn Error>> {
    let foreign = |it: &&String| it.split(' ').next().is_some_and(|name| name.ends_with("-sys"));
    let crates = crates()?;
    assert_eq!(crates.iter().find(foreign), None);
    Ok(())
}

#[test]
fn a_store_without_features_builds_no_database() -> Result<(), Box<dyn Error>> {
    let databases = |features: &str| -> Result<Vec<_>, Box<dyn Error>> {
        let crates = crates_of("symbolon-store", features)?;
        let found = ["libsqlite3-sys", "rusqlite", "tokio", "tokio-postgres"].map(|name| {
            let is_it = |it: &String| it.split(' ').next() == Some(name);
            crates.iter().any(is_it).then_some(name)
        });
        Ok(found.into_iter().flatten().collect())
    };
    assert_eq!(databases("")?, [""; 0]);
    assert_eq!(databases("sqlite")?, ["libsqlite3-sys", "rusqlite", "tokio"]);
    assert_eq!(databases("postgres")?, ["tokio", "tokio-postgres"]);
    Ok(())
}
