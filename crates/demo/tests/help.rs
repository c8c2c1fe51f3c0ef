//! `--help`: one line for each option.

#![expect(clippy::disallowed_methods, reason = "these tests run a program")]

use std::error::Error;
use std::process::Command;

fn help(arguments: &[&str]) -> Result<String, Box<dyn Error>> {
    let output = Command::new(env!("CARGO_BIN_EXE_symbolon-demo")).args(arguments).output()?;
    assert_eq!(output.status.code(), Some(0));
    Ok(String::from_utf8(output.stdout)?)
}

/// Returns the names of the options. Fails if the description of an option has several lines.
fn options(help: &str) -> Vec<&str> {
    let options = help.split_once("\nOptions:\n").map_or(help, |(_, options)| options);
    let lines = options.lines().filter(|line| line.starts_with(' '));
    let named = lines.map(|line| {
        let words = line.split_whitespace();
        let name = words.clone().find(|word| word.starts_with("--"));
        assert!(name.is_some(), "this line names no option:\n{line}");
        assert!(words.count() > 2, "the option has no description:\n{line}");
        name.unwrap_or_default()
    });
    named.collect()
}

#[test]
fn each_option_has_one_line_and_the_readme_describes_it() -> Result<(), Box<dyn Error>> {
    let choice = ["--flow", "--response-mode", "--request", "--claim", "--prompt"];
    let own = help(&["--help"])?;
    assert_eq!(options(&own), [&choice[..], &["--register", "--help", "--version"]].concat());
    let serve = help(&["serve", "--help"])?;
    let options = options(&serve);
    for option in choice {
        assert!(options.contains(&option), "{option}: {serve}");
    }
    let readme = include_str!("../README.md");
    assert!(readme.contains("`--register`"));
    for option in options.into_iter().filter(|option| *option != "--help") {
        assert!(
            readme.contains(&format!("{option} ")) || readme.contains(&format!("{option}`")),
            "{option}"
        );
    }
    Ok(())
}
