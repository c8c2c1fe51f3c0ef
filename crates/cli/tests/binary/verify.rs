//! `symbolon verify`, on the ID Token that every OpenID Connect overview prints.

use std::fs;

use serde_json::Value;

use crate::support::{Outcome, line, symbolon};

/// The vector: a JSON object with the token and its issuer's keys.
const VECTOR: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/vectors/overview-example/id-token.json");

const EXPECTATIONS: [&str; 7] = [
    "--issuer",
    "http://server.example.com",
    "--allow-http-issuer",
    "--audience",
    "s6BhdRkqt3",
    "--nonce",
    "n-0S6_WzA2Mj",
];

/// Reads the token of the overview. Returns `None`, and says so, where the vectors do not stand
/// beside the repository.
fn token() -> Outcome<Option<String>> {
    let Ok(vector) = fs::read(VECTOR) else {
        eprintln!("skipped: {VECTOR} is not there");
        return Ok(None);
    };
    let vector: Value = serde_json::from_slice(&vector)?;
    Ok(vector.get("id_token").and_then(Value::as_str).map(str::to_owned))
}

/// Verifies a token with the keys of the vector, and returns the status and everything printed.
fn verify(arguments: &[&str], token: &str) -> Outcome<(Option<i32>, String)> {
    let ran = symbolon(&[&["verify", "--keys", VECTOR], arguments, &[token]].concat(), b"")?;
    Ok((ran.status, ran.out + &ran.err))
}

#[test]
fn at_its_own_time_every_rule_holds() -> Outcome<()> {
    let Some(token) = token()? else { return Ok(()) };
    let arguments = [&EXPECTATIONS[..], &["--at", "1311281000"]].concat();
    let (status, told) = verify(&arguments, &token)?;
    assert_eq!(status, Some(0), "{told}");
    assert!(line(&told, "§3.1.3.7 (2)").starts_with("held"), "{told}");
    assert!(!told.contains("FAILED"), "{told}");
    Ok(())
}

#[test]
fn today_it_has_expired_and_every_other_rule_holds() -> Outcome<()> {
    let Some(token) = token()? else { return Ok(()) };
    let (status, told) = verify(&EXPECTATIONS, &token)?;
    assert_eq!(status, Some(1), "{told}");
    assert!(line(&told, "§3.1.3.7 (9)").contains("expired at 2011-07-21"), "{told}");
    assert_eq!(told.matches("FAILED").count(), 1, "{told}");
    Ok(())
}

#[test]
fn each_expectation_that_is_not_met_fails_its_rule() -> Outcome<()> {
    let Some(token) = token()? else { return Ok(()) };
    for (option, other, section) in [
        ("--issuer", "http://server.example.com/", "§3.1.3.7 (2)"),
        ("--audience", "s6BhdRkqt4", "§3.1.3.7 (3)"),
        ("--nonce", "n-0S6_WzA2Mk", "§3.1.3.7 (11)"),
    ] {
        let arguments = ["--at", "1311281000", "--allow-http-issuer", option, other];
        let (status, told) = verify(&arguments, &token)?;
        assert_eq!(status, Some(1), "{option}: {told}");
        assert!(line(&told, section).starts_with("FAILED"), "{option}: {told}");
    }
    Ok(())
}

#[test]
fn an_http_issuer_needs_its_option() -> Outcome<()> {
    let Some(token) = token()? else { return Ok(()) };
    let (status, told) = verify(&["--at", "1311281000"], &token)?;
    assert_eq!(status, Some(1), "{told}");
    assert!(line(&told, "https URL").starts_with("FAILED"), "{told}");
    assert_eq!(told.matches("FAILED").count(), 1, "{told}");
    Ok(())
}

#[test]
fn a_rule_with_nothing_to_compare_is_not_said_to_hold() -> Outcome<()> {
    let Some(token) = token()? else { return Ok(()) };
    let (status, told) = verify(&["--at", "1311281000", "--allow-http-issuer"], &token)?;
    assert_eq!(status, Some(0), "{told}");
    for (rule, option) in [
        ("`iss` is exactly", "--issuer"),
        ("`aud` contains the client", "--audience"),
        ("`nonce` equals the nonce", "--nonce"),
    ] {
        let line = line(&told, rule);
        assert!(!line.starts_with("held") && line.contains(option), "{told}");
    }
    Ok(())
}

#[test]
fn a_changed_token_fails_by_its_signature() -> Outcome<()> {
    let Some(token) = token()? else { return Ok(()) };
    let changed = token.replace("ewogImlzcyI6ICJodHRwOi8vc", "ewogImlzcyI6ICJodHRwczovc");
    assert_ne!(changed, token);
    let (status, told) = verify(&EXPECTATIONS, &changed)?;
    assert_eq!(status, Some(1), "{told}");
    assert!(line(&told, "(6)-(8)").starts_with("FAILED"), "{told}");
    Ok(())
}

#[test]
fn a_mac_cannot_be_verified_with_public_keys() -> Outcome<()> {
    let Some(token) = token()? else { return Ok(()) };
    let (_, rest) = token.split_once('.').unwrap_or_default();
    // {"alg":"HS256"}
    let (status, told) = verify(&EXPECTATIONS, &format!("eyJhbGciOiJIUzI1NiJ9.{rest}"))?;
    assert_eq!(status, Some(1), "{told}");
    assert!(told.contains("client's secret"), "{told}");
    Ok(())
}

#[test]
fn a_token_may_come_from_standard_input() -> Outcome<()> {
    let Some(token) = token()? else { return Ok(()) };
    let arguments = [&["verify", "--keys", VECTOR, "--at", "1311281000"], &EXPECTATIONS[..]];
    let ran = symbolon(&arguments.concat(), format!("{token}\n").as_bytes())?;
    assert_eq!(ran.status, Some(0), "{}{}", ran.out, ran.err);
    Ok(())
}

#[test]
fn wrong_arguments_end_with_status_2() -> Outcome<()> {
    let Some(token) = token()? else { return Ok(()) };
    for arguments in [
        &["--issuer", "http://server.example.com"][..],
        &["--issuer", "server.example.com"],
        &["--audience", "\u{7}"],
        &["--at", "yesterday"],
        &["--at", "999999999999999999"],
    ] {
        let (status, told) = verify(arguments, &token)?;
        assert_eq!(status, Some(2), "{arguments:?}: {told}");
        assert!(told.contains("error:"), "{arguments:?}: {told}");
    }
    let missing = symbolon(&["verify", "--keys", "/there/is/no/such/file", &token], b"")?;
    assert_eq!(missing.status, Some(2), "{}", missing.err);
    Ok(())
}

#[test]
fn no_text_makes_it_panic() -> Outcome<()> {
    if token()?.is_none() {
        return Ok(());
    }
    for text in ["", ".", "..", "a.b.c", "....", "eyJ9.e30.", "\u{202e}", "e30.e30.e30"] {
        let (status, told) = verify(&[], text)?;
        assert_eq!(status, Some(1), "{text}: {told}");
    }
    Ok(())
}
