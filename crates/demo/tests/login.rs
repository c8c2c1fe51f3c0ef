//! `symbolon-demo` without a command: one login, all its messages, and no secret.

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
    login_as(&[])
}

fn login_as(arguments: &[&str]) -> Result<String, Box<dyn Error>> {
    let output = Command::new(env!("CARGO_BIN_EXE_symbolon-demo")).args(arguments).output()?;
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
    let shown = ["code", "state", "nonce", "code_verifier", "access_token", "id_token"];
    shows_no_secret(&login()?, &shown);
    shows_no_secret(&login_as(&["--request", "pushed"])?, &shown);
    // The other secrets are in the request object and in the JWT of the response.
    let arguments = ["--request", "signed", "--response-mode", "jwt"];
    shows_no_secret(&login_as(&arguments)?, &["code_verifier", "access_token", "id_token"]);
    Ok(())
}

/// Checks that no secret is shown whole, and that these secrets are shown in part.
fn shows_no_secret(transcript: &str, shown: &[&str]) {
    assert!(!transcript.contains("correct horse"), "the password is in the transcript");
    let is_inside = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    for word in transcript.split(|c| !is_inside(c)) {
        let is_name = !word.contains(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit());
        assert!(is_name || word.len() <= 32, "{word} is in the transcript");
    }
    for secret in shown {
        let mut lines = transcript.lines().map(str::trim_start);
        let is_cut = |line: &str| line.starts_with(&format!("{secret} ")) && line.ends_with('…');
        assert!(lines.any(is_cut), "{secret} is not in the transcript");
    }
}

const TO_APP: &str = "browser → relying party";
const FROM_APP: &str = "relying party → browser";
const ASKED: &str = "relying party → provider";

/// Returns the messages of a login after the consent, without their numbers, and without the answers
/// of the provider to the app.
fn after_consent(transcript: &str) -> Vec<String> {
    let messages = transcript.lines().filter(|line| line.contains(" → "));
    let messages =
        messages.map(|line| line.trim_start_matches(|c: char| c == ' ' || c.is_ascii_digit()));
    let messages = messages.skip_while(|line| !line.contains("POST") || !line.contains("/consent"));
    let messages = messages.filter(|line| !line.starts_with("provider → relying party"));
    messages.skip(1).map(without_origins).collect()
}

/// Checks the messages from the answer of the authorization endpoint to the page of the user, and
/// that each of all messages has a rule that held.
fn check(arguments: &[&str], expected: &[(&str, &str)]) -> Result<String, Box<dyn Error>> {
    let transcript = login_as(arguments)?;
    let found = after_consent(&transcript);
    for (index, (parties, headline)) in expected.iter().enumerate() {
        let line = found.get(index).ok_or_else(|| format!("{arguments:?}: {found:#?}"))?;
        let expected = format!("{parties}  {headline}");
        assert!(line.starts_with(&expected), "{arguments:?}: {expected} is not in {found:#?}");
    }
    let messages = transcript.lines().filter(|line| line.contains(" → ")).count();
    assert_eq!(transcript.matches("    held ").count(), messages, "{arguments:?}");
    assert!(!transcript.contains("FAILED"), "{transcript}");
    Ok(transcript)
}

/// The messages that take the answer from the fragment to the app.
const FRAGMENT: [(&str, &str); 4] = [
    ("provider → browser", "303 See Other, go to /callback"),
    (TO_APP, "GET /callback"),
    (FROM_APP, "200 OK, a page: Signing in"),
    (TO_APP, "POST /callback"),
];

const KEYS: (&str, &str) = (ASKED, "GET /jwks");
const CODE: (&str, &str) = (ASKED, "POST /token");

/// What follows when the app has the tokens.
const SIGNED_IN: [(&str, &str); 3] = [
    (FROM_APP, "303 See Other, go to /"),
    (TO_APP, "GET /"),
    (FROM_APP, "200 OK, a page: Signed in"),
];

#[test]
fn core_3_each_flow_returns_its_tokens_by_its_way() -> Result<(), Box<dyn Error>> {
    // The ID Token of the browser is validated before the code is sent.
    let flows: [(&str, &[_], &[&str]); 5] = [
        ("id_token", &[KEYS], &["id_token"]),
        ("id_token token", &[KEYS], &["access_token", "id_token"]),
        ("code id_token", &[KEYS, CODE], &["code", "id_token"]),
        ("code token", &[CODE, KEYS], &["access_token", "code"]),
        ("code id_token token", &[KEYS, CODE], &["access_token", "code", "id_token"]),
    ];
    for (flow, asked, returned) in flows {
        let expected = [&FRAGMENT, asked, &SIGNED_IN].concat();
        let transcript = check(&["--flow", flow], &expected)?;
        let (_, answer) = transcript.split_once("POST http://127.0.0.1").ok_or("no answer")?;
        let (answer, _) = answer.split_once("    held ").ok_or("no rule")?;
        for name in ["access_token", "code", "id_token"] {
            let is_returned = answer.contains(&format!("\n      {name} "));
            assert_eq!(is_returned, returned.contains(&name), "{flow}, {name}: {answer}");
        }
        // Core §5.4: without an access token, the ID Token contains the claims of the scope.
        let (_, claims) = transcript.split_once("Claims of the ID Token").ok_or("no claims")?;
        let (id_token, user_info) = match claims.split_once("Claims from UserInfo") {
            Some((id_token, user_info)) => (id_token, Some(user_info)),
            None => (claims, None),
        };
        let email = "alice@people.example";
        assert_eq!(id_token.contains(email), flow == "id_token", "{flow}: {id_token}");
        assert_eq!(user_info.is_some_and(|it| it.contains(email)), flow != "id_token", "{flow}");
    }
    Ok(())
}

#[test]
fn multiple_response_types_4_none_signs_no_user_in() -> Result<(), Box<dyn Error>> {
    let expected = [
        ("provider → browser", "303 See Other, go to /callback"),
        (TO_APP, "GET /callback"),
        (FROM_APP, "200 OK, a page: Allowed"),
    ];
    let transcript = check(&["--flow", "none"], &expected)?;
    assert_eq!(after_consent(&transcript).len(), expected.len(), "{transcript}");
    assert!(transcript.contains("it signed no user in"), "{transcript}");
    assert!(!transcript.contains("Claims of the ID Token"), "{transcript}");
    Ok(())
}

#[test]
fn each_flow_returns_in_the_response_mode_of_the_request() -> Result<(), Box<dyn Error>> {
    let posted =
        [("provider → browser", "200 OK, a page: Back to the app"), (TO_APP, "POST /callback")];
    let expected = [&posted[..], &[CODE, KEYS], &SIGNED_IN].concat();
    check(&["--flow", "code", "--response-mode", "form_post"], &expected)?;
    let expected = [&posted[..], &[KEYS, CODE], &SIGNED_IN].concat();
    check(&["--flow", "code id_token", "--response-mode", "form_post"], &expected)?;
    let expected = [&FRAGMENT[..], &[CODE, KEYS], &SIGNED_IN].concat();
    check(&["--response-mode", "fragment"], &expected)?;
    Ok(())
}

#[test]
fn jarm_2_3_the_response_comes_in_a_jwt_whose_keys_are_fetched_first() -> Result<(), Box<dyn Error>>
{
    let redirect =
        [("provider → browser", "303 See Other, go to /callback"), (TO_APP, "GET /call")];
    let posted =
        [("provider → browser", "200 OK, a page: Back to the app"), (TO_APP, "POST /callback")];
    for (flow, mode, way) in [
        ("code", "jwt", &redirect[..]),
        ("code", "query.jwt", &redirect),
        ("code", "fragment.jwt", &FRAGMENT),
        ("code", "form_post.jwt", &posted),
        ("code id_token", "jwt", &FRAGMENT),
    ] {
        let expected = [way, &[KEYS, CODE], &SIGNED_IN].concat();
        let transcript = check(&["--flow", flow, "--response-mode", mode], &expected)?;
        let (_, callback) = transcript.split_once("/callback").ok_or("no callback")?;
        assert!(callback.contains("\n      response "), "{flow} {mode}: {callback}");
        assert!(callback.contains("[JARM §2.4]"), "{flow} {mode}: {callback}");
    }
    let transcript = login_as(&["--flow", "none", "--response-mode", "form_post.jwt"])?;
    assert!(transcript.contains("it signed no user in"), "{transcript}");
    Ok(())
}

#[test]
fn rfc9101_5_1_a_signed_request_has_its_parameters_in_the_request_object()
-> Result<(), Box<dyn Error>> {
    let transcript = check(&["--request", "signed"], &[])?;
    let (_, request) = transcript.split_once("browser → provider").ok_or("no request")?;
    let (request, _) = request.split_once("    held ").ok_or("no rule")?;
    assert!(request.contains("      request "), "{request}");
    assert!(!request.contains("      nonce "), "{request}");
    assert!(transcript.contains("[RFC 9101 §6.2, §6.3]"), "{transcript}");
    let plain = check(&["--request", "plain"], &[])?;
    assert!(!plain.contains("      request "), "{plain}");
    Ok(())
}

#[test]
fn rfc9126_4_a_pushed_request_shows_the_browser_only_a_reference() -> Result<(), Box<dyn Error>> {
    let transcript = check(&["--request", "pushed"], &[])?;
    let messages: Vec<_> = transcript.lines().filter(|line| line.contains(" → ")).collect();
    let push = messages.iter().position(|line| line.contains("POST http://localhost"));
    let push = push.ok_or("nothing was pushed")?;
    assert!(messages[push].contains("relying party → provider  POST"), "{messages:#?}");
    assert!(messages[push].contains("/par"), "{messages:#?}");
    assert!(messages[push + 1].contains("provider → relying party  201 Created"), "{messages:#?}");
    assert!(messages[push + 2].contains("relying party → browser  303"), "{messages:#?}");
    let (_, request) = transcript.split_once("browser → provider").ok_or("no request")?;
    let (request, _) = request.split_once("    held ").ok_or("no rule")?;
    assert!(request.contains("urn:ietf:params:oauth:request_uri:"), "{request}");
    assert!(!request.contains("redirect_uri"), "{request}");
    for section in ["[RFC 9126 §2.1]", "[RFC 9126 §2.2]", "[RFC 9126 §4]"] {
        assert!(transcript.contains(section), "{section} is missing in\n{transcript}");
    }
    Ok(())
}

#[test]
fn core_6_2_the_provider_fetches_a_request_object_that_the_app_hosts() -> Result<(), Box<dyn Error>>
{
    let transcript = check(&["--request", "by-reference", "--response-mode", "jwt"], &[])?;
    let messages: Vec<_> = transcript.lines().filter(|line| line.contains(" → ")).collect();
    let fetch = messages.iter().position(|line| line.contains("/request-objects/0"));
    let fetch = fetch.ok_or("the provider fetched nothing")?;
    assert!(messages[fetch - 1].contains("browser → provider  GET"), "{messages:#?}");
    assert!(messages[fetch].contains("provider → relying party  GET"), "{messages:#?}");
    assert!(messages[fetch + 1].contains("relying party → provider  200 OK"), "{messages:#?}");
    for section in ["[RFC 9101 §6.1, §6.3]", "[RFC 9101 §5.2]", "[RFC 9101 §6.2]"] {
        assert!(transcript.contains(section), "{section} is missing in\n{transcript}");
    }
    Ok(())
}

#[test]
fn core_5_5_claims_are_asked_for_by_name() -> Result<(), Box<dyn Error>> {
    let arguments =
        ["--flow", "id_token", "--claim", "zoneinfo=essential", "--claim", "phone_number"];
    let transcript = check(&arguments, &[])?;
    let claims = r#"{"id_token":{"phone_number":null,"zoneinfo":{"essential":true}}}"#;
    assert!(transcript.contains(claims), "{transcript}");
    let (_, released) = transcript.split_once("Claims of the ID Token").ok_or("no claims")?;
    assert!(released.contains("zoneinfo"), "{released}");
    assert!(released.contains("phone_number "), "{released}");
    Ok(())
}

#[test]
fn prompt_create_4_a_new_user_creates_an_account() -> Result<(), Box<dyn Error>> {
    let transcript = check(&["--prompt", "create"], &[])?;
    for told in ["a page: Create an account", "POST http://localhost", "/sign-up", "Carol Danvers"]
    {
        assert!(transcript.contains(told), "{told} is missing in\n{transcript}");
    }
    assert!(!transcript.contains("a password for the demo"), "{transcript}");
    Ok(())
}

/// Multiple Response Types §5: tokens never travel in the query.
#[test]
fn tokens_in_the_query_are_refused_before_the_login_begins() -> Result<(), Box<dyn Error>> {
    let arguments = ["--flow", "id_token", "--response-mode", "query"];
    let output = Command::new(env!("CARGO_BIN_EXE_symbolon-demo")).args(arguments).output()?;
    assert_eq!(output.status.code(), Some(1));
    assert!(!String::from_utf8(output.stdout)?.contains("/authorize?"));
    Ok(())
}

/// The messages from the identifier to the login, which the transcript with `--register` begins with.
const REGISTRATION: [(&str, &str); 13] = [
    ("browser → relying party", "GET /"),
    ("relying party → browser", "200 OK, a page: Demo App"),
    ("browser → relying party", "POST /provider"),
    ("relying party → provider", "GET /.well-known/webfinger"),
    ("provider → relying party", "200 OK"),
    ("relying party → provider", "GET /.well-known/openid-configuration"),
    ("provider → relying party", "200 OK"),
    ("relying party → provider", "GET /jwks"),
    ("provider → relying party", "200 OK"),
    ("relying party → provider", "POST /register"),
    ("provider → relying party", "201 Created"),
    ("relying party → browser", "303 See Other, go to /authorize"),
    ("browser → provider", "GET /authorize"),
];

#[test]
fn an_identifier_is_resolved_and_the_app_registers_itself() -> Result<(), Box<dyn Error>> {
    let transcript = login_as(&["--register"])?;
    let messages: Vec<_> = transcript.lines().filter(|line| line.contains(" → ")).collect();
    assert!(messages.len() > REGISTRATION.len(), "{transcript}");
    for (number, (message, (parties, headline))) in (1..).zip(messages.iter().zip(REGISTRATION)) {
        let message = without_origins(message);
        let expected = format!("{number:>2}  {parties}  {headline}");
        assert!(message.starts_with(&expected), "{message:?}, not {expected:?}");
    }
    for text in [
        "held the link with the type of OpenID names an issuer",
        "held everyone may register",
        "held no value protects the app less than it asked for",
        "https://alice@localhost:",
        "client_name",
        "Claims from UserInfo",
    ] {
        assert!(transcript.contains(text), "{text}: {transcript}");
    }
    assert!(!transcript.contains("FAILED"), "{transcript}");
    assert_eq!(transcript.matches("    held ").count(), messages.len(), "{transcript}");
    shows_no_secret(&transcript, &["code", "state", "access_token", "id_token"]);
    // The credentials of the registration are not shown.
    let token = transcript.lines().find(|line| line.contains("registration_access_token"));
    let token = token.ok_or("no token")?;
    let shown = token.split_whitespace().last().unwrap_or_default();
    assert!(shown.ends_with('…') && shown.chars().count() < 10, "{token}");
    let secret = transcript.lines().find(|line| line.trim_start().starts_with("client_secret "));
    assert!(secret.ok_or("no secret")?.trim_end().ends_with(" …"), "{secret:?}");
    Ok(())
}
