//! The check of a provider's metadata document: a valid document, and one change for each rule.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use serde_json::{Value, json};
use symbolon_discovery::lint::{LintProfile, Severity, lint, lint_of_issuer, rules};
use symbolon_jose::Object;
use symbolon_oauth::Issuer;

/// A document of a provider without a finding.
fn valid() -> Object {
    Object::from_value(json!({
        "issuer": "https://op.example",
        "authorization_endpoint": "https://op.example/authorize",
        "token_endpoint": "https://op.example/token",
        "userinfo_endpoint": "https://op.example/userinfo",
        "jwks_uri": "https://op.example/jwks",
        "registration_endpoint": "https://op.example/register",
        "scopes_supported": ["openid", "email"],
        "claims_supported": ["sub", "email"],
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "ES256"],
        "code_challenge_methods_supported": ["S256"],
        "request_uri_parameter_supported": false,
        "authorization_response_iss_parameter_supported": true
    }))
    .unwrap()
}

/// Returns the valid document with these members. A member that is `"-"` is removed.
fn with(members: Value) -> Object {
    let mut document = valid();
    for (name, value) in members.as_object().unwrap() {
        if value == "-" {
            document.remove(name);
        } else {
            document.insert(name, value.clone());
        }
    }
    document
}

/// A change of the valid document, with the rule that it breaks and the sentence of the finding.
type Mutation = (&'static str, LintProfile, Value, &'static str);

use LintProfile::{
    AuthorizationServer as OAuth, DynamicOpenIdProvider as Dynamic, OpenIdProvider as OpenId,
};

/// The response types and grant types of a dynamic provider.
fn dynamic(mut members: Value) -> Value {
    let own = members.as_object_mut().unwrap();
    let types = json!(["code", "id_token", "id_token token"]);
    own.entry("response_types_supported").or_insert(types);
    own.entry("grant_types_supported").or_insert(json!(["authorization_code", "implicit"]));
    members
}

fn mutations_of_reading() -> Vec<Mutation> {
    vec![
        (
            "issuer",
            OpenId,
            json!({"issuer": "https://op.example?a=b"}),
            r#"`issuer` is "https://op.example?a=b": "#,
        ),
        ("issuer", OpenId, json!({"issuer": "-"}), "`issuer` is missing, and it is required"),
        ("issuer", OpenId, json!({"issuer": 1}), "`issuer` is 1, and it must be a string"),
        (
            "authorization_endpoint",
            OpenId,
            json!({"authorization_endpoint": "http://op.example/authorize"}),
            r#"`authorization_endpoint` is "http://op.example/authorize": "#,
        ),
        (
            "authorization_endpoint.grants",
            OAuth,
            json!({"authorization_endpoint": "-"}),
            "`authorization_endpoint` is missing, and it is required",
        ),
        ("jwks_uri", OpenId, json!({"jwks_uri": "-"}), "`jwks_uri` is missing, and it is required"),
        (
            "jwks_uri.optional",
            OAuth,
            json!({"jwks_uri": ["https://op.example/jwks"]}),
            "`jwks_uri` is ",
        ),
        (
            "values",
            OpenId,
            json!({"revocation_endpoint": "/revoke"}),
            r#"`revocation_endpoint` is "/revoke", which is not an endpoint: "#,
        ),
        ("values", OpenId, json!({"acr_values_supported": "1"}), "`acr_values_supported` "),
        (
            "values",
            OpenId,
            json!({"mtls_endpoint_aliases": {"token_endpoint": "http://mtls.op.example"}}),
            "`mtls_endpoint_aliases` is ",
        ),
        (
            "empty",
            OpenId,
            json!({"acr_values_supported": []}),
            "`acr_values_supported` is an empty list: omit a member without a value",
        ),
        ("empty", OpenId, json!({"op_tos_uri": null}), "`op_tos_uri` is `null`: "),
        ("empty", OpenId, json!({"op_tos_uri": ""}), "`op_tos_uri` is an empty string: "),
        (
            "repeated",
            OpenId,
            json!({"scopes_supported": ["openid", "email", "email"]}),
            r#"`scopes_supported` contains "email" more than once"#,
        ),
        (
            "unknown",
            OpenId,
            json!({"https://op.example/feature": true}),
            "`https://op.example/feature` is in no specification that this check knows",
        ),
        (
            "misspelled",
            OpenId,
            json!({"revocation_endpiont": "https://op.example/revoke"}),
            "`revocation_endpiont` has no meaning for clients: is it `revocation_endpoint`?",
        ),
        (
            "endpoints.foreign",
            OpenId,
            json!({"token_endpoint": "https://collector.example/token"}),
            r#"`token_endpoint` is "https://collector.example/token", which has another origin than the issuer https://op.example: check that the host is yours"#,
        ),
    ]
}

fn mutations_of_metadata() -> Vec<Mutation> {
    vec![
        (
            "response_types_supported",
            OpenId,
            json!({"response_types_supported": "-"}),
            "`response_types_supported` is required, and it is missing or empty",
        ),
        (
            "token_endpoint",
            OpenId,
            json!({"token_endpoint": "-"}),
            "`token_endpoint` is required, and it is missing or empty",
        ),
        (
            "subject_types_supported",
            OpenId,
            json!({"subject_types_supported": "-"}),
            "`subject_types_supported` is required, and it is missing or empty",
        ),
        (
            "id_token_signing_alg_values_supported",
            OpenId,
            json!({"id_token_signing_alg_values_supported": "-"}),
            "`id_token_signing_alg_values_supported` is required, and it is missing or empty",
        ),
        (
            "scopes_supported.openid",
            OpenId,
            json!({"scopes_supported": ["email"]}),
            r#"`scopes_supported` is ["email"], and it must contain "openid""#,
        ),
        (
            "id_token_signing_alg_values_supported.RS256",
            OpenId,
            json!({"id_token_signing_alg_values_supported": ["ES256"]}),
            r#"`id_token_signing_alg_values_supported` is ["ES256"], and it must contain "RS256""#,
        ),
        (
            "token_endpoint_auth_signing_alg_values_supported.none",
            OpenId,
            json!({"token_endpoint_auth_signing_alg_values_supported": ["RS256", "none"]}),
            r#"`token_endpoint_auth_signing_alg_values_supported` contains "none", which is forbidden for client assertions"#,
        ),
        (
            "token_endpoint_auth_signing_alg_values_supported",
            OpenId,
            json!({"token_endpoint_auth_methods_supported": ["private_key_jwt"]}),
            "`token_endpoint_auth_signing_alg_values_supported` is missing, ",
        ),
        (
            "revocation_endpoint_auth_signing_alg_values_supported.none",
            OpenId,
            json!({"revocation_endpoint_auth_signing_alg_values_supported": ["none"]}),
            "`revocation_endpoint_auth_signing_alg_values_supported` contains ",
        ),
        (
            "revocation_endpoint_auth_signing_alg_values_supported",
            OpenId,
            json!({"revocation_endpoint_auth_methods_supported": ["private_key_jwt"]}),
            "`revocation_endpoint_auth_signing_alg_values_supported` is missing, ",
        ),
        (
            "introspection_endpoint_auth_signing_alg_values_supported.none",
            OpenId,
            json!({"introspection_endpoint_auth_signing_alg_values_supported": ["none"]}),
            "`introspection_endpoint_auth_signing_alg_values_supported` contains ",
        ),
        (
            "introspection_endpoint_auth_signing_alg_values_supported",
            OpenId,
            json!({"introspection_endpoint_auth_methods_supported": ["client_secret_jwt"]}),
            "`introspection_endpoint_auth_signing_alg_values_supported` is missing, ",
        ),
        (
            "dpop_signing_alg_values_supported",
            OpenId,
            json!({"dpop_signing_alg_values_supported": ["ES256", "HS256"]}),
            r#"`dpop_signing_alg_values_supported` contains "HS256", "#,
        ),
        (
            "backchannel_token_delivery_modes_supported",
            OpenId,
            json!({"backchannel_token_delivery_modes_supported": ["poll"]}),
            "`backchannel_token_delivery_modes_supported` needs `backchannel_authentication_endpoint`, ",
        ),
        (
            "frontchannel_logout_session_supported",
            OpenId,
            json!({"frontchannel_logout_session_supported": true}),
            "`frontchannel_logout_session_supported` needs `frontchannel_logout_supported`, ",
        ),
        (
            "backchannel_logout_session_supported",
            OpenId,
            json!({"backchannel_logout_session_supported": true}),
            "`backchannel_logout_session_supported` needs `backchannel_logout_supported`, ",
        ),
    ]
}

fn mutations_of_consistency() -> Vec<Mutation> {
    let device = "urn:ietf:params:oauth:grant-type:device_code";
    vec![
        (
            "grant_types_supported.response_types",
            OpenId,
            json!({"response_types_supported": ["code", "id_token"]}),
            "`grant_types_supported` does not contain `implicit`, which each response type with `id_token` uses",
        ),
        (
            "grant_types_supported.unused",
            OpenId,
            json!({"grant_types_supported": "-"}),
            "`grant_types_supported` is omitted, which stands for `implicit`, but no response type uses it",
        ),
        (
            "device_authorization_endpoint",
            OpenId,
            json!({"device_authorization_endpoint": "https://op.example/device"}),
            "`device_authorization_endpoint` needs the grant type ",
        ),
        (
            "device_authorization_endpoint",
            OpenId,
            json!({"grant_types_supported": ["authorization_code", device]}),
            "the grant type `urn:ietf:params:oauth:grant-type:device_code` needs ",
        ),
        (
            "require_pushed_authorization_requests",
            OpenId,
            json!({"require_pushed_authorization_requests": true}),
            "`require_pushed_authorization_requests` is `true`, but `pushed_authorization_request_endpoint` is missing: no request is accepted",
        ),
        (
            "require_signed_request_object",
            OpenId,
            json!({"require_signed_request_object": true}),
            "`require_signed_request_object` is `true`, but `request_object_signing_alg_values_supported` contains no algorithm",
        ),
        (
            "response_modes_supported.jwt",
            OpenId,
            json!({"response_modes_supported": ["query", "query.jwt"]}),
            r#"`response_modes_supported` contains "query.jwt", but "#,
        ),
        (
            "encryption",
            OpenId,
            json!({"id_token_encryption_enc_values_supported": ["A256GCM"]}),
            "`id_token_encryption_alg_values_supported` is missing beside `id_token_encryption_enc_values_supported`",
        ),
        (
            "scopes_supported.offline_access",
            OpenId,
            json!({"scopes_supported": ["openid", "offline_access"]}),
            "`scopes_supported` contains `offline_access`, but `grant_types_supported` does not contain `refresh_token`",
        ),
        (
            "subject_types_supported.values",
            OpenId,
            json!({"subject_types_supported": ["public", "private"]}),
            r#"`subject_types_supported` contains "private"; expected "public" or "pairwise""#,
        ),
    ]
}

fn mutations_of_advice() -> Vec<Mutation> {
    vec![
        (
            "recommended",
            OpenId,
            json!({"claims_supported": "-"}),
            "`claims_supported` is recommended",
        ),
        (
            "id_token_signing_alg_values_supported.none",
            OpenId,
            json!({"id_token_signing_alg_values_supported": ["RS256", "none"]}),
            "`id_token_signing_alg_values_supported` contains `none`: ",
        ),
        (
            "request_object_signing_alg_values_supported.none",
            OpenId,
            json!({"request_object_signing_alg_values_supported": ["RS256", "none"]}),
            "`request_object_signing_alg_values_supported` contains `none`: ",
        ),
        (
            "request_object_signing_alg_values_supported.RS256",
            OpenId,
            json!({"request_object_signing_alg_values_supported": ["ES256"]}),
            "`request_object_signing_alg_values_supported` does not contain `RS256`, ",
        ),
        (
            "token_endpoint_auth_signing_alg_values_supported.RS256",
            OpenId,
            json!({"token_endpoint_auth_signing_alg_values_supported": ["ES256"]}),
            "`token_endpoint_auth_signing_alg_values_supported` does not contain `RS256`, ",
        ),
        (
            "request_uri_parameter_supported",
            OpenId,
            json!({"request_uri_parameter_supported": "-"}),
            "`request_uri_parameter_supported` is omitted, which means `true`: ",
        ),
        (
            "require_request_uri_registration",
            OpenId,
            json!({"request_uri_parameter_supported": true}),
            "`require_request_uri_registration` is not `true`: ",
        ),
        (
            "code_challenge_methods_supported",
            OpenId,
            json!({"code_challenge_methods_supported": "-"}),
            "`code_challenge_methods_supported` is missing: ",
        ),
        (
            "code_challenge_methods_supported.plain",
            OpenId,
            json!({"code_challenge_methods_supported": ["S256", "plain"]}),
            "`code_challenge_methods_supported` contains `plain`: ",
        ),
        (
            "response_types_supported.token",
            OpenId,
            json!({"response_types_supported": ["code", "token"], "grant_types_supported": ["authorization_code", "implicit"]}),
            "`response_types_supported` contains a type with `token`: ",
        ),
        (
            "grant_types_supported.password",
            OpenId,
            json!({"grant_types_supported": ["authorization_code", "password"]}),
            "`grant_types_supported` contains `password`: clients then see the passwords of users",
        ),
        (
            "authorization_response_iss_parameter_supported",
            OpenId,
            json!({"authorization_response_iss_parameter_supported": false}),
            "`authorization_response_iss_parameter_supported` is not `true`: ",
        ),
        (
            "encryption.RSA1_5",
            OpenId,
            json!({"id_token_encryption_alg_values_supported": ["RSA1_5"], "id_token_encryption_enc_values_supported": ["A256GCM"]}),
            "`id_token_encryption_alg_values_supported` contains `RSA1_5`: ",
        ),
    ]
}

fn mutations() -> Vec<Mutation> {
    let tables = [mutations_of_reading(), mutations_of_metadata(), mutations_of_consistency()];
    tables.into_iter().flatten().chain(mutations_of_advice()).collect()
}

#[test]
fn each_change_has_exactly_one_finding() {
    for profile in [OpenId, OAuth] {
        assert_eq!(lint(&valid(), &profile), [], "{profile:?}");
    }
    for (rule, profile, members, sentence) in mutations() {
        let findings = lint(&with(members.clone()), &profile);
        assert_eq!(findings.len(), 1, "{members}: {findings:#?}");
        let finding = &findings[0];
        assert_eq!(finding.rule, rule, "{members}: {finding}");
        assert!(finding.found.starts_with(sentence), "{members}: {finding}");
        let stated = rules().find(|it| it.id() == rule).unwrap();
        assert_eq!(finding.severity, stated.severity(), "{rule}");
        assert_eq!((finding.section, finding.link), (stated.section(), stated.link()), "{rule}");
    }
}

#[test]
fn each_rule_has_a_change() {
    let tested: BTreeSet<&str> = mutations().iter().map(|it| it.0).collect();
    let elsewhere = [
        "issuer.mismatch",
        "issuer.loopback",
        "response_types_supported.dynamic",
        "grant_types_supported.dynamic",
        "registration_endpoint.dynamic",
    ];
    // The rules of the document of a protected resource have their changes in `lint_resource.rs`.
    let of_resource = |id: &str| id.split('.').next() == Some("resource");
    for rule in rules().filter(|rule| !of_resource(rule.id())) {
        assert!(tested.contains(rule.id()) || elsewhere.contains(&rule.id()), "{}", rule.id());
        assert!(rule.section().contains('§') && rule.link().starts_with("https://"));
        assert!(!rule.statement().is_empty());
    }
    let ids: Vec<&str> = rules().map(|rule| rule.id()).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "an id occurs once");
}

#[test]
fn discovery_3_a_dynamic_provider_lists_three_response_types() {
    let broken = |members: Value| -> Vec<String> {
        let findings = lint(&with(dynamic(members)), &Dynamic);
        let broken = findings.into_iter().filter(|it| it.severity == Severity::Broken);
        broken.map(|it| it.found).collect()
    };
    assert_eq!(broken(json!({})), [""; 0]);
    let other_order = json!({"response_types_supported": ["token id_token", "id_token", "code"]});
    assert_eq!(broken(other_order), [""; 0], "the words have no order");
    let types = json!({"response_types_supported": ["code", "id_token"]});
    let lacks = |member: &str, value: &str| {
        format!("`{member}` does not contain `{value}`, which a dynamic provider supports")
    };
    assert_eq!(broken(types), [lacks("response_types_supported", "id_token token")]);
    let grants = json!({"grant_types_supported": ["authorization_code"]});
    assert_eq!(broken(grants), [lacks("grant_types_supported", "implicit")]);
    let endpoint = json!({"registration_endpoint": "-"});
    let missing = "`registration_endpoint` is missing: a dynamic provider needs it";
    assert_eq!(broken(endpoint), [missing]);
}

#[test]
fn discovery_3_recommended_members_are_asked_for() {
    for name in
        ["userinfo_endpoint", "registration_endpoint", "scopes_supported", "claims_supported"]
    {
        let mut document = valid();
        document.remove(name);
        let findings = lint(&document, &OpenId);
        assert_eq!(findings.len(), 1, "{name}");
        assert_eq!((findings[0].rule, findings[0].member.as_str()), ("recommended", name));
        assert_eq!(findings[0].severity, Severity::Note);
        assert_eq!(lint(&document, &OAuth), [], "an authorization server need not have {name}");
    }
}

#[test]
fn discovery_4_3_the_issuer_is_the_issuer_of_the_request() {
    let issuer = Issuer::new("https://op.example/").unwrap();
    let findings = lint_of_issuer(&valid(), &OpenId, &issuer);
    assert_eq!(findings.len(), 1);
    assert_eq!(
        findings[0].to_string(),
        "broken: `issuer` is \"https://op.example\", but the document was published for \
         \"https://op.example/\": clients refuse it (Discovery §4.3)"
    );
    let issuer = Issuer::new("https://op.example").unwrap();
    assert_eq!(lint_of_issuer(&valid(), &OpenId, &issuer), []);
}

#[test]
fn a_document_of_this_machine_is_noted() {
    let text = valid().to_json().replace("https://op.example", "http://127.0.0.1:9400");
    let findings = lint(&Object::parse(text.as_bytes()).unwrap(), &OpenId);
    assert_eq!(findings.len(), 1, "{findings:#?}");
    assert_eq!((findings[0].rule, findings[0].severity), ("issuer.loopback", Severity::Note));
}

#[test]
fn an_authorization_server_needs_an_authorization_endpoint_for_its_grant_types_only() {
    let members = json!({
        "authorization_endpoint": "-", "jwks_uri": "-", "subject_types_supported": "-",
        "id_token_signing_alg_values_supported": "-", "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code", "client_credentials"]
    });
    let findings = lint(&with(members), &OAuth);
    let found: Vec<&str> = findings.iter().map(|it| it.rule).collect();
    assert_eq!(found, ["authorization_endpoint.grants"]);
}

#[test]
fn a_document_without_members_is_checked() {
    let findings = lint(&Object::new(), &OpenId);
    let broken = findings.iter().filter(|it| it.severity == Severity::Broken);
    let broken: Vec<&str> = broken.map(|it| it.member.as_str()).collect();
    assert_eq!(
        broken,
        [
            "issuer",
            "authorization_endpoint",
            "jwks_uri",
            "response_types_supported",
            "subject_types_supported",
            "id_token_signing_alg_values_supported",
        ]
    );
}

#[test]
fn a_value_cannot_control_a_terminal() {
    let text = "\u{1b}[2J\u{202e}";
    let members = json!({
        "issuer": text, "jwks_uri": text, "op_tos_uri": text, "subject_types_supported": [text, text]
    });
    let mut document = with(members);
    document.insert(text, text);
    let findings = lint(&document, &OpenId);
    assert!(findings.len() > 4);
    for finding in findings {
        assert!(finding.to_string().is_ascii() || finding.section.contains('§'), "{finding}");
        assert!(!finding.found.contains(['\u{1b}', '\u{202e}']), "{}", finding.found);
    }
    for value in [json!([]), json!(null), json!(1)] {
        let mut document = valid();
        document.insert(text, value);
        for finding in lint(&document, &OpenId) {
            assert!(finding.found.is_ascii(), "{}", finding.found);
        }
    }
}
