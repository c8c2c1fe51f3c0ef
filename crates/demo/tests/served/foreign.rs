//! The options about another provider.

use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::support::Outcome;

/// Runs `serve` with these options, which must be refused, and returns its error message.
fn refused(arguments: &[&str]) -> Result<String, Box<dyn Error>> {
    let output = Command::new(env!("CARGO_BIN_EXE_symbolon-demo"))
        .args(["serve", "--relying-party-port", "0"])
        .args(arguments)
        .output()?;
    assert!(!output.status.success(), "{arguments:?}");
    Ok(String::from_utf8(output.stderr)?)
}

#[test]
fn options_that_do_not_fit_together_are_refused_with_what_is_missing() -> Outcome {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("key-without-alg.json");
    fs::write(&file, r#"{"kty":"oct","k":"AAAA"}"#)?;
    let file = file.to_str().ok_or("the path is not text")?;
    let provider = ["--provider", "https://op.example", "--client-id", "c"];
    for (arguments, problem) in [
        (&[][..], "--client-secret"),
        (&["--client-authentication", "private_key_jwt"], "--client-key"),
        (&["--client-authentication", "private_key_jwt", "--client-key", file], "`alg`"),
        (&["--client-authentication", "digest"], "client_secret_post"),
        (&["--client-secret", "s", "--id-token-algorithm", "none"], "RS256"),
        (&["--client-secret", "s", "--clients", "f"], "--clients"),
    ] {
        let told = refused(&[&provider, arguments].concat())?;
        assert!(told.contains(problem), "{arguments:?}: {told}");
    }
    let told = refused(&["--client-authentication", "none"])?;
    assert!(told.contains("--provider"), "{told}");
    Ok(())
}
