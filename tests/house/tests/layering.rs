//! Each crate depends only on crates below it, and published crates depend on few foreign ones.

use std::error::Error;

use cargo_metadata::{Dependency, DependencyKind, Package};
use symbolon_house_tests::{members, published};

const JOSE: &str = "symbolon-jose";
const OAUTH: &str = "symbolon-oauth";
const OIDC: &str = "symbolon-oidc";
const DISCOVERY: &str = "symbolon-discovery";
const REGISTRATION: &str = "symbolon-registration";
const RELYING_PARTY: &str = "symbolon-relying-party";
const PROVIDER: &str = "symbolon-provider";
const CRYPTO_AWS_LC: &str = "symbolon-crypto-aws-lc";
const CRYPTO_RING: &str = "symbolon-crypto-ring";
const FACADE: &str = "symbolon";
const TEST_SUPPORT: &str = "symbolon-test-support";
const REQWEST: &str = "symbolon-reqwest";
const AXUM: &str = "symbolon-axum";
const STORE: &str = "symbolon-store";
const CLI: &str = "symbolon-cli";

/// Each crate of the workspace and the crates that it may depend on: those below it.
const BELOW: &[(&str, &[&str])] = &[
    (JOSE, &[]),
    (CRYPTO_AWS_LC, &[JOSE]),
    (CRYPTO_RING, &[JOSE]),
    (OAUTH, &[JOSE]),
    (OIDC, &[JOSE, OAUTH]),
    (DISCOVERY, &[JOSE, OAUTH, OIDC]),
    (REGISTRATION, &[JOSE, OAUTH, OIDC, DISCOVERY]),
    (RELYING_PARTY, &[JOSE, OAUTH, OIDC, DISCOVERY, REGISTRATION]),
    (PROVIDER, &[JOSE, OAUTH, OIDC, DISCOVERY, REGISTRATION]),
    (
        FACADE,
        &[
            JOSE,
            OAUTH,
            OIDC,
            DISCOVERY,
            REGISTRATION,
            RELYING_PARTY,
            PROVIDER,
            CRYPTO_AWS_LC,
            CRYPTO_RING,
        ],
    ),
    (AXUM, &[JOSE, OAUTH, OIDC, DISCOVERY, REGISTRATION, RELYING_PARTY, PROVIDER]),
    (REQWEST, &[JOSE, OAUTH]),
    (STORE, &[JOSE, OAUTH, OIDC, DISCOVERY, REGISTRATION, RELYING_PARTY, PROVIDER]),
    (CLI, &[FACADE, REQWEST]),
    ("symbolon-demo", &[FACADE, REQWEST, STORE]),
    ("symbolon-examples", &[FACADE, AXUM, REQWEST, STORE]),
    ("symbolon-backend-tests", &[JOSE, CRYPTO_AWS_LC, CRYPTO_RING]),
    (
        "symbolon-case-tests",
        &[JOSE, CRYPTO_RING, OAUTH, OIDC, DISCOVERY, RELYING_PARTY, TEST_SUPPORT],
    ),
    ("symbolon-certification-tests", &[]),
    ("symbolon-test-databases", &[]),
    (
        "symbolon-fuzz-tests",
        &[JOSE, OAUTH, OIDC, DISCOVERY, REGISTRATION, RELYING_PARTY, PROVIDER, TEST_SUPPORT],
    ),
    ("symbolon-house-tests", &[]),
    ("symbolon-interop-tests", &[FACADE, REQWEST]),
    ("symbolon-pair-tests", &[]),
    (TEST_SUPPORT, &[JOSE, OAUTH, DISCOVERY, PROVIDER]),
    (
        "symbolon-store-tests",
        &[
            JOSE,
            CRYPTO_RING,
            OAUTH,
            DISCOVERY,
            REGISTRATION,
            RELYING_PARTY,
            PROVIDER,
            STORE,
            TEST_SUPPORT,
        ],
    ),
    ("symbolon-vector-tests", &[JOSE, CRYPTO_AWS_LC, CRYPTO_RING, TEST_SUPPORT]),
];

/// The foreign crates that every published crate may depend on.
const FOREIGN: &[&str] = &[
    "serde",
    "serde_json",
    "base64",
    "memchr",
    "url",
    "time",
    "http",
    "thiserror",
    "zeroize",
    "subtle",
];

/// The foreign crates that only a backend may depend on.
const CRYPTOGRAPHY: &[(&str, &[&str])] = &[
    (CRYPTO_AWS_LC, &["aws-lc-rs"]),
    (
        CRYPTO_RING,
        &[
            "aes",
            "aes-gcm",
            "aes-kw",
            "cbc",
            "crypto-bigint",
            "ecdsa",
            "k256",
            "p256",
            "p384",
            "p521",
            "ring",
            "x25519-dalek",
        ],
    ),
];

/// The foreign crates that only jose may depend on, each with the feature that turns it on: readers
/// of key formats, and decompression. They are not cryptography.
const FORMATS: &[(&str, &[&str])] =
    &[("pkix", &["der", "pkcs1", "pkcs8", "sec1", "spki", "x509-cert"]), ("zip", &["miniz_oxide"])];

/// The foreign crate that only oauth may depend on: a template escapes the values in the page that
/// posts an authorization response.
const PAGES: &[(&str, &[&str])] = &[(OAUTH, &["askama"])];

/// The foreign crates that only an adapter or a published program may depend on.
const OUTSIDE: &[(&str, &[&str])] = &[
    (AXUM, &["axum", "cookie"]),
    (REQWEST, &["reqwest", "tokio"]),
    (
        STORE,
        &[
            "deadpool-postgres",
            "percent-encoding",
            "rusqlite",
            "rustls",
            "rustls-platform-verifier",
            "tokio",
            "tokio-postgres",
            "tokio-rustls",
            "x509-cert",
        ],
    ),
    (CLI, &["anstream", "anstyle", "clap", "reqwest", "rustls", "tokio"]),
];

/// Returns what a table lists for a crate.
fn listed(
    table: &'static [(&str, &[&'static str])],
    name: &str,
) -> Option<&'static [&'static str]> {
    table.iter().find(|(of, _)| *of == name).map(|(_, allowed)| *allowed)
}

/// Returns the dependencies that users of a package build too: all but those of its tests.
fn shipped(package: &Package) -> impl Iterator<Item = &Dependency> {
    package.dependencies.iter().filter(|it| it.kind != DependencyKind::Development)
}

#[test]
fn every_crate_is_in_the_table_of_layers() -> Result<(), Box<dyn Error>> {
    let members = members()?;
    let names: Vec<&str> = members.iter().map(|package| package.name.as_str()).collect();
    let placed: Vec<&str> = BELOW.iter().map(|(name, _)| *name).collect();
    for name in &names {
        assert!(placed.contains(name), "{name} is missing in the table of layers");
    }
    for name in placed {
        assert!(names.contains(&name), "{name} is in the table of layers, but does not exist");
    }
    Ok(())
}

#[test]
fn every_crate_depends_only_on_crates_below_it() -> Result<(), Box<dyn Error>> {
    let mut checked = 0_usize;
    for package in members()? {
        let below = listed(BELOW, &package.name).unwrap_or_default();
        for dependency in shipped(&package).filter(|it| it.path.is_some()) {
            let to = dependency.name.as_str();
            assert!(
                below.contains(&to),
                "the table of layers does not let {} depend on {to}",
                package.name
            );
            checked = checked.saturating_add(1);
        }
    }
    assert!(checked > 0, "no dependency between crates of the workspace was found");
    Ok(())
}

#[test]
fn published_crates_depend_on_listed_foreign_crates_only() -> Result<(), Box<dyn Error>> {
    for package in members()?.iter().filter(|package| published(package)) {
        let tables = [CRYPTOGRAPHY, PAGES, OUTSIDE];
        let own: Vec<&str> = tables
            .iter()
            .filter_map(|table| listed(table, &package.name))
            .flatten()
            .copied()
            .collect();
        for dependency in shipped(package).filter(|it| it.path.is_none()) {
            let to = dependency.name.as_str();
            let format = package.name == JOSE && FORMATS.iter().any(|(_, its)| its.contains(&to));
            assert!(
                FOREIGN.contains(&to) || own.contains(&to) || format,
                "the lists above do not let {} depend on {to}",
                package.name
            );
        }
    }
    Ok(())
}

#[test]
fn key_formats_and_decompression_are_behind_features_that_are_off() -> Result<(), Box<dyn Error>> {
    let members = members()?;
    let jose = members
        .iter()
        .find(|package| package.name == JOSE)
        .ok_or("symbolon-jose is not a member")?;
    assert_eq!(jose.features.get("default"), None);
    for (feature, dependencies) in FORMATS {
        let switched = jose.features.get(*feature).ok_or(*feature)?;
        for name in *dependencies {
            let dependency = shipped(jose).find(|it| it.name == *name).ok_or(*name)?;
            assert!(dependency.optional, "{name} is not optional");
            assert!(
                switched.contains(&format!("dep:{name}")),
                "the feature {feature} does not turn {name} on"
            );
        }
    }
    Ok(())
}

#[test]
fn published_crates_have_no_build_script() -> Result<(), Box<dyn Error>> {
    for package in members()?.iter().filter(|package| published(package)) {
        let scripts = package.targets.iter().filter(|target| target.is_custom_build()).count();
        assert_eq!(scripts, 0, "{} has a build script", package.name);
    }
    Ok(())
}

#[test]
fn folders_are_named_after_their_packages() -> Result<(), Box<dyn Error>> {
    for package in members()?.iter().filter(|package| published(package)) {
        let folder = package.manifest_path.parent().and_then(|folder| folder.file_name());
        let name = package.name.strip_prefix("symbolon-").unwrap_or(&package.name);
        assert_eq!(folder, Some(name));
    }
    Ok(())
}
