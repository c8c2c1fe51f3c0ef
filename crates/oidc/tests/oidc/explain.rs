//! The rules explained to people.

use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::VerificationKeys;
use symbolon_oauth::EncodedJwt;
use symbolon_oidc::id_token::rules::RULES;
use symbolon_oidc::id_token::{Explanation, Outcome};
use symbolon_oidc::{ExpectedIdToken, IdTokenError, NonceExpectation};

use crate::fixture::{Login, NOW, clock, json_with, keys, sign_anything, validator};

fn explain(token: &EncodedJwt, keys: &VerificationKeys, now: i64) -> Explanation {
    validator().explain(token, keys, &Login::new().expected(), &CRYPTO, clock(now))
}

fn outcome(explanation: &Explanation, rule: &str) -> Outcome<IdTokenError> {
    explanation.findings().iter().find(|finding| finding.rule.id() == rule).unwrap().outcome
}

#[test]
fn an_expired_token_breaks_one_rule_and_keeps_the_others() {
    let explanation = explain(&sign_anything(&json_with(&[])), &keys(), NOW + 700);
    for rule in ["signature", "iss", "sub", "aud", "nonce", "acr", "at_hash", "c_hash"] {
        assert_eq!(outcome(&explanation, rule), Outcome::Held, "{rule}");
    }
    assert!(matches!(outcome(&explanation, "exp"), Outcome::Failed(IdTokenError::Expired { .. })));
    assert_eq!(outcome(&explanation, "refreshed.sub"), Outcome::NotApplicable);
    let error = explanation.error().unwrap();
    let line = format!("failed: now is before `exp` [Core §3.1.3.7 (9)]: {error}\n");
    assert!(explanation.to_string().contains(&line));
}

#[test]
fn claims_are_explained_though_nobody_vouches_for_them() {
    let strangers = VerificationKeys::new(Vec::new());
    let explanation = explain(&sign_anything(&json_with(&[])), &strangers, NOW);
    assert!(matches!(outcome(&explanation, "signature"), Outcome::Failed(IdTokenError::Jws(_))));
    assert_eq!(outcome(&explanation, "iss"), Outcome::Held);
    assert!(matches!(explanation.error(), Some(IdTokenError::Jws(_))));
}

#[test]
fn what_cannot_be_read_is_not_asked_about() {
    let garbage = EncodedJwt::new("garbage".into());
    let explanation = explain(&garbage, &keys(), NOW);
    assert!(matches!(outcome(&explanation, "format"), Outcome::Failed(IdTokenError::Jws(_))));
    for rule in ["typ", "signature", "claims", "iss", "exp", "nonce"] {
        assert_eq!(outcome(&explanation, rule), Outcome::NotChecked, "{rule}");
    }
}

#[test]
fn core_3_1_3_7_1_an_encrypted_token_is_called_that_and_nothing_else() {
    let explanation = explain(&EncodedJwt::new("a.b.c.d.e".into()), &keys(), NOW);
    assert_eq!(outcome(&explanation, "encryption"), Outcome::Failed(IdTokenError::Encrypted));
    assert_eq!(outcome(&explanation, "format"), Outcome::NotChecked);
}

#[test]
fn an_explanation_tells_nothing_of_the_token() {
    let token = sign_anything(&json_with(&[("sub", "\"Jos\u{e9}\""), ("nonce", "\"geheim\"")]));
    let login = Login::new();
    let expected = ExpectedIdToken::login(NonceExpectation::Sent(&login.nonce));
    let explanation = validator().explain(&token, &keys(), &expected, &CRYPTO, clock(NOW));
    let text = format!("{explanation} {explanation:?}");
    for told in ["Jos", "geheim", login.nonce.expose()] {
        assert!(!text.contains(told), "{told}");
    }
}

#[test]
fn every_rule_has_a_name_of_its_own_and_a_place_in_a_specification() {
    let names: std::collections::BTreeSet<_> = RULES.iter().map(|rule| rule.id()).collect();
    assert_eq!(names.len(), RULES.len());
    for rule in RULES {
        assert!(rule.link().starts_with("https://") && rule.link().contains('#'), "{}", rule.id());
        assert!(rule.section().contains('§'), "{}", rule.id());
    }
}
