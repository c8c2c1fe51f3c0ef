//! The authentication request of a login.

use core::time::Duration;

use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::crypto::RandomError;
use symbolon_oauth::{CodeChallenge, EncodedJwt, ResponseMode};
use symbolon_oidc::{Display, Prompt};
use symbolon_relying_party::{LoginRequest, LoginRequestError, RelyingParty};

use symbolon_test_support::random;

use crate::parties::{CLIENT, begin, client, metadata, now, parameters, redirect_uri, rp};

/// A signed JWT with the `sub` "alice". The signature is not verified before it is sent.
const HINT: &str =
    "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJodHRwczovL29wLmV4YW1wbGUiLCJzdWIiOiJhbGljZSJ9.c2ln";

#[test]
fn core_3_1_2_1_every_request_has_these_parameters() {
    let (url, _) = rp().login(&redirect_uri()).begin(now()).unwrap();
    assert!(url.as_str().starts_with("https://op.example/authorize?"));
    let parameters = parameters(&url);
    for (name, value) in [
        ("response_type", "code"),
        ("client_id", CLIENT),
        ("redirect_uri", redirect_uri().as_str()),
        ("scope", "openid"),
        ("code_challenge_method", "S256"),
    ] {
        assert_eq!(parameters.get(name), Some(value), "{name}");
    }
    let names: Vec<&str> = parameters.iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), 8, "and state, nonce, code_challenge: {names:?}");
}

#[test]
fn core_3_1_2_1_every_parameter_is_sent() {
    let hint = EncodedJwt::new(HINT.to_owned());
    let (url, pending) = rp()
        .login(&redirect_uri())
        .scope("profile email")
        .max_age(Duration::from_millis(300_900))
        .prompt(Prompt::LOGIN)
        .prompt(Prompt::CONSENT)
        .acr_values("urn:gold urn:silver")
        .login_hint("alice@example.com")
        .id_token_hint(&hint)
        .display(Display::TOUCH)
        .ui_locales("fr en")
        .claims_locales("de")
        .parameter("resource", "https://api.example")
        .begin(now())
        .unwrap();
    let parameters = parameters(&url);
    for (name, value) in [
        ("scope", "openid profile email"),
        ("max_age", "300"),
        ("prompt", "login consent"),
        ("acr_values", "urn:gold urn:silver"),
        ("login_hint", "alice@example.com"),
        ("id_token_hint", HINT),
        ("display", "touch"),
        ("ui_locales", "fr en"),
        ("claims_locales", "de"),
        ("resource", "https://api.example"),
    ] {
        assert_eq!(parameters.get(name), Some(value), "{name}");
    }
    let stored = serde_json::to_value(&pending).unwrap();
    assert_eq!(stored["max_age"], serde_json::json!({ "secs": 300, "nanos": 0 }));
}

#[test]
fn core_3_1_2_1_prompt_login_asks_for_auth_time() {
    let login = |change: fn(LoginRequest) -> LoginRequest| {
        let (url, _) = change(rp().login(&redirect_uri())).begin(now()).unwrap();
        parameters(&url).get("max_age").map(str::to_owned)
    };
    assert_eq!(login(|login| login.prompt(Prompt::LOGIN)).as_deref(), Some("0"));
    let both: fn(LoginRequest) -> LoginRequest =
        |login| login.max_age(Duration::from_secs(300)).prompt(Prompt::LOGIN);
    assert_eq!(login(both).as_deref(), Some("300"));
    assert_eq!(login(|login| login.prompt(Prompt::CONSENT)), None);
}

#[test]
fn core_3_1_2_1_an_id_token_hint_without_a_subject_is_refused() {
    for hint in ["", "e30.e30.c2ln", "eyJhbGciOiJFUzI1NiJ9.e30.c2ln", "a.b.c.d.e"] {
        let hint = EncodedJwt::new(hint.to_owned());
        let error = rp().login(&redirect_uri()).id_token_hint(&hint).begin(now()).unwrap_err();
        assert_eq!(error, LoginRequestError::IdTokenHint);
        assert_eq!(error.code(), "login.id_token_hint");
    }
}

#[test]
fn parameter_cannot_replace_a_defined_parameter() {
    let mut login = rp().login(&redirect_uri());
    let defined = [
        "state",
        "nonce",
        "code_challenge",
        "code_challenge_method",
        "scope",
        "client_id",
        "redirect_uri",
        "response_type",
        "max_age",
        "acr_values",
        "prompt",
    ];
    for name in defined {
        login = login.parameter(name, "attacker");
    }
    let (url, pending) = login.begin(now()).unwrap();
    assert!(!url.as_str().contains("attacker"), "{url}");
    assert_eq!(parameters(&url).get("state"), Some(pending.state().expose()));
}

#[test]
fn multiple_response_types_2_1_the_response_mode_is_sent() {
    let login = || rp().login(&redirect_uri());
    for login in [
        login().response_mode(ResponseMode::FORM_POST),
        login().parameter("response_mode", "form_post"),
        login().parameter("response_mode", "query").response_mode(ResponseMode::FORM_POST),
        login().response_mode(ResponseMode::QUERY).parameter("response_mode", "form_post"),
    ] {
        let (url, _) = login.begin(now()).unwrap();
        let parameters = parameters(&url);
        let modes: Vec<_> =
            parameters.iter().filter(|(name, _)| *name == "response_mode").collect();
        assert_eq!(modes, [("response_mode", "form_post")]);
    }
    let (url, _) = login().begin(now()).unwrap();
    assert_eq!(parameters(&url).get("response_mode"), None);
}

#[test]
fn attack_088_a_challenge_is_sent_also_when_the_metadata_does_not_promise_pkce() {
    for methods in [vec![], vec!["plain".to_owned()]] {
        let mut metadata = metadata();
        metadata.code_challenge_methods_supported = methods;
        let rp = RelyingParty::new(metadata, client(), &CRYPTO).unwrap();
        let (parameters, _) = begin(&rp);
        assert_eq!(parameters.get("code_challenge_method"), Some("S256"));
        assert!(CodeChallenge::parse(parameters.get("code_challenge").unwrap()).is_ok());
    }
}

#[test]
fn attack_088_every_login_has_a_new_verifier() {
    let rp = rp();
    let (one, _) = begin(&rp);
    let (other, _) = begin(&rp);
    for name in ["code_challenge", "state", "nonce"] {
        assert_ne!(one.get(name), other.get(name), "{name}");
    }
}

#[test]
fn rfc6749_10_10_without_randomness_there_is_no_login() {
    let rp = RelyingParty::new(metadata(), client(), &random::failing(&CRYPTO)).unwrap();
    let error = rp.login(&redirect_uri()).begin(now()).unwrap_err();
    assert_eq!(error, LoginRequestError::Random(RandomError));
    assert_eq!(error.code(), "random");
}

#[test]
fn the_first_bad_parameter_is_reported() {
    let login = || rp().login(&redirect_uri());
    for (login, code) in [
        (login().scope("a  b").prompt(Prompt::NONE).prompt(Prompt::LOGIN), "scope.syntax"),
        (login().scope("a\"b"), "scope.syntax"),
        (login().prompt(Prompt::NONE).prompt(Prompt::LOGIN).scope(""), "prompt.none_with_other"),
        (login().parameter("response_mode", "form post").scope("a\"b"), "response_mode.syntax"),
        (login().parameter("response_mode", ""), "response_mode.syntax"),
    ] {
        assert_eq!(login.begin(now()).unwrap_err().code(), code);
    }
}
