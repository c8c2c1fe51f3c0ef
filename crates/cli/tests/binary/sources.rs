//! Where `symbolon verify` takes keys and tokens from.

use crate::support::{Key, NOW, Outcome, Ran, file, serve, serve_with, symbolon};

const ISSUER: &str = "https://op.example";

/// Runs `symbolon verify` at the time of the tests.
fn verify(arguments: &[&str], input: &str) -> Outcome<Ran> {
    let at = NOW.to_string();
    symbolon(&[&["verify", "--at", &at], arguments].concat(), input.as_bytes())
}

#[test]
fn keys_are_a_set_or_a_jwk_or_pem() -> Outcome<()> {
    let key = Key::new()?;
    let token = key.id_token(ISSUER)?;
    for (name, keys) in [
        ("set.json", key.jwk_set()?),
        ("client.json", format!(r#"{{"jwks":{}}}"#, key.jwk_set()?)),
        ("jwk.json", key.jwk()?),
        ("key.pem", key.public()?.to_spki_pem()?),
    ] {
        let keys = file(name, &keys)?;
        let ran = verify(&["--keys", &keys, "--issuer", ISSUER, &token], "")?;
        assert_eq!(ran.status, Some(0), "{name}: {}{}", ran.out, ran.err);
        assert!(ran.out.contains(&keys), "{name}: {}", ran.out);
    }
    Ok(())
}

#[test]
fn a_key_of_another_issuer_refuses_the_token() -> Outcome<()> {
    let other = Key::new()?;
    let token = Key::new()?.id_token(ISSUER)?;
    let keys = file("other.pem", &other.public()?.to_spki_pem()?)?;
    let ran = verify(&["--keys", &keys, &token], "")?;
    assert_eq!(ran.status, Some(1), "{}{}", ran.out, ran.err);
    Ok(())
}

#[test]
fn what_holds_no_public_key_is_refused_with_a_way_out() -> Outcome<()> {
    let key = Key::new()?;
    let token = key.id_token(ISSUER)?;
    for (name, keys) in [
        ("private.json", key.private().expose().to_json()),
        ("private.pem", key.private().to_pkcs8_pem()?.expose().to_owned()),
        ("words.txt", "no key".to_owned()),
        ("empty.json", "{}".to_owned()),
        ("set-of-nothing.json", r#"{"keys":1}"#.to_owned()),
    ] {
        let ran = verify(&["--keys", &file(name, &keys)?, &token], "")?;
        assert_eq!(ran.status, Some(2), "{name}: {}{}", ran.out, ran.err);
        assert!(ran.err.contains("error:") && ran.err.contains("help:"), "{name}: {}", ran.err);
        assert_eq!(ran.out, "", "{name}");
    }
    Ok(())
}

#[test]
fn keys_are_fetched_from_the_issuer() -> Outcome<()> {
    let key = Key::new()?;
    let issuer = serve(key.jwk_set()?)?;
    let token = key.id_token(&issuer)?;
    let arguments = ["--issuer", &issuer, "--allow-http-issuer", "--audience", "client-1", &token];
    let ran = verify(&arguments, "")?;
    assert_eq!(ran.status, Some(0), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains(&format!("{issuer}/jwks")), "{}", ran.out);

    let ran =
        verify(&["--issuer", &issuer, "--allow-http-issuer", &Key::new()?.id_token(&issuer)?], "")?;
    assert_eq!(ran.status, Some(1), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("FAILED  Core §3.1.3.7 (6)-(8)"), "{}", ran.out);
    Ok(())
}

/// GitHub Actions, Kubernetes and SPIRE issue tokens, but do not sign users in. Their metadata has
/// no authorization endpoint.
#[test]
fn an_issuer_that_names_only_its_keys_is_enough() -> Outcome<()> {
    let key = Key::new()?;
    let issuer = serve_with(key.jwk_set()?, |issuer| {
        format!(r#"{{"issuer":"{issuer}","jwks_uri":"{issuer}/jwks"}}"#)
    })?;
    let token = key.id_token(&issuer)?;
    let ran = verify(&["--issuer", &issuer, "--allow-http-issuer", &token], "")?;
    assert_eq!(ran.status, Some(0), "{}{}", ran.out, ran.err);
    Ok(())
}

#[test]
fn keys_that_cannot_be_fetched_leave_the_token_unverified() -> Outcome<()> {
    let key = Key::new()?;
    let served = serve(key.jwk_set()?)?;
    for (issuer, problem) in [
        // Nothing is sent to another machine over http.
        ("http://op.example".to_owned(), "is used on this machine only"),
        (format!("{served}/tenant"), "404"),
        ("http://127.0.0.1:1".to_owned(), "metadata"),
    ] {
        let token = key.id_token(&issuer)?;
        let ran = verify(&["--issuer", &issuer, "--allow-http-issuer", &token], "")?;
        assert_eq!(ran.status, Some(2), "{issuer}: {}{}", ran.out, ran.err);
        assert!(ran.err.contains(problem), "{issuer}: {}", ran.err);
        assert!(ran.err.contains("--keys"), "{issuer}: {}", ran.err);
        assert!(!ran.err.contains(&token), "{issuer}: {}", ran.err);
    }
    Ok(())
}

#[test]
fn without_keys_and_issuer_nothing_is_verified() -> Outcome<()> {
    let ran = verify(&["a.b.c"], "")?;
    assert_eq!(ran.status, Some(2), "{}", ran.err);
    assert!(ran.err.contains("--keys") && ran.err.contains("--issuer"), "{}", ran.err);
    Ok(())
}

#[test]
fn a_token_comes_from_an_argument_a_file_or_standard_input() -> Outcome<()> {
    let key = Key::new()?;
    let keys = file("keys-of-token.json", &key.jwk()?)?;
    let token = key.id_token(ISSUER)?;
    let in_file = file("token", &format!("\"{token}\"\n"))?;
    for (arguments, input) in [
        (&[token.as_str()][..], ""),
        (&[&format!(" Bearer {token}\n")], ""),
        (&["--token-file", &in_file], ""),
        (&[], token.as_str()),
        (&[], &format!("bearer '{token}'\r\n")),
    ] {
        let ran = verify(&[&["--keys", &keys], arguments].concat(), input)?;
        assert_eq!(ran.status, Some(0), "{arguments:?}: {}{}", ran.out, ran.err);
    }
    let ran = verify(&["--keys", &keys, "--token-file", "/there/is/no/such/file"], "")?;
    assert_eq!(ran.status, Some(2), "{}", ran.err);
    let ran = symbolon(&["verify", "--keys", &keys], b"\xff")?;
    assert_eq!(ran.status, Some(2), "{}", ran.err);
    Ok(())
}

#[test]
fn a_token_that_is_refused_cannot_control_the_terminal() -> Outcome<()> {
    let key = Key::new()?;
    let keys = file("keys-of-control.json", &key.jwk()?)?;
    let token = key.id_token("https://\u{1b}[2J\u{9b}2J\u{202e}.example")?;
    let ran = verify(&["--keys", &keys, "--issuer", ISSUER, "--audience", "client-2", &token], "")?;
    assert_eq!(ran.status, Some(1), "{}{}", ran.out, ran.err);
    let controls = |it: char| it.is_control() && it != '\n' || it == '\u{202e}';
    assert!(!ran.out.contains(controls), "{:?}", ran.out);
    Ok(())
}

#[test]
fn header_and_claims_come_before_the_rules_with_their_times() -> Outcome<()> {
    let key = Key::new()?;
    let keys = file("keys-of-report.json", &key.jwk()?)?;
    let ran = verify(&["--keys", &keys, &key.id_token(ISSUER)?], "")?;
    let place = |text: &str| ran.out.find(text).ok_or_else(|| format!("no {text}: {}", ran.out));
    assert!(place("1800000000 (2027-01-15T08:00:00Z)")? < place("JWS header")?);
    assert!(place("JWS header")? < place("Claims")?);
    assert!(place("Claims")? < place("1800000060  (2027-01-15T08:01:00Z)")?);
    assert!(place("(2027-01-15T08:01:00Z)")? < place("Rules")?);
    // Where there is no terminal, there are no colours.
    assert!(!ran.out.contains('\u{1b}'), "{}", ran.out);
    Ok(())
}
