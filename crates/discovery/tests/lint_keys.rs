//! The check of a JWK Set: a valid set, and one change for each rule.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::{Value, json};
use symbolon_discovery::lint::{Severity, lint_keys};
use symbolon_jose::Object;

/// A key for signing. RFC 7515 §A.3.1.
fn signing() -> Value {
    json!({"kty": "EC", "crv": "P-256", "kid": "sig-1", "use": "sig",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})
}

/// Returns the key with these members.
fn with(members: Value) -> Value {
    let mut key = signing();
    key.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    key
}

/// Returns the key without a member.
fn without(name: &str) -> Value {
    let mut key = signing();
    key.as_object_mut().unwrap().remove(name);
    key
}

fn found(keys: Value) -> Vec<(&'static str, Severity, String)> {
    let set = Object::from_value(json!({ "keys": keys })).unwrap();
    lint_keys(&set).into_iter().map(|it| (it.rule, it.severity, it.found)).collect()
}

#[test]
fn discovery_3_each_change_of_a_set_has_exactly_one_finding() {
    let encryption = with(json!({"kid": "enc-1", "use": "enc"}));
    assert_eq!(found(json!([signing()])), []);
    assert_eq!(found(json!([signing(), encryption])), []);
    assert_eq!(found(json!([without("kid")])), [], "a single key needs no name");
    let other = with(json!({"kid": "sig-2"}));
    let mut unused = signing();
    unused.as_object_mut().unwrap().remove("use");
    for (keys, rule, severity, sentence) in [
        (json!([]), "keys", Severity::Broken, "the set has no keys: "),
        (
            json!([with(json!({"d": "jpsQnnGQmL"}))]),
            "keys.private",
            Severity::Broken,
            r#"the key "sig-1" has the member `d` of a private key: "#,
        ),
        (
            json!([signing(), {"kty": "oct", "kid": "mac", "k": "c2VjcmV0", "use": "sig"}]),
            "keys.private",
            Severity::Broken,
            r#"the key "mac" is a symmetric key: "#,
        ),
        (
            json!([unused, encryption]),
            "keys.use",
            Severity::Broken,
            r#"the key "sig-1" has no `use`, but another key is for encryption"#,
        ),
        (
            json!([without("kid"), other]),
            "keys.kid",
            Severity::Broken,
            "key 1 of the set has no `kid` beside other keys",
        ),
        (
            json!([signing(), signing()]),
            "keys.kid.repeated",
            Severity::Unwise,
            r#"several keys have the `kid` "sig-1""#,
        ),
        (
            json!([with(json!({"x": "AA"}))]),
            "keys.unreadable",
            Severity::Unwise,
            r#"the key "sig-1" cannot be read, so that clients leave it out: "#,
        ),
    ] {
        let found = found(keys.clone());
        assert_eq!(found.len(), 1, "{keys}: {found:#?}");
        assert_eq!((found[0].0, found[0].1), (rule, severity), "{keys}");
        assert!(found[0].2.starts_with(sentence), "{keys}: {}", found[0].2);
    }
}

/// Discovery §3: `x5c` alone is not enough. A key without its bare values also cannot be read.
#[test]
fn discovery_3_a_certificate_does_not_replace_the_key() {
    let mut key = with(json!({"x5c": ["MIIB"]}));
    assert!(found(json!([key])).iter().all(|it| it.0 != "keys.x5c"));
    key.as_object_mut().unwrap().remove("y");
    let found = found(json!([key]));
    assert_eq!(found[0].0, "keys.x5c");
    assert_eq!(found[0].2, r#"the key "sig-1" has `x5c`, but not the bare value `y`"#);
}

#[test]
fn no_value_of_a_private_key_is_shown() {
    let set = json!([with(json!({"d": "jpsQnnGQmL-secret"})), {"kty": "oct", "k": "c2VjcmV0"}]);
    for (_, _, sentence) in found(set) {
        assert!(!sentence.contains("jpsQ") && !sentence.contains("c2Vj"), "{sentence}");
    }
}

#[test]
fn a_document_that_is_not_a_key_set_has_a_finding() {
    for set in [json!({}), json!({"keys": 1}), json!({"keys": {}})] {
        let findings = lint_keys(&Object::from_value(set).unwrap());
        assert_eq!(findings[0].rule, "keys");
    }
    assert_eq!(found(json!([1]))[0].0, "keys.unreadable");
}
