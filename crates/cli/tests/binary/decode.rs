//! `symbolon decode`: what it shows of a token, and that it verifies nothing.

use crate::support::{Key, Outcome, symbolon};
use symbolon::jose::base64url;
use symbolon::jose::jwe::Jwe;
use symbolon::jose::{ContentEncryptionAlgorithm, EncryptionKey, KeyManagementAlgorithm};
use symbolon::ring::CRYPTO;

/// Makes a JWS in compact form, whose signature is two zero bytes.
fn jws(header: &str, payload: &[u8]) -> String {
    format!("{}.{}.AAA", base64url::encode(header.as_bytes()), base64url::encode(payload))
}

/// Decodes a token that can be read, and returns what is shown.
fn decode(token: &str) -> Outcome<String> {
    let ran = symbolon(&["decode", token], b"")?;
    assert_eq!(ran.status, Some(0), "{}{}", ran.out, ran.err);
    assert!(ran.out.starts_with("NOT VERIFIED"), "{}", ran.out);
    Ok(ran.out)
}

#[test]
fn header_and_claims_are_shown_with_their_times() -> Outcome<()> {
    let shown = decode(&Key::new()?.id_token("https://op.example")?)?;
    for line in [
        "alg  \"ES256\"",
        "iss  \"https://op.example\"",
        "aud  \"client-1\"",
        "exp  1800000060  (2027-01-15T08:01:00Z)",
        "64 bytes",
    ] {
        assert!(shown.contains(line), "{line}: {shown}");
    }
    Ok(())
}

#[test]
fn a_signature_that_does_not_verify_is_not_looked_at() -> Outcome<()> {
    let shown = decode(&jws(r#"{"alg":"ES256"}"#, br#"{"sub":"admin"}"#))?;
    assert!(shown.contains("sub  \"admin\""), "{shown}");
    let shown = decode("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.")?;
    assert!(shown.contains("this token is not signed"), "{shown}");
    Ok(())
}

#[test]
fn of_a_jwe_the_header_is_shown() -> Outcome<()> {
    let algorithm = KeyManagementAlgorithm::EcdhEs;
    let content = ContentEncryptionAlgorithm::A128Gcm;
    let key = EncryptionKey::from_jwk(&Key::new()?.public()?, algorithm, content, &CRYPTO)?;
    let shown = decode(&Jwe::new(b"hidden".to_vec()).cty("text/plain").encrypt(&key)?)?;
    for line in ["JWE header", "alg  \"ECDH-ES\"", "enc  \"A128GCM\"", "6 bytes, encrypted"] {
        assert!(shown.contains(line), "{line}: {shown}");
    }
    Ok(())
}

#[test]
fn tokens_as_json_are_shown() -> Outcome<()> {
    let header = base64url::encode(br#"{"alg":"ES256"}"#);
    let claims = base64url::encode(br#"{"sub":"alice"}"#);
    for signatures in [
        format!(r#""protected":"{header}","header":{{"kid":"1"}},"signature":"AAA""#),
        format!(
            r#""signatures":[{{"protected":"{header}","signature":"AAA"}},
                {{"header":{{"kid":"1"}},"signature":"AAA"}}]"#
        ),
    ] {
        let shown = decode(&format!(r#"{{"payload":"{claims}",{signatures}}}"#))?;
        for line in ["alg  \"ES256\"", "kid  \"1\"", "sub  \"alice\""] {
            assert!(shown.contains(line), "{line}: {shown}");
        }
    }
    let shown = decode(&format!(
        r#"{{"protected":"{header}","unprotected":{{"jku":"https://a.example"}},
            "recipients":[{{"header":{{"kid":"2"}},"encrypted_key":"AAA"}}],
            "iv":"AAA","ciphertext":"AAA","tag":"AAA"}}"#
    ))?;
    for line in ["alg  \"ES256\"", "jku  \"https://a.example\"", "kid  \"2\"", "2 bytes, encrypted"]
    {
        assert!(shown.contains(line), "{line}: {shown}");
    }
    Ok(())
}

#[test]
fn a_payload_that_is_not_claims_is_shown_as_it_is() -> Outcome<()> {
    let header = r#"{"alg":"ES256"}"#;
    for (payload, line) in [
        (&b"hello"[..], "\n  hello\n"),
        (br#"{"a":1,"a":2}"#, "\n  {\"a\":1,\"a\":2}\n"),
        (b"\xff\xfe", "2 bytes that are not text"),
        (b"", "empty, or detached"),
    ] {
        let shown = decode(&jws(header, payload))?;
        assert!(shown.contains(line), "{line}: {shown}");
    }
    let unencoded = format!("{}.$02.AAA", base64url::encode(br#"{"alg":"ES256","b64":false}"#));
    let shown = decode(&unencoded)?;
    assert!(shown.contains("$02"), "{shown}");
    Ok(())
}

#[test]
fn a_token_cannot_control_the_terminal() -> Outcome<()> {
    let claims = "{\"\u{9b}2J\":\"\\u001b[31m\u{202e}\",\"b\":\"\u{7f}\"}";
    let shown = decode(&jws(r#"{"alg":"ES256"}"#, claims.as_bytes()))?;
    let controls = |it: char| it.is_control() && it != '\n' || it == '\u{202e}';
    assert!(!shown.contains(controls), "{shown:?}");
    let shown = decode(&jws(r#"{"alg":"ES256"}"#, b"\x1b[2Ja\nb"))?;
    assert!(!shown.contains('\u{1b}') && shown.contains("\\u{1b}[2Ja\\u{a}b"), "{shown:?}");
    Ok(())
}

#[test]
fn what_cannot_be_read_is_shown_as_it_is_with_status_1() -> Outcome<()> {
    for (token, line) in [
        ("!.e30.AAA", "JWS header, which is"),
        ("AAA.e30.AAA", "JWS header, which cannot be read"),
        ("e30.!.AAA", "Payload, which is"),
        ("!.a.b.c.d", "JWE header, which is"),
    ] {
        let ran = symbolon(&["decode", token], b"")?;
        assert_eq!(ran.status, Some(1), "{token}: {}{}", ran.out, ran.err);
        assert!(ran.out.contains(line), "{token}: {}", ran.out);
    }
    Ok(())
}

#[test]
fn what_is_not_a_token_is_an_error_with_status_1() -> Outcome<()> {
    for text in ["", "opaque", "a.b", "a.b.c.d", "a.b.c.d.e.f", "{}", "{", r#"{"payload":1}"#] {
        let ran = symbolon(&["decode", text], b"")?;
        assert_eq!(ran.status, Some(1), "{text}: {}{}", ran.out, ran.err);
        assert!(ran.err.contains("error:") && ran.out.is_empty(), "{text}: {}{}", ran.out, ran.err);
    }
    Ok(())
}

#[test]
fn wrong_arguments_end_with_status_2() -> Outcome<()> {
    for arguments in [
        &["decode", "--token-file", "/there/is/no/such/file"][..],
        &["decode", "a.b.c", "--token-file", "/there/is/no/such/file"],
        &["decode", "--keys", "file", "a.b.c"],
        &["encode", "a.b.c"],
        &[],
    ] {
        assert_eq!(symbolon(arguments, b"")?.status, Some(2), "{arguments:?}");
    }
    Ok(())
}
