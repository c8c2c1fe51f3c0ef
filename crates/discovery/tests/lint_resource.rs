//! The check of the document of a protected resource: a valid document, and one change for each rule.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use serde_json::{Value, json};
use symbolon_discovery::ResourceIdentifier;
use symbolon_discovery::lint::{LintProfile, Severity, lint, lint_of_resource, rules};
use symbolon_jose::Object;

/// A document of a resource without a finding.
fn valid() -> Value {
    json!({
        "resource": "https://api.example/v1",
        "authorization_servers": ["https://as.example"],
        "jwks_uri": "https://api.example/jwks",
        "scopes_supported": ["photos"],
        "bearer_methods_supported": [],
        "resource_signing_alg_values_supported": ["ES256"],
        "resource_name": "Photos",
        "resource_name#de": "Fotos",
        "dpop_signing_alg_values_supported": ["ES256"],
        "dpop_bound_access_tokens_required": true,
        "challenge_endpoint": "https://api.example/challenge"
    })
}

/// Returns the valid document with these members. A member that is `"-"` is removed.
fn with(members: Value) -> Object {
    let mut document = Object::from_value(valid()).unwrap();
    for (name, value) in members.as_object().unwrap() {
        if value == "-" {
            document.remove(name);
        } else {
            document.insert(name, value.clone());
        }
    }
    document
}

/// Each change of the valid document, with the rule that it breaks and the sentence of the finding.
fn mutations() -> Vec<(&'static str, Value, &'static str)> {
    vec![
        ("resource", json!({"resource": "-"}), "`resource` is missing, and it is required"),
        ("resource", json!({"resource": 1}), "`resource` is 1, and it must be a string"),
        (
            "resource",
            json!({"resource": "http://api.example"}),
            r#"`resource` is "http://api.example": the scheme is not https"#,
        ),
        ("resource", json!({"resource": "https://api.example/#a"}), "`resource` is "),
        (
            "resource.loopback",
            json!({"resource": "http://localhost:9000"}),
            "`resource` is http://localhost:9000: only clients on this machine can use it",
        ),
        (
            "resource.query",
            json!({"resource": "https://api.example/v1?tenant=a"}),
            "`resource` has a query, and the identifier of a resource should have no query",
        ),
        (
            "resource.values",
            json!({"jwks_uri": "http://api.example/jwks"}),
            r#"`jwks_uri` is "http://api.example/jwks", which is not an endpoint: "#,
        ),
        (
            "resource.values",
            json!({"authorization_servers": ["https://as.example", "as.example"]}),
            r#"`authorization_servers` contains "as.example", which is not an issuer: "#,
        ),
        ("resource.values", json!({"resource_name#de": 1}), "`resource_name` is not a string"),
        (
            "resource.signatures",
            json!({"resource_signing_alg_values_supported": ["none"]}),
            r#"`resource_signing_alg_values_supported` contains "none", which is forbidden"#,
        ),
        (
            "resource.dpop",
            json!({"dpop_signing_alg_values_supported": ["ES256", "HS256"]}),
            r#"`dpop_signing_alg_values_supported` contains "HS256", which is forbidden"#,
        ),
        (
            "resource.empty",
            json!({"authorization_details_types_supported": []}),
            "`authorization_details_types_supported` is an empty list: omit a member without a value",
        ),
        ("resource.empty", json!({"resource_tos_uri": null}), "`resource_tos_uri` is `null`: "),
        (
            "resource.unknown",
            json!({"color": "red"}),
            "`color` is in no specification that this check knows",
        ),
        (
            "resource.recommended",
            json!({"scopes_supported": "-"}),
            "`scopes_supported` is recommended",
        ),
        (
            "resource.recommended",
            json!({"resource_name": "-", "resource_name#de": "-"}),
            "`resource_name` is recommended",
        ),
        (
            "resource.languages",
            json!({"resource_name": "-"}),
            "`resource_name` has values with a language only: add a value without a language",
        ),
        (
            "resource.servers",
            json!({"authorization_servers": "-"}),
            "`authorization_servers` is missing: clients must know the server from elsewhere",
        ),
        (
            "resource.bearer_in_query",
            json!({"bearer_methods_supported": ["header", "query"]}),
            "`bearer_methods_supported` contains `query`: ",
        ),
        (
            "resource.dpop_algorithms",
            json!({"dpop_signing_alg_values_supported": "-"}),
            "`dpop_signing_alg_values_supported` is missing, although the resource requires DPoP",
        ),
    ]
}

#[test]
fn each_change_has_exactly_one_finding() {
    let profile = LintProfile::ProtectedResource;
    assert_eq!(lint(&with(json!({})), &profile), []);
    for (rule, members, sentence) in mutations() {
        let findings = lint(&with(members.clone()), &profile);
        assert_eq!(findings.len(), 1, "{members}: {findings:#?}");
        let finding = &findings[0];
        assert_eq!(finding.rule, rule, "{members}: {finding}");
        assert!(finding.found.starts_with(sentence), "{members}: {finding}");
        let stated = rules().find(|it| it.id() == rule).unwrap();
        assert_eq!((finding.severity, finding.link), (stated.severity(), stated.link()), "{rule}");
    }
}

#[test]
fn each_rule_of_a_resource_has_a_change() {
    let tested: BTreeSet<&str> = mutations().iter().map(|it| it.0).collect();
    let profile = LintProfile::ProtectedResource;
    let of_resource: BTreeSet<&str> =
        rules().filter(|rule| rule.applies_to(&profile)).map(|rule| rule.id()).collect();
    let elsewhere = BTreeSet::from(["resource.mismatch"]);
    assert_eq!(&tested | &elsewhere, of_resource);
    for other in [LintProfile::OpenIdProvider, LintProfile::AuthorizationServer] {
        assert!(!rules().any(|it| it.applies_to(&other) && of_resource.contains(it.id())));
    }
}

#[test]
fn rfc9728_2_a_document_without_members_is_checked() {
    let findings = lint(&Object::new(), &LintProfile::ProtectedResource);
    let found: Vec<_> = findings.iter().map(|it| (it.severity, it.member.as_str())).collect();
    assert_eq!(found, [(Severity::Broken, "resource")]);
}

#[test]
fn rfc9728_3_3_the_resource_is_the_resource_of_the_request() {
    let other = ResourceIdentifier::new("https://api.example/v1/").unwrap();
    let findings = lint_of_resource(&with(json!({})), &other);
    assert_eq!(findings.len(), 1);
    assert_eq!(
        findings[0].to_string(),
        "broken: `resource` is \"https://api.example/v1\", but the document was published for \
         \"https://api.example/v1/\": clients refuse it (RFC 9728 §3.3)"
    );
    let own = ResourceIdentifier::new("https://api.example/v1").unwrap();
    assert_eq!(lint_of_resource(&with(json!({})), &own), []);
}
