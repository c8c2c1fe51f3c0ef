//! Tokens that are not ID Tokens, or are not signed.

use symbolon::jose::base64url;

use crate::support::{Key, NOW, Outcome, file, line, symbolon};

fn jws(header: &str, claims: &str) -> String {
    let part = |json: &str| base64url::encode(json.as_bytes());
    format!("{}.{}.AAA", part(header), part(claims))
}

#[test]
fn an_access_token_is_told_apart_from_an_id_token() -> Outcome<()> {
    let keys = file("keys-of-kinds.json", &Key::new()?.jwk()?)?;
    for (token, told) in [
        (jws(r#"{"alg":"ES256","typ":"at+jwt"}"#, r#"{"iss":"https://a.example"}"#), "RFC 9068"),
        (
            jws(r#"{"alg":"ES256"}"#, r#"{"scope":"read","client_id":"c"}"#),
            "looks like a JWT access",
        ),
        (jws(r#"{"alg":"ES256","typ":"logout+jwt"}"#, "{}"), "a logout token"),
        ("2YotnFZFEjr1zCsicMWpAA".to_owned(), "This is not a JWT"),
    ] {
        let ran = symbolon(&["verify", "--keys", &keys, &token], b"")?;
        assert_eq!(ran.status, Some(1), "{}{}", ran.out, ran.err);
        assert!(ran.out.contains(told), "{told}: {}", ran.out);
        let ran = symbolon(&["decode", &token], b"")?;
        let all = ran.out + &ran.err;
        assert!(all.contains(told) || all.contains("opaque access token"), "{told}: {all}");
    }
    let at = NOW.to_string();
    let key = Key::new()?;
    let keys = file("keys-of-id-token.json", &key.jwk()?)?;
    let token = key.id_token("https://op.example")?;
    let ran = symbolon(&["verify", "--keys", &keys, "--at", &at, &token], b"")?;
    assert!(!ran.out.contains("looks like"), "{}", ran.out);
    Ok(())
}

#[test]
fn no_rule_about_the_issuer_holds_for_a_token_without_issuer() -> Outcome<()> {
    let keys = file("keys-of-opaque.json", &Key::new()?.jwk()?)?;
    for token in ["2YotnFZFEjr1zCsicMWpAA", &jws(r#"{"alg":"ES256"}"#, "{}")] {
        for issuer in [&[][..], &["--issuer", "https://op.example"]] {
            let ran = symbolon(&[&["verify", "--keys", &keys, token], issuer].concat(), b"")?;
            let line = line(&ran.out, "the issuer is an https URL");
            assert!(line.starts_with(' '), "{token}: {}", ran.out);
            let mac = crate::support::line(&ran.out, "MAC has one audience");
            assert!(mac.starts_with(' '), "{token}: {}", ran.out);
        }
    }
    let ran = symbolon(&["verify", "--keys", &keys, "2YotnFZFEjr1zCsicMWpAA"], b"")?;
    assert!(ran.out.contains("\n0 rules held, 1 failed"), "{}", ran.out);
    Ok(())
}

#[test]
fn attack_001_alg_none_is_named() -> Outcome<()> {
    let keys = file("keys-of-none.json", &Key::new()?.jwk()?)?;
    let claims = base64url::encode(br#"{"iss":"https://op.example","sub":"alice"}"#);
    for signature in ["", "AAA"] {
        let token = format!("{}.{claims}.{signature}", base64url::encode(br#"{"alg":"none"}"#));
        let ran = symbolon(&["verify", "--keys", &keys, &token], b"")?;
        assert_eq!(ran.status, Some(1), "{}{}", ran.out, ran.err);
        let rules = ran.out.split_once("\nRules").ok_or("no rules")?.1;
        assert!(rules.contains("`alg` is `none`"), "{rules}");
        let ran = symbolon(&["decode", &token], b"")?;
        assert!(ran.out.contains("`alg` is `none`"), "{}", ran.out);
    }
    let object = format!(
        r#"{{"payload":"{claims}","protected":"{}","signature":""}}"#,
        base64url::encode(br#"{"alg":"none"}"#)
    );
    let ran = symbolon(&["decode", &object], b"")?;
    assert!(ran.out.contains("`alg` is `none`"), "{}", ran.out);
    Ok(())
}
