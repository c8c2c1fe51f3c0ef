//! `symbolon-demo` without arguments: one login, all its messages, and no secret.

#![expect(clippy::disallowed_methods, reason = "these tests run a program")]

use std::error::Error;
use std::process::Command;

/// The messages of a login: sender and receiver, and how the first line of each begins.
const MESSAGES: [(&str, &str); 28] = [
    ("browser → relying party", "GET /login"),
    ("relying party → provider", "GET /.well-known/openid-configuration"),
    ("provider → relying party", "200 OK"),
    ("relying party → browser", "303 See Other, go to /authorize"),
    ("browser → provider", "GET /authorize"),
    ("provider → browser", "303 See Other, go to /interaction"),
    ("browser → provider", "GET /interaction"),
    ("provider → browser", "200 OK, a page: Sign in"),
    ("browser → provider", "POST /sign-in"),
    ("provider → browser", "303 See Other, go to /interaction"),
    ("browser → provider", "GET /interaction"),
    ("provider → browser", "200 OK, a page: Allow access"),
    ("browser → provider", "POST /consent"),
    ("provider → browser", "303 See Other, go to /callback"),
    ("browser → relying party", "GET /callback"),
    ("relying party → provider", "POST /token"),
    ("provider → relying party", "200 OK"),
    ("relying party → provider", "GET /jwks"),
    ("provider → relying party", "200 OK"),
    ("relying party → browser", "303 See Other, go to /"),
    ("browser → relying party", "GET /"),
    ("relying party → browser", "200 OK, a page: Signed in"),
    ("browser → relying party", "POST /userinfo"),
    ("relying party → provider", "GET /userinfo"),
    ("provider → relying party", "200 OK"),
    ("relying party → browser", "303 See Other, go to /"),
    ("browser → relying party", "GET /"),
    ("relying party → browser", "200 OK, a page: Signed in"),
];

fn login() -> Result<String, Box<dyn Error>> {
    let output = Command::new(env!("CARGO_BIN_EXE_symbolon-demo")).output()?;
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?)
}

/// Removes the origins from the addresses in a text, because their ports differ at every run.
fn without_origins(text: &str) -> String {
    let text = text.replace("http://localhost:", "http://127.0.0.1:");
    let mut parts = text.split("http://127.0.0.1:");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.trim_start_matches(|c: char| c.is_ascii_digit()))
}

#[test]
fn the_login_prints_every_message_the_rules_and_the_claims() -> Result<(), Box<dyn Error>> {
    let transcript = login()?;
    let messages: Vec<_> = transcript.lines().filter(|line| line.contains(" → ")).collect();
    assert_eq!(messages.len(), MESSAGES.len(), "{transcript}");
    for (number, (line, (parties, headline))) in (1_u8..).zip(messages.iter().zip(MESSAGES)) {
        let expected = format!("{number:>2}  {parties}  {headline}");
        assert!(
            without_origins(line).starts_with(&expected),
            "found:\n{line}\nexpected:\n{expected}"
        );
    }

    let rules = transcript.lines().filter(|line| line.starts_with("    held "));
    assert_eq!(rules.count(), MESSAGES.len(), "each message has one rule");
    assert!(!transcript.contains("FAILED"), "{transcript}");
    let acr = "https://symbolon.example/acr/password";
    assert_eq!(transcript.matches(acr).count(), 2, "in the metadata and in the ID Token");
    for told in ["held    Core §3.1.3.7 (9)", "Alice Liddell", "alice@people.example"] {
        assert!(transcript.contains(told), "{told} is missing in\n{transcript}");
    }
    assert!(!transcript.contains('\u{1b}'), "there are colours without a terminal");
    Ok(())
}

/// Codes, tokens, states, nonces, verifiers and cookies have 43 random characters or more.
#[test]
fn attack_126_the_transcript_shows_no_secret_in_full() -> Result<(), Box<dyn Error>> {
    let transcript = login()?;
    assert!(!transcript.contains("correct horse"), "the password is in the transcript");
    let is_inside = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    for word in transcript.split(|c| !is_inside(c)) {
        let is_name = !word.contains(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit());
        assert!(is_name || word.len() <= 32, "{word} is in the transcript");
    }
    // The secrets are shown in part.
    for secret in ["code", "state", "nonce", "code_verifier", "access_token", "id_token"] {
        let mut lines = transcript.lines().map(str::trim_start);
        let is_cut = |line: &str| line.starts_with(&format!("{secret} ")) && line.ends_with('…');
        assert!(lines.any(is_cut), "{secret} is not in the transcript");
    }
    Ok(())
}
