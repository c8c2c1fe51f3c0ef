//! What the policy decides: unknown members, choices, pages of other hosts, and trust.

use serde_json::{Value, json};
use symbolon_oauth::ResponseType;
use symbolon_provider::*;
use symbolon_registration::CHOICES;

use crate::common::*;

#[test]
fn registration_3_2_unknown_members_are_ignored() {
    let mut metadata = wiki_with("x_owner", json!({ "team": ["a"] }));
    metadata["redirect_uris#de"] = json!(["https://evil.example/"]);
    let registered = register(&op(), &metadata).unwrap();
    assert_eq!(registered.json.get("x_owner"), None);
    assert_eq!(registered.json.get("redirect_uris#de"), None);
    assert!(!registered.client().extra.contains("x_owner"));
    let keeping = op_that(|policy| policy.kept_members = vec!["x_owner".to_owned()]);
    let registered = register(&keeping, &metadata).unwrap();
    assert_eq!(registered.json["x_owner"], json!({ "team": ["a"] }));
    assert_eq!(json_of(&read(&keeping, &registered))["x_owner"], json!({ "team": ["a"] }));
}

#[test]
fn rp_choices_2_no_list_in_a_response() {
    let mut metadata = wiki();
    metadata["id_token_signing_alg_values_supported"] = json!(["PS512", "ES256", "RS256"]);
    metadata["token_endpoint_auth_methods_supported"] = json!(["tls_client_auth", "none"]);
    metadata["subject_types_supported"] = json!(["pairwise", "public"]);
    let op = op();
    let registered = register(&op, &metadata).unwrap();
    assert_eq!(
        registered.json["id_token_signed_response_alg"], "ES256",
        "the first that is offered"
    );
    assert_eq!(registered.json["token_endpoint_auth_method"], "none");
    assert_eq!(registered.json["subject_type"], "public");
    for json in [&registered.json, &json_of(&read(&op, &registered))] {
        assert!(CHOICES.iter().all(|choice| json.get(choice.list()).is_none()), "{json}");
    }
}

#[test]
fn rp_choices_2_a_single_value_is_in_its_list() {
    let mut metadata = wiki_with("subject_type", json!("public"));
    metadata["subject_types_supported"] = json!(["pairwise"]);
    let refused = register(&op(), &metadata);
    assert_refused(refused, "invalid_client_metadata", "subject_types_supported");
    let mut metadata = wiki_with("id_token_signed_response_alg", json!("PS512"));
    metadata["id_token_signing_alg_values_supported"] = json!(["PS512", "RS256"]);
    let registered = register(&op(), &metadata).unwrap();
    assert_eq!(registered.json["id_token_signed_response_alg"], "RS256");
}

#[test]
fn registration_9_1_foreign_pages_are_told_or_refused() {
    let foreign = wiki_with("logo_uri#de", json!("https://images.example/wiki.png"));
    let registered = register(&op(), &foreign).unwrap();
    assert_eq!(registered.json["logo_uri#de"], "https://images.example/wiki.png");
    let metadata = registered.client().metadata();
    let told: Vec<&str> = metadata.foreign_pages().map(|(member, _)| member).collect();
    assert_eq!(told, ["logo_uri"]);
    let strict = op_that(|policy| policy.foreign_pages = ForeignPages::Refused);
    assert_refused(register(&strict, &foreign), "invalid_client_metadata", "logo_uri");
    let own = wiki_with("logo_uri", json!("https://wiki.example/wiki.png"));
    assert!(register(&strict, &own).is_ok());
}

#[test]
fn rfc7591_5_a_registered_client_is_not_trusted() {
    let registered = register(&op(), &wiki()).unwrap();
    assert_eq!(registered.client().registered_by, RegisteredBy::Itself);
}

#[test]
fn rfc8252_8_4_the_type_is_recorded() {
    let native = |uri: &str| {
        let mut metadata = wiki_with("redirect_uris", json!([uri]));
        metadata["application_type"] = json!("native");
        metadata["token_endpoint_auth_method"] = json!("none");
        metadata
    };
    for uri in ["com.example.app:/callback", "http://127.0.0.1/cb", "https://app.example/cb"] {
        let registered = register(&op(), &native(uri)).unwrap();
        let found = registered.client().application_type.as_ref();
        assert_eq!(found.map(|it| it.as_str()), Some("native"), "{uri}");
    }
    let registered = register(&op(), &wiki()).unwrap();
    let found = registered.client().application_type.as_ref();
    assert_eq!(found.map(|it| it.as_str()), Some("web"), "the default");
}

#[test]
fn hosts_bind_every_redirect_uri() {
    let hosts = vec!["wiki.example".to_owned(), "WWW.wiki.example".to_owned()];
    let op = op_that(|policy| policy.hosts = Some(hosts));
    for (uris, is_allowed) in [
        (json!([CALLBACK]), true),
        (json!(["https://www.wiki.example/"]), true),
        (json!(["https://wiki.example:8443/"]), true),
        (json!([CALLBACK, "https://other.example/"]), false),
        (json!(["https://sub.wiki.example/"]), false),
        (json!(["https://wiki.example.evil.example/"]), false),
    ] {
        let registered = register(&op, &wiki_with("redirect_uris", uris.clone()));
        assert_eq!(registered.is_ok(), is_allowed, "{uris}");
    }
    for uri in ["com.example.app:/callback", "com.example.app://wiki.example/callback"] {
        let mut app = wiki_with("redirect_uris", json!([uri]));
        app["application_type"] = json!("native");
        assert!(register(&super::common::op(), &app).is_ok(), "{uri}");
        assert_refused(register(&op, &app), "invalid_redirect_uri", "redirect_uris");
    }
}

#[test]
fn the_default_algorithm_follows_the_policy() {
    let op = op_that(|policy| policy.algorithms = Some(vec!["ES256".to_owned()]));
    let registered = register(&op, &wiki()).unwrap();
    assert_eq!(registered.json["id_token_signed_response_alg"], "ES256");
    let rs256 = wiki_with("id_token_signed_response_alg", json!("RS256"));
    let refused = register(&op, &rs256);
    assert_refused(refused, "invalid_client_metadata", "id_token_signed_response_alg");
}

#[test]
fn rfc7591_2_1_a_client_that_never_sees_a_browser_has_no_response_types() {
    let mut metadata = wiki_with("grant_types", json!(["refresh_token"]));
    metadata["redirect_uris"] = Value::Null;
    let registered = register(&op(), &metadata).unwrap();
    assert_eq!(registered.json["response_types"], json!([]));
    assert_eq!(registered.json.get("redirect_uris"), None);
}

#[test]
fn registration_2_only_what_the_provider_offers() {
    let implicit = wiki_with("response_types", json!(["id_token token"]));
    let refused = register(&op(), &implicit);
    assert_refused(refused, "invalid_client_metadata", "response_types");
    let op = op_with(|policy| policy.response_types.push(ResponseType::ID_TOKEN_TOKEN));
    let registered = register(&op, &implicit).unwrap();
    assert_eq!(registered.json["grant_types"], json!(["implicit"]));
    let pushed = wiki_with("require_pushed_authorization_requests", json!(true));
    let refused = register(&op, &pushed);
    assert_refused(refused, "invalid_client_metadata", "require_pushed_authorization_requests");
}

#[test]
fn registration_2_rs256_is_offered_by_default() {
    let mut metadata = wiki_with("token_endpoint_auth_method", json!("private_key_jwt"));
    metadata["jwks_uri"] = json!("https://wiki.example/jwks");
    metadata["token_endpoint_auth_signing_alg"] = json!("RS256");
    assert!(register(&op(), &metadata).is_ok());
    let op = op_with(|policy| policy.request_objects = Some(RequestObjects::default()));
    metadata["request_object_signing_alg"] = json!("RS256");
    assert!(register(&op, &metadata).is_ok());
}
