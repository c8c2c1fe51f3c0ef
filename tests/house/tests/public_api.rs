//! The public API of published crates uses types of few foreign crates.
//!
//! rustdoc knows what is public and writes it as JSON, in a format that is unstable.

#![expect(clippy::disallowed_methods, reason = "this test runs rustdoc and reads what it wrote")]

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::process::Command;

use cargo_metadata::Target;
use serde_json::{Value, json};
use symbolon_house_tests::{members, published, root, target};

/// The crates whose types a public API may use: the standard library, and foreign crates with those
/// that they re-export.
const ALLOWED: &[&str] =
    &["http", "url", "time", "serde", "serde_core", "serde_json", "std", "core", "alloc"];

/// The adapters, each with the foreign crates whose types it adapts.
const ADAPTERS: &[(&str, &[&str])] =
    &[("symbolon-axum", &["axum", "axum_core"]), ("symbolon-reqwest", &["reqwest"])];

/// An item that a public item refers to.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Reference {
    /// The name of its crate, or `crate` for the crate that refers to it.
    of: String,
    /// Its full path, which begins with the name of its crate.
    path: String,
}

/// Returns what the public items of each published library refer to.
fn references() -> Result<BTreeMap<String, BTreeSet<Reference>>, Box<dyn Error>> {
    let names: Vec<String> = members()?
        .iter()
        .filter(|package| published(package) && package.targets.iter().any(Target::is_lib))
        .map(|package| package.name.to_string())
        .collect();
    // The same target folder as everything else, so that no dependency is built again.
    let output = Command::new(env!("CARGO"))
        .args(["doc", "--quiet", "--lib", "--no-deps", "--workspace", "--all-features"])
        .arg("--manifest-path")
        .arg(root().join("Cargo.toml"))
        .env("RUSTDOC", root().join("tests/house/rustdoc-json"))
        .env("RUSTDOCFLAGS", "-Zunstable-options --output-format json")
        .output()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let documentation = target()?.join("doc");
    let mut all = BTreeMap::new();
    for name in names {
        let file = documentation.join(name.replace('-', "_")).with_extension("json");
        let documentation = serde_json::from_slice(&fs::read(file)?)?;
        all.insert(name, scan(&documentation)?);
    }
    Ok(all)
}

/// Returns what the public items of one crate refer to.
fn scan(documentation: &Value) -> Result<BTreeSet<Reference>, &'static str> {
    let index = documentation.get("index").and_then(Value::as_object).ok_or("no index")?;
    let mut references = BTreeSet::new();
    for item in index.values() {
        let inner = item.get("inner").ok_or("an item without its inner part")?;
        // An implementation for every type, made by another crate, says nothing about our types.
        let implementation = inner.get("impl");
        let is_blanket = implementation.is_some_and(|it| {
            it.get("blanket_impl").is_some_and(|of| !of.is_null())
                || it.get("is_synthetic") == Some(&Value::Bool(true))
        });
        let is_ours = item.get("crate_id").and_then(Value::as_u64) == Some(0);
        if is_ours && !is_blanket {
            collect(inner, documentation, &mut references);
        }
    }
    Ok(references)
}

/// Adds the references below a JSON value.
fn collect(value: &Value, documentation: &Value, references: &mut BTreeSet<Reference>) {
    match value {
        Value::Array(values) => {
            values.iter().for_each(|value| collect(value, documentation, references));
        }
        Value::Object(members) => {
            // A reference has an `id` and a `path`; that of a `use` has a `source` instead.
            let is_reference = members.contains_key("path") || members.contains_key("source");
            if let Some(id) = members.get("id").filter(|_| is_reference) {
                references.extend(resolve(id, documentation));
            }
            members.values().for_each(|value| collect(value, documentation, references));
        }
        _ => {}
    }
}

/// Returns the item behind an `id`; `None` for a private item of ours, which rustdoc does not list.
fn resolve(id: &Value, documentation: &Value) -> Option<Reference> {
    let summary = documentation.get("paths")?.get(id.to_string())?;
    let path = summary.get("path")?.as_array()?.iter().filter_map(Value::as_str);
    let path = path.collect::<Vec<_>>().join("::");
    let of = match summary.get("crate_id")?.as_u64()? {
        0 => "crate",
        foreign => {
            documentation.get("external_crates")?.get(foreign.to_string())?.get("name")?.as_str()?
        }
    };
    Some(Reference { of: of.to_owned(), path })
}

fn is_allowed(of: &str) -> bool {
    of == "crate" || of == "symbolon" || of.starts_with("symbolon_") || ALLOWED.contains(&of)
}

#[test]
fn public_apis_use_types_of_allowed_crates_only() -> Result<(), Box<dyn Error>> {
    let all = references()?;
    for (package, references) in &all {
        let adapts = ADAPTERS.iter().filter(|(adapter, _)| adapter == package);
        let adapted: Vec<&str> = adapts.flat_map(|(_, foreign)| *foreign).copied().collect();
        let refused: Vec<_> = references
            .iter()
            .filter(|it| !is_allowed(&it.of) && !adapted.contains(&&*it.of))
            .collect();
        assert!(refused.is_empty(), "the public API of {package} refers to {refused:?}");
    }
    // If the format changes, no references are found, and the check above would pass.
    let oauth = all.get("symbolon-oauth").ok_or("symbolon-oauth is not published")?;
    for expected in ["http", "time", "url", "serde_core", "symbolon_jose", "core"] {
        assert!(
            oauth.iter().any(|it| it.of == expected),
            "no reference to {expected} found: {oauth:?}"
        );
    }
    Ok(())
}

#[test]
fn types_traits_and_whole_crates_are_found() -> Result<(), Box<dyn Error>> {
    let refer = |id: u64, written: &str| json!({ "id": id, "path": written, "args": null });
    let found = scan(&json!({
        "index": {
            "1": { "crate_id": 0, "inner": { "function": { "sig": {
                "inputs": [["secret", { "borrowed_ref": { "type": { "resolved_path": refer(10, "Key") } } }]],
            } } } },
            "2": { "crate_id": 0, "inner": { "impl": { "trait": refer(11, "Wipe"), "blanket_impl": null } } },
            "3": { "crate_id": 0, "inner": { "use": { "id": 12, "source": "whole" } } },
            "4": { "crate_id": 0, "inner": { "impl": { "trait": refer(13, "Any"), "blanket_impl": {} } } },
            "5": { "crate_id": 0, "inner": { "struct_field": refer(14, "OurPrivate") } },
            "6": { "crate_id": 9, "inner": { "function": { "sig": refer(13, "Any") } } },
        },
        "paths": {
            "10": { "crate_id": 7, "path": ["keys", "inner", "Key"] },
            "11": { "crate_id": 8, "path": ["wipe", "Wipe"] },
            "12": { "crate_id": 6, "path": ["whole"] },
            "13": { "crate_id": 9, "path": ["others", "Any"] },
        },
        "external_crates": {
            "6": { "name": "whole" },
            "7": { "name": "keys" },
            "8": { "name": "wipe" },
            "9": { "name": "others" },
        },
    }))?;
    let found: Vec<&str> = found.iter().map(|it| it.path.as_str()).collect();
    assert_eq!(found, ["keys::inner::Key", "whole", "wipe::Wipe"]);
    Ok(())
}
