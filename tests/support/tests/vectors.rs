//! A test without its vectors says so on the terminal, and fails on CI.

#![expect(clippy::disallowed_methods, reason = "these tests run their own program once more")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::env;
use std::process::{Command, Output};

use symbolon_test_support::vectors::text;

#[test]
#[ignore = "the other tests run it"]
fn a_test_without_its_vectors() {
    assert_eq!(text("no-such-folder/no-such-file.json"), None);
}

/// Runs the ignored test as `cargo test` does, without `--nocapture`.
fn run(ci: Option<&str>) -> Output {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--ignored", "--exact", "a_test_without_its_vectors"]).env_remove("CI");
    if let Some(value) = ci {
        command.env("CI", value);
    }
    command.output().unwrap()
}

#[test]
fn it_is_skipped_and_the_terminal_says_so() {
    let output = run(None);
    assert!(output.status.success());
    let shown = String::from_utf8(output.stderr).unwrap();
    let line = "skipped: a_test_without_its_vectors: \
                ../shared/vectors/no-such-folder/no-such-file.json is missing\n";
    assert_eq!(shown, line);
}

#[test]
fn it_fails_on_ci() {
    assert!(!run(Some("true")).status.success());
}
