//! A function fits on one screen.

use std::error::Error;

use symbolon_house_tests::files::{TextFile, below};
use symbolon_house_tests::prose::function_name;
use symbolon_house_tests::root;

/// The most lines that a function may have, from its signature to its closing brace.
const LONGEST: usize = 50;

/// Functions that are one long table, a row per line.
const TABLES: &[&str] = &[];

/// The functions of a file, each with the number of its lines. `cargo fmt` puts the closing brace at
/// the indentation of the first line; a function without a body ends there with a semicolon.
fn functions(file: &TextFile) -> Vec<(&str, usize)> {
    let lines: Vec<&str> = file.text.lines().collect();
    let mut functions = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let Some(name) = function_name(line) else { continue };
        let indentation = line.len().saturating_sub(line.trim_start().len());
        let ends = |other: &&str| {
            let outer = other.get(indentation..).is_some_and(|it| !it.starts_with(' '));
            outer && other.ends_with(['}', ';'])
        };
        let last = lines.iter().skip(number).position(ends).unwrap_or_default();
        functions.push((name, last.saturating_add(1)));
    }
    functions
}

#[test]
fn no_function_is_longer_than_a_screen() -> Result<(), Box<dyn Error>> {
    let mut measured = 0_usize;
    let mut found = Vec::new();
    for file in below(&root().join("crates"), &["rs"])? {
        if !file.path.iter().any(|folder| folder == "src") {
            continue;
        }
        for (name, lines) in functions(&file) {
            measured = measured.saturating_add(1);
            if lines > LONGEST && !TABLES.contains(&name) {
                found.push(format!("{}: {name} has {lines} lines", file.path.display()));
            }
        }
    }
    assert!(measured > 1000, "only {measured} functions found");
    assert!(found.is_empty(), "{}", found.join("\n"));
    Ok(())
}

#[test]
fn functions_are_measured_from_signature_to_brace() {
    let text = "trait A {\n    fn b(\n        c: u8,\n    );\n\n    fn d() {\n        e();\n    }\n}\n\
                pub(crate) const fn f() -> u8 { 1 }\nlet g = fn_of();\n";
    let file = TextFile { path: "a.rs".into(), text: text.to_owned() };
    assert_eq!(functions(&file), [("b", 3), ("d", 3), ("f", 1)]);
}
