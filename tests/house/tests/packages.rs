//! What a registry shows of the published crates, and the files that every package needs.

#![expect(clippy::disallowed_methods, reason = "these tests are about files")]

use std::error::Error;
use std::fs;

use cargo_metadata::Package;
use symbolon_house_tests::{members, published, root};

/// The categories that our crates are listed in: some of <https://crates.io/category_slugs>.
const CATEGORIES: &[&str] = &[
    "authentication",
    "database",
    "command-line-utilities",
    "cryptography",
    "web-programming",
    "web-programming::http-client",
];

fn published_members() -> Result<Vec<Package>, Box<dyn Error>> {
    Ok(members()?.into_iter().filter(published).collect())
}

#[test]
fn every_published_crate_describes_itself() -> Result<(), Box<dyn Error>> {
    for package in published_members()? {
        let name = &package.name;
        assert!(package.description.is_some(), "{name} has no description");
        assert!(package.repository.is_some(), "{name} has no repository");
        assert!(package.license.is_some(), "{name} has no license");
        assert!(package.rust_version.is_some(), "{name} has no minimum Rust version");
        assert_eq!(package.readme.as_deref().map(|it| it.as_str()), Some("README.md"), "{name}");
        let documentation = format!("https://docs.rs/{name}");
        assert_eq!(package.documentation.as_deref(), Some(documentation.as_str()), "{name}");
    }
    Ok(())
}

/// The limits of crates.io: <https://doc.rust-lang.org/cargo/reference/manifest.html#the-keywords-field>.
#[test]
fn keywords_and_categories_are_those_that_crates_io_takes() -> Result<(), Box<dyn Error>> {
    for Package { name, keywords, categories, .. } in published_members()? {
        assert!((1..=5).contains(&keywords.len()), "{name} has {} keywords", keywords.len());
        for keyword in keywords {
            let begins = keyword.starts_with(|it: char| it.is_ascii_alphanumeric());
            let fits = keyword.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_+".contains(&it));
            assert!(begins && fits && keyword.len() <= 20, "{name}: {keyword}");
        }
        assert!(!categories.is_empty(), "{name} has no category");
        for category in categories {
            assert!(CATEGORIES.contains(&category.as_str()), "{name}: {category}");
        }
    }
    Ok(())
}

/// The files in a crate's folder are links, which a package holds as files.
#[test]
fn every_published_crate_has_both_licences() -> Result<(), Box<dyn Error>> {
    for package in published_members()? {
        let folder = package.manifest_path.parent().ok_or("a manifest without a folder")?;
        for name in ["LICENSE-APACHE", "LICENSE-MIT"] {
            let ours = fs::read_to_string(root().join(name))?;
            let its = fs::read_to_string(folder.join(name))
                .map_err(|error| format!("{folder}/{name}: {error}"))?;
            assert_eq!(its, ours, "{folder}/{name}");
        }
    }
    Ok(())
}

/// `.ci/packages` makes the packages and looks into them.
#[test]
fn every_published_crate_takes_the_files_that_the_workspace_includes() -> Result<(), Box<dyn Error>>
{
    for package in published_members()? {
        let manifest = fs::read_to_string(&package.manifest_path)?;
        assert!(manifest.contains("\ninclude.workspace = true\n"), "{}", package.name);
    }
    Ok(())
}

/// cargo cannot package two crates that need each other to be published first. A dependency of the
/// tests that has only a path is left out of the package, so jose names the backends by their paths.
#[test]
fn jose_can_be_published_before_the_backends_that_its_tests_use() -> Result<(), Box<dyn Error>> {
    let members = members()?;
    let jose = members.iter().find(|it| it.name == "symbolon-jose").ok_or("there is no jose")?;
    let ours = jose.dependencies.iter().filter(|it| it.path.is_some());
    let mut count = 0_usize;
    for dependency in ours {
        assert_eq!(dependency.req.to_string(), "*", "{} has a version", dependency.name);
        count = count.saturating_add(1);
    }
    assert_eq!(count, 3, "the test has lost its subject");
    Ok(())
}
