//! `symbolon metadata lint` and `symbolon metadata diff`.

use crate::support::{Key, Outcome, file, line, serve_with, symbolon};

const VALID: &str = r#"{"issuer":"https://op.example",
    "authorization_endpoint":"https://op.example/authorize",
    "token_endpoint":"https://op.example/token","userinfo_endpoint":"https://op.example/userinfo",
    "jwks_uri":"https://op.example/jwks","registration_endpoint":"https://op.example/register",
    "scopes_supported":["openid","email"],"claims_supported":["sub","email"],
    "response_types_supported":["code"],"grant_types_supported":["authorization_code"],
    "subject_types_supported":["public"],
    "id_token_signing_alg_values_supported":["RS256"],"code_challenge_methods_supported":["S256"],
    "request_uri_parameter_supported":false,
    "authorization_response_iss_parameter_supported":true}"#;

/// The metadata of an issuer on this machine that states everything that it should.
fn on_this_machine(issuer: &str) -> String {
    VALID.replace("https://op.example", issuer)
}

#[test]
fn a_document_that_breaks_no_rule_has_status_0() -> Outcome<()> {
    let path = file("valid-metadata.json", VALID)?;
    for (argument, input) in [(path.as_str(), ""), ("-", VALID)] {
        let ran = symbolon(&["metadata", "lint", argument], input.as_bytes())?;
        assert_eq!(ran.status, Some(0), "{}{}", ran.out, ran.err);
        assert!(ran.out.ends_with("0 broken, 0 unwise, 0 notes\n"), "{}", ran.out);
    }
    // Advice alone does not change the status.
    let text = VALID.replace("\"S256\"", "\"S256\",\"plain\"");
    let ran = symbolon(&["metadata", "lint", "-"], text.as_bytes())?;
    assert_eq!(ran.status, Some(0), "{}{}", ran.out, ran.err);
    assert!(line(&ran.out, "plain").starts_with("unwise  RFC 9700 §2.1.1"), "{}", ran.out);
    Ok(())
}

#[test]
fn a_broken_rule_has_status_1_and_comes_first() -> Outcome<()> {
    let text = VALID.replace("\"RS256\"", "\"ES256\"").replace("\"S256\"", "\"plain\"");
    let ran = symbolon(&["metadata", "lint", "-"], text.as_bytes())?;
    assert_eq!(ran.status, Some(1), "{}{}", ran.out, ran.err);
    let first = ran.out.lines().nth(2).unwrap_or_default();
    assert!(first.starts_with("BROKEN  Discovery §3"), "{}", ran.out);
    assert!(first.contains("must contain \"RS256\""), "{}", ran.out);
    assert!(ran.out.ends_with("1 broken, 2 unwise, 0 notes\n"), "{}", ran.out);
    Ok(())
}

#[test]
fn the_profile_says_which_rules_apply() -> Outcome<()> {
    let lint = |profile: &str| {
        symbolon(&["metadata", "lint", "--profile", profile, "-"], VALID.as_bytes())
    };
    let ran = lint("dynamic")?;
    assert_eq!(ran.status, Some(1), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("`id_token token`"), "{}", ran.out);
    assert_eq!(lint("oauth")?.status, Some(0));
    assert_eq!(lint("saml")?.status, Some(2));
    Ok(())
}

#[test]
fn a_document_is_fetched_from_an_issuer_or_an_address() -> Outcome<()> {
    let issuer = serve_with(Key::new()?.jwk_set()?, on_this_machine)?;
    let address = format!("{issuer}/.well-known/openid-configuration");
    for argument in [&issuer, &address] {
        let ran = symbolon(&["metadata", "lint", argument], b"")?;
        assert_eq!(ran.status, Some(0), "{}{}", ran.out, ran.err);
        assert!(ran.out.contains(&address), "{}", ran.out);
        assert!(line(&ran.out, "this machine").starts_with("note"), "{}", ran.out);
    }
    // The document of an issuer must state that issuer.
    let slash = format!("{issuer}/");
    let ran = symbolon(&["metadata", "lint", &slash], b"")?;
    assert_eq!(ran.status, Some(1), "{}{}", ran.out, ran.err);
    assert!(line(&ran.out, "§4.3").starts_with("BROKEN"), "{}", ran.out);
    Ok(())
}

#[test]
fn the_document_of_a_resource_is_checked_by_rfc_9728() -> Outcome<()> {
    let lint = |argument: &str, input: &str| {
        let arguments = ["metadata", "lint", "--profile", "resource", argument];
        symbolon(&arguments, input.as_bytes())
    };
    let valid = r#"{"resource":"https://api.example","authorization_servers":["https://as.example"],
        "scopes_supported":["a"],"resource_name":"A","bearer_methods_supported":[]}"#;
    let ran = lint("-", valid)?;
    assert_eq!(ran.status, Some(0), "{}{}", ran.out, ran.err);
    assert!(ran.out.ends_with("0 broken, 0 unwise, 0 notes\n"), "{}", ran.out);
    let ran = lint("-", &valid.replace("https://as", "ftp://as"))?;
    assert_eq!(ran.status, Some(1), "{}{}", ran.out, ran.err);
    assert!(line(&ran.out, "ftp").starts_with("BROKEN  RFC 9728 §2"), "{}", ran.out);

    let host = serve_with(String::new(), |url| format!(r#"{{"resource":"{url}/api"}}"#))?;
    let ran = lint(&format!("{host}/api"), "")?;
    assert_eq!(ran.status, Some(0), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("/.well-known/oauth-protected-resource/api"), "{}", ran.out);
    assert!(line(&ran.out, "this machine").starts_with("note"), "{}", ran.out);
    // The document of a resource must state that resource.
    let host = serve_with(String::new(), |url| format!(r#"{{"resource":"{url}"}}"#))?;
    let ran = lint(&format!("{host}/api"), "")?;
    assert_eq!(ran.status, Some(1), "{}{}", ran.out, ran.err);
    assert!(line(&ran.out, "§3.3").starts_with("BROKEN"), "{}", ran.out);

    let ran = lint("http://api.example/", "")?;
    assert_eq!(ran.status, Some(2), "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("not the URL of a resource"), "{}", ran.err);
    let ran = symbolon(&["metadata", "diff", "--profile", "resource", "-", "/a"], b"{}")?;
    assert_eq!(ran.status, Some(2), "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("two resources cannot be compared"), "{}", ran.err);
    Ok(())
}

#[test]
fn a_document_that_cannot_be_read_has_status_2() -> Outcome<()> {
    let issuer = serve_with(Key::new()?.jwk_set()?, on_this_machine)?;
    for (argument, problem) in [
        ("/there/is/no/such/file".to_owned(), "cannot be read"),
        ("-".to_owned(), "not a JSON object"),
        (format!("{issuer}/tenant"), "404"),
        ("http://127.0.0.1:1".to_owned(), "cannot be fetched"),
        ("https://".to_owned(), "not the URL of an issuer"),
    ] {
        let ran = symbolon(&["metadata", "lint", &argument], b"[]")?;
        assert_eq!(ran.status, Some(2), "{argument}: {}{}", ran.out, ran.err);
        assert!(ran.err.contains(problem), "{argument}: {}", ran.err);
        assert_eq!(ran.out, "", "{argument}");
    }
    let ran = symbolon(&["metadata", "diff", "-", "-"], b"{}")?;
    assert_eq!(ran.status, Some(2), "{}{}", ran.out, ran.err);
    Ok(())
}

#[test]
fn a_change_that_breaks_clients_has_status_1() -> Outcome<()> {
    let old = file("old-metadata.json", VALID)?;
    let more = file("more-metadata.json", &VALID.replace("\"email\"]", "\"email\",\"name\"]"))?;
    let ran = symbolon(&["metadata", "diff", &old, &more], b"")?;
    assert_eq!(ran.status, Some(0), "{}{}", ran.out, ran.err);
    assert!(ran.out.ends_with("0 breaking of 2 changes\n"), "{}", ran.out);
    let ran = symbolon(&["metadata", "diff", &more, "-"], VALID.as_bytes())?;
    assert_eq!(ran.status, Some(1), "{}{}", ran.out, ran.err);
    let broken = line(&ran.out, "`scopes_supported`");
    assert!(broken.starts_with("BREAKS") && broken.contains("\"name\""), "{}", ran.out);
    let ran = symbolon(&["metadata", "diff", &old, &old], b"")?;
    assert_eq!(ran.status, Some(0), "{}{}", ran.out, ran.err);
    assert!(ran.out.ends_with("0 breaking of 0 changes\n"), "{}", ran.out);
    // The new document can be that of a running server.
    let issuer = serve_with(Key::new()?.jwk_set()?, on_this_machine)?;
    let ran = symbolon(&["metadata", "diff", &old, &issuer], b"")?;
    assert_eq!(ran.status, Some(1), "{}{}", ran.out, ran.err);
    assert!(line(&ran.out, "`issuer`").starts_with("BREAKS"), "{}", ran.out);
    Ok(())
}

#[test]
fn a_document_cannot_control_the_terminal() -> Outcome<()> {
    let text = r#"{"issuer":"\u001b[2J\u202e","\u009b2J":1,"op_tos_uri":"\u001b[2J"}"#;
    for arguments in [&["metadata", "lint", "-"][..], &["metadata", "diff", "-"]] {
        let other = file("empty-metadata.json", "{}")?;
        let mut arguments = arguments.to_vec();
        if arguments.contains(&"diff") {
            arguments.push(&other);
        }
        let ran = symbolon(&arguments, text.as_bytes())?;
        assert_eq!(ran.status, Some(1), "{}{}", ran.out, ran.err);
        let controls = |it: char| it.is_control() && it != '\n' || it == '\u{202e}';
        assert!(!ran.out.contains(controls), "{:?}", ran.out);
    }
    Ok(())
}

#[test]
fn the_keys_of_an_issuer_are_checked_too() -> Outcome<()> {
    let private = format!(r#"{{"keys":[{}]}}"#, Key::new()?.private().expose().to_json());
    for (set, sentence) in [
        (private.as_str(), "has the member `d` of a private key"),
        (r#"{"keys":[]}"#, "the set has no keys"),
        ("no JSON", "is not a JSON object"),
    ] {
        let issuer = serve_with(set.to_owned(), on_this_machine)?;
        let ran = symbolon(&["metadata", "lint", &issuer], b"")?;
        assert_eq!(ran.status, Some(1), "{}{}", ran.out, ran.err);
        assert!(line(&ran.out, sentence).starts_with("BROKEN"), "{sentence}: {}", ran.out);
    }
    Ok(())
}
