//! `explain`: every rule is checked, for people to read.

use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::VerificationKeys;
use symbolon_oauth::EncodedJwt;
use symbolon_oidc::id_token::rules::RULES;
use symbolon_oidc::id_token::{Explanation, Outcome};
use symbolon_oidc::{ExpectedIdToken, IdTokenError, NonceExpectation};

use crate::fixture::{self, Login, NOW, at, clock, json_with, keys, sign_anything, validator};

fn explain(token: &EncodedJwt, keys: &VerificationKeys, now: i64) -> Explanation {
    validator().explain(token, keys, &Login::new().expected(), &CRYPTO, clock(now))
}

fn outcome(explanation: &Explanation, rule: &str) -> Outcome<IdTokenError> {
    let finding = explanation.findings().iter().find(|finding| finding.rule.id() == rule);
    finding.unwrap().outcome.clone()
}

#[test]
fn an_expired_token_breaks_one_rule_only() {
    let explanation = explain(&sign_anything(&json_with(&[])), &keys(), NOW + 700);
    for rule in ["signature", "iss", "sub", "aud", "nonce", "acr", "at_hash", "c_hash"] {
        assert_eq!(outcome(&explanation, rule), Outcome::Held, "{rule}");
    }
    assert!(matches!(outcome(&explanation, "exp"), Outcome::Failed(IdTokenError::Expired { .. })));
    assert_eq!(outcome(&explanation, "refreshed.sub"), Outcome::NotApplicable);
    let error = explanation.error().unwrap();
    let line = format!("failed: the current time is before `exp` [Core §3.1.3.7 (9)]: {error}\n");
    assert!(explanation.to_string().contains(&line));
}

#[test]
fn claims_are_explained_though_the_signature_does_not_verify() {
    let strangers = VerificationKeys::new(Vec::new());
    let explanation = explain(&sign_anything(&json_with(&[])), &strangers, NOW);
    assert!(matches!(outcome(&explanation, "signature"), Outcome::Failed(IdTokenError::Jws(_))));
    assert_eq!(outcome(&explanation, "iss"), Outcome::Held);
    assert!(matches!(explanation.error(), Some(IdTokenError::Jws(_))));
}

#[test]
fn rules_about_unreadable_parts_are_not_checked() {
    let garbage = EncodedJwt::new("garbage".into());
    let explanation = explain(&garbage, &keys(), NOW);
    assert!(matches!(outcome(&explanation, "format"), Outcome::Failed(IdTokenError::Jws(_))));
    for rule in ["typ", "signature", "claims", "iss", "exp", "nonce"] {
        assert_eq!(outcome(&explanation, rule), Outcome::NotChecked, "{rule}");
    }
}

#[test]
fn core_3_1_3_7_1_an_encrypted_token_breaks_only_the_rule_about_encryption() {
    let explanation = explain(&EncodedJwt::new("a.b.c.d.e".into()), &keys(), NOW);
    assert_eq!(outcome(&explanation, "encryption"), Outcome::Failed(IdTokenError::Encrypted));
    assert_eq!(outcome(&explanation, "format"), Outcome::NotChecked);
}

#[test]
fn an_explanation_contains_no_sub_and_no_nonce() {
    let token = sign_anything(&json_with(&[("sub", "\"Jos\u{e9}\""), ("nonce", "\"geheim\"")]));
    let login = Login::new();
    let expected = ExpectedIdToken::login(NonceExpectation::Sent(&login.nonce));
    let explanation = validator().explain(&token, &keys(), &expected, &CRYPTO, clock(NOW));
    let text = format!("{explanation} {explanation:?}");
    for secret in ["Jos", "geheim", login.nonce.expose()] {
        assert!(!text.contains(secret), "{secret}");
    }
}

#[test]
fn an_error_says_what_was_found_and_what_was_expected() {
    let (now, past) = (at(NOW), at(NOW - 1000));
    let seconds = past.seconds().to_string();
    for (change, message) in [
        (
            ("iss", r#""https://op.ex\u0430mple""#),
            r#"`iss` is "https://op.ex\u{430}mple", but "https://op.example/tenant" was expected"#,
        ),
        (
            ("aud", r#"["a","b"]"#),
            r#"`aud` is ["a", "b"] and does not contain the client "s6BhdRkqt3""#,
        ),
        (
            ("azp", r#""a\nb""#),
            r#"`azp` is "a\nb", which is neither the client "s6BhdRkqt3" nor in `IdTokenPolicy::trusted_parties`"#,
        ),
        (("exp", &seconds), &format!("the ID Token expired at {past}; the current time is {now}")),
        (
            ("acr", r#""0""#),
            r#"`acr` is "0", but one of ["urn:example:gold", "urn:example:silver"] was requested"#,
        ),
        (
            ("auth_time", &seconds),
            &format!("the user authenticated at {past}, more than 300 s before {now}"),
        ),
    ] {
        let error = fixture::validate_with(&[change]).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn every_rule_has_a_unique_name_and_a_section() {
    let names: std::collections::BTreeSet<_> = RULES.iter().map(|rule| rule.id()).collect();
    assert_eq!(names.len(), RULES.len());
    for rule in RULES {
        assert!(rule.link().starts_with("https://") && rule.link().contains('#'), "{}", rule.id());
        assert!(rule.section().contains('§'), "{}", rule.id());
    }
}
