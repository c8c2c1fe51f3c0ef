//! What happens to a test whose database is not installed.

use std::{env, io, thread};

/// Why a test cannot use PostgreSQL.
const MISSING: &str = "PostgreSQL is not installed: its initdb is neither in PATH nor in \
                       /usr/lib/postgresql/*/bin (on Debian, install the package postgresql)";

/// Reports that the current test is skipped because PostgreSQL is missing, or fails it on CI.
#[expect(clippy::disallowed_methods, reason = "only CI sets the variable")]
pub(crate) fn without_postgres() {
    assert!(env::var_os("CI").is_none_or(|value| value != "true"), "{MISSING}: CI skips no test");
    // The harness captures what `eprintln!` prints, but not what is written like this.
    let thread = thread::current();
    let line = format!("skipped: {}: {MISSING}\n", thread.name().unwrap_or("a test"));
    if let Err(error) = io::Write::write_all(&mut io::stderr(), line.as_bytes()) {
        panic!("standard error cannot be written to: {error}");
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "these tests run their own program once more")]
mod tests {
    use std::process::{Command, Output};

    use super::*;

    #[test]
    #[ignore = "the other tests run it"]
    fn a_test_without_postgres() {
        without_postgres();
    }

    /// Runs the ignored test as `cargo test` does, without `--nocapture`.
    fn run(ci: Option<&str>) -> Output {
        let mut command = Command::new(env::current_exe().unwrap());
        let test = "skip::tests::a_test_without_postgres";
        command.args(["--ignored", "--exact", test]).env_remove("CI");
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
        assert_eq!(shown, format!("skipped: skip::tests::a_test_without_postgres: {MISSING}\n"));
    }

    #[test]
    fn it_fails_on_ci() {
        assert!(!run(Some("true")).status.success());
    }
}
