//! The public signatures of published crates show the types of few foreign crates.
//!
//! rustdoc knows what is public, and writes it as JSON. The format is unstable.

#![expect(clippy::disallowed_methods, reason = "this test runs rustdoc and reads what it wrote")]

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::process::Command;

use cargo_metadata::Target;
use serde_json::{Value, json};
use symbolon_house_tests::{members, published, root, target};

/// The foreign crates whose types may show, each with those it re-exports, and the standard library.
const MAY_SHOW: &[&str] =
    &["http", "url", "time", "serde", "serde_core", "serde_json", "std", "core", "alloc"];

/// The adapters, each with the foreign crate that it adapts.
const ADAPTERS: &[(&str, &str)] = &[("symbolon-reqwest", "reqwest")];

/// An item that a public one refers to.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Shown {
    /// The name of its crate; `crate` for the very one that refers to it.
    of: String,
    /// Its full path, that crate's name first.
    path: String,
}

/// What each published crate shows.
fn shown() -> Result<BTreeMap<String, BTreeSet<Shown>>, Box<dyn Error>> {
    let names: Vec<String> = members()?
        .iter()
        .filter(|package| published(package) && package.targets.iter().any(Target::is_lib))
        .map(|package| package.name.to_string())
        .collect();
    // In the folder that everything is built in, so that no dependency is built once more.
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

/// Whatever the public items of one crate refer to.
fn scan(documentation: &Value) -> Result<BTreeSet<Shown>, &'static str> {
    let index = documentation.get("index").and_then(Value::as_object).ok_or("no index")?;
    let mut shown = BTreeSet::new();
    for item in index.values() {
        let inner = item.get("inner").ok_or("an item without its inner part")?;
        // Implementations that others made for every type say nothing about ours.
        let implementation = inner.get("impl");
        let is_blanket = implementation.is_some_and(|it| {
            it.get("blanket_impl").is_some_and(|of| !of.is_null())
                || it.get("is_synthetic") == Some(&Value::Bool(true))
        });
        let is_ours = item.get("crate_id").and_then(Value::as_u64) == Some(0);
        if is_ours && !is_blanket {
            collect(inner, documentation, &mut shown);
        }
    }
    Ok(shown)
}

/// Finds the references below a value.
fn collect(value: &Value, documentation: &Value, shown: &mut BTreeSet<Shown>) {
    match value {
        Value::Array(values) => {
            values.iter().for_each(|value| collect(value, documentation, shown));
        }
        Value::Object(members) => {
            // A reference has an id and the path as it was written, which a `use` calls its source.
            let is_reference = members.contains_key("path") || members.contains_key("source");
            if let Some(id) = members.get("id").filter(|_| is_reference) {
                shown.extend(resolve(id, documentation));
            }
            members.values().for_each(|value| collect(value, documentation, shown));
        }
        _ => {}
    }
}

/// What an id stands for. rustdoc keeps no summary of our private items: they show nothing.
fn resolve(id: &Value, documentation: &Value) -> Option<Shown> {
    let summary = documentation.get("paths")?.get(id.to_string())?;
    let path = summary.get("path")?.as_array()?.iter().filter_map(Value::as_str);
    let path = path.collect::<Vec<_>>().join("::");
    let of = match summary.get("crate_id")?.as_u64()? {
        0 => "crate",
        foreign => {
            documentation.get("external_crates")?.get(foreign.to_string())?.get("name")?.as_str()?
        }
    };
    Some(Shown { of: of.to_owned(), path })
}

fn may_show(of: &str) -> bool {
    of == "crate" || of == "symbolon" || of.starts_with("symbolon_") || MAY_SHOW.contains(&of)
}

#[test]
fn published_crates_show_the_types_of_few_others() -> Result<(), Box<dyn Error>> {
    let all = shown()?;
    for (package, shown) in &all {
        let adapted = |of: &str| ADAPTERS.contains(&(package, of));
        let too_much: Vec<_> =
            shown.iter().filter(|it| !may_show(&it.of) && !adapted(&it.of)).collect();
        assert!(too_much.is_empty(), "{package} shows {too_much:?}");
    }
    // A format of rustdoc's that is no longer understood would show nothing at all.
    let oauth = all.get("symbolon-oauth").ok_or("symbolon-oauth is not published")?;
    for expected in ["http", "time", "url", "serde_core", "symbolon_jose", "core"] {
        assert!(oauth.iter().any(|it| it.of == expected), "no {expected} found: {oauth:?}");
    }
    Ok(())
}

#[test]
fn the_scan_finds_types_traits_and_whole_crates() -> Result<(), Box<dyn Error>> {
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
