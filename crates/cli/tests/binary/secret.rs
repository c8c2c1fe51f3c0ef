//! `symbolon verify` with the client's secret, for tokens with a MAC.

use std::process::{Command, Stdio};

use symbolon::jose::jwt::Claims;
use symbolon::jose::{NumericDate, Secret, SignatureAlgorithm, SigningKey};
use symbolon::ring::CRYPTO;

use crate::support::{Key, NOW, Outcome, Ran, file, line, symbolon};

const SECRET: &str = "a client secret of more than 32 bytes";

/// Signs an ID Token of `https://op.example` for `client-1` with this algorithm and the secret.
fn id_token(algorithm: SignatureAlgorithm) -> Outcome<String> {
    let mut claims = Claims::new();
    claims.iss = Some("https://op.example".to_owned());
    claims.sub = Some("alice".to_owned());
    claims.aud = vec!["client-1".to_owned()];
    claims.iat = NumericDate::from_seconds(NOW - 10);
    claims.exp = NumericDate::from_seconds(NOW + 60);
    let secret = Secret::new(SECRET.as_bytes().to_vec());
    Ok(claims.sign("JWT", &SigningKey::from_secret(&secret, algorithm, &CRYPTO)?)?)
}

/// Runs `symbolon verify` at the time of the tests.
fn verify(arguments: &[&str], input: &str) -> Outcome<Ran> {
    let at = NOW.to_string();
    symbolon(&[&["verify", "--at", &at], arguments].concat(), input.as_bytes())
}

#[test]
fn a_secret_comes_from_a_file_standard_input_or_the_environment() -> Outcome<()> {
    let token = id_token(SignatureAlgorithm::Hs256)?;
    let in_file = file("secret.txt", &format!("{SECRET}\n"))?;
    for (arguments, input) in [
        (&["--secret-file", &in_file, &token][..], String::new()),
        (&["--secret-file", &in_file], token.clone()),
        (&["--secret-file", "-", &token], SECRET.to_owned()),
        (&["--secret-file", "-", &token], format!("{SECRET}\r\n")),
    ] {
        let ran = verify(arguments, &input)?;
        assert_eq!(ran.status, Some(0), "{}{}", ran.out, ran.err);
        assert!(line(&ran.out, "(6)-(8)").starts_with("held"), "{}", ran.out);
        assert!(ran.out.contains("signed with a MAC"), "{}", ran.out);
        assert!(!ran.out.contains(SECRET), "{}", ran.out);
    }
    let output = Command::new(env!("CARGO_BIN_EXE_symbolon"))
        .args(["verify", "--at", &NOW.to_string(), "--secret-env", "CLIENT_SECRET", &token])
        .env("CLIENT_SECRET", SECRET)
        .stdin(Stdio::null())
        .output()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}

#[test]
fn another_secret_refuses_the_token() -> Outcome<()> {
    let token = id_token(SignatureAlgorithm::Hs256)?;
    let ran = verify(&["--secret-file", "-", &token], "another secret of more than 32 bytes")?;
    assert_eq!(ran.status, Some(1), "{}{}", ran.out, ran.err);
    assert!(line(&ran.out, "(6)-(8)").starts_with("FAILED"), "{}", ran.out);
    Ok(())
}

#[test]
fn attack_002_a_secret_verifies_no_signature_and_a_public_key_no_mac() -> Outcome<()> {
    let key = Key::new()?;
    let signed = key.id_token("https://op.example")?;
    let ran = verify(&["--secret-file", "-", &signed], SECRET)?;
    assert_eq!(ran.status, Some(1), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("leave out the secret"), "{}", ran.out);
    let ran = verify(&["--secret-file", "-", &signed], &key.public()?.to_spki_pem()?)?;
    assert_eq!(ran.status, Some(2), "a public key is not a secret: {}{}", ran.out, ran.err);

    let keys = file("keys-of-mac.json", &key.jwk()?)?;
    let ran = verify(&["--keys", &keys, &id_token(SignatureAlgorithm::Hs256)?], "")?;
    assert_eq!(ran.status, Some(1), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("--secret-file"), "{}", ran.out);

    let ran = verify(&["--keys", &keys, "--secret-file", "-", &signed], SECRET)?;
    assert_eq!(ran.status, Some(2), "keys and a secret are not used together: {}", ran.out);
    Ok(())
}

#[test]
fn what_cannot_be_the_secret_verifies_nothing() -> Outcome<()> {
    let token = id_token(SignatureAlgorithm::Hs256)?;
    for (arguments, input, problem) in [
        (&["--secret-file", "-", &token][..], "\n", "empty"),
        // RFC 7518 §3.2.
        (&["--secret-file", "-", &token], "short", "32"),
        (&["--secret-file", "-"], SECRET, "--token-file"),
        (&["--secret-file", "/there/is/no/such/file", &token], "", "cannot be read"),
        (&["--secret-env", "THERE_IS_NO_SUCH_VARIABLE", &token], "", "does not exist"),
        (&["--secret", SECRET, &token], "", "--secret"),
    ] {
        let ran = verify(arguments, input)?;
        assert_eq!(ran.status, Some(2), "{problem}: {}{}", ran.out, ran.err);
        assert!(ran.err.contains(problem), "{problem}: {}", ran.err);
        assert_eq!(ran.out, "", "{problem}");
    }
    Ok(())
}

#[test]
fn the_rule_about_macs_is_not_judged_for_a_signature() -> Outcome<()> {
    let key = Key::new()?;
    let keys = file("keys-of-signature.json", &key.jwk()?)?;
    let ran = verify(&["--keys", &keys, &key.id_token("https://op.example")?], "")?;
    assert!(!line(&ran.out, "MAC has one audience").starts_with("held"), "{}", ran.out);
    let token = id_token(SignatureAlgorithm::Hs256)?;
    let ran = verify(&["--secret-file", "-", "--audience", "client-1", &token], SECRET)?;
    assert!(line(&ran.out, "MAC has one audience").starts_with("held"), "{}", ran.out);
    Ok(())
}
