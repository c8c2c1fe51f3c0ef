//! The comparison of two metadata documents.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::{Value, json};
use symbolon_discovery::diff::{Change, diff};
use symbolon_jose::Object;

fn changes(old: Value, new: Value) -> Vec<Change> {
    diff(&Object::from_value(old).unwrap(), &Object::from_value(new).unwrap())
}

/// Returns the only change.
#[track_caller]
fn change(old: Value, new: Value) -> Change {
    let mut changes = changes(old.clone(), new.clone());
    assert_eq!(changes.len(), 1, "{old} {new} {changes:#?}");
    changes.remove(0)
}

#[test]
fn each_change_that_breaks_clients_is_found() {
    let breaking = [
        (
            json!({"scopes_supported": ["openid", "email"]}),
            json!({"scopes_supported": ["openid"]}),
            r#"`scopes_supported` no longer contains "email": clients that use the value fail"#,
        ),
        (
            json!({"token_endpoint": "https://op.example/token"}),
            json!({"token_endpoint": "https://op.example/t"}),
            r#"`token_endpoint` was "https://op.example/token" and is now "https://op.example/t": clients that keep the old document use the old URL"#,
        ),
        (
            json!({"jwks_uri": "https://op.example/jwks"}),
            json!({}),
            r#"`jwks_uri` is removed; its value was "https://op.example/jwks": clients that keep the old document use the old URL"#,
        ),
        (
            json!({"issuer": "https://op.example"}),
            json!({"issuer": "https://op.example/"}),
            r#"`issuer` was "https://op.example" and is now "https://op.example/": clients refuse tokens and responses of another issuer"#,
        ),
        (
            json!({}),
            json!({"require_pushed_authorization_requests": true}),
            "`require_pushed_authorization_requests` was `false` and is now `true`: clients that do not do this yet are refused",
        ),
        (
            json!({"authorization_response_iss_parameter_supported": true}),
            json!({}),
            "`authorization_response_iss_parameter_supported` was `true` and is now `false`: clients that rely on it fail",
        ),
        (
            json!({}),
            json!({"request_uri_parameter_supported": false}),
            "`request_uri_parameter_supported` was `true` and is now `false`: clients that rely on it fail",
        ),
        (
            json!({"service_documentation": "https://op.example/docs"}),
            json!({"service_documentation": 1}),
            r#"`service_documentation` was "https://op.example/docs" and is now 1: clients cannot read a value of another type"#,
        ),
        (
            json!({"mtls_endpoint_aliases": {"token_endpoint": "https://mtls.op.example/token"}}),
            json!({"mtls_endpoint_aliases": {}}),
            r#"`mtls_endpoint_aliases.token_endpoint` is removed; its value was "https://mtls.op.example/token": clients that keep the old document use the old URL"#,
        ),
    ];
    for (old, new, sentence) in breaking {
        let change = change(old, new);
        assert!(change.breaks(), "{change}");
        assert_eq!(change.to_string(), sentence);
    }
}

#[test]
fn each_change_that_does_not_break_clients_is_found() {
    let harmless = [
        (json!({}), json!({"userinfo_endpoint": "https://op.example/userinfo"})),
        (json!({"scopes_supported": ["openid"]}), json!({"scopes_supported": ["openid", "email"]})),
        (json!({"require_request_uri_registration": true}), json!({})),
        (json!({}), json!({"claims_parameter_supported": true})),
        (
            json!({"op_policy_uri": "https://op.example/1"}),
            json!({"op_policy_uri": "https://op.example/2"}),
        ),
        (json!({"ui_locales_supported": ["de", "fr"]}), json!({"ui_locales_supported": ["fr"]})),
        (
            json!({}),
            json!({"mtls_endpoint_aliases": {"token_endpoint": "https://mtls.op.example/token"}}),
        ),
        (json!({"example": {"kept": true}}), json!({"example": {"kept": false}})),
    ];
    for (old, new) in harmless {
        let change = change(old, new);
        assert!(!change.breaks(), "{change}");
    }
}

#[test]
fn documents_with_the_same_meaning_have_no_changes() {
    let same = [
        (json!({}), json!({"grant_types_supported": ["implicit", "authorization_code"]})),
        (json!({}), json!({"request_uri_parameter_supported": true})),
        (json!({"claims_parameter_supported": false}), json!({})),
        (json!({}), json!({"op_tos_uri": null, "op_policy_uri": "", "acr_values_supported": []})),
        (json!({"scopes_supported": ["a", "b"]}), json!({"scopes_supported": ["b", "a"]})),
        (
            json!({"response_types_supported": ["code id_token"]}),
            json!({"response_types_supported": ["id_token code"]}),
        ),
    ];
    for (old, new) in same {
        assert_eq!(changes(old.clone(), new.clone()), [], "{old} {new}");
        assert_eq!(changes(new.clone(), old.clone()), [], "{new} {old}");
    }
}

/// A member that states less than its default takes the rest of the default away.
#[test]
fn stating_a_part_of_a_default_removes_the_rest() {
    let change = change(json!({}), json!({"grant_types_supported": ["authorization_code"]}));
    assert!(change.breaks());
    assert!(change.to_string().contains(r#"no longer contains "implicit""#), "{change}");
    let changes =
        changes(json!({"token_endpoint_auth_methods_supported": ["private_key_jwt"]}), json!({}));
    let told: Vec<_> = changes.iter().map(|it| (it.breaks(), it.to_string())).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].0 && told[0].1.contains(r#"no longer contains "private_key_jwt""#));
    assert!(!told[1].0 && told[1].1.contains(r#"now contains "client_secret_basic""#));
}

#[test]
fn a_value_cannot_control_a_terminal() {
    let changes = changes(
        json!({"op_tos_uri": "\u{1b}[2J", "acr_values_supported": ["\u{202e}"], "\u{1b}a": "\n"}),
        json!({"op_tos_uri": {"\u{1b}": "\u{9b}"}}),
    );
    assert_eq!(changes.len(), 3);
    for change in changes {
        assert!(change.to_string().is_ascii(), "{change}");
    }
}
