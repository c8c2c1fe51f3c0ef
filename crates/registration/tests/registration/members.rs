//! Client metadata is read and written member by member.

use std::collections::BTreeSet;

use crate::common::{FULL, object};
use serde_json::json;
use symbolon_oauth::ErrorCode;
use symbolon_registration::metadata::ValueError;
use symbolon_registration::{ClientMetadata, ClientMetadataError};

#[test]
fn every_member_is_read_and_written_as_it_was() {
    let metadata = ClientMetadata::parse(FULL.as_bytes()).unwrap();
    assert_eq!(metadata.to_object(), object(FULL));
    assert!(metadata.extra.is_empty());
    let read: BTreeSet<&str> = ClientMetadata::MEMBERS.iter().map(|it| it.name()).collect();
    let full = object(FULL);
    assert_eq!(read, full.names().filter(|name| !name.contains('#')).collect());
    assert_eq!(ClientMetadata::from_answer(full), metadata);
}

#[test]
fn every_member_has_one_json_type() {
    for member in ClientMetadata::MEMBERS {
        let mut object = object(FULL);
        object.insert(member.name(), json!([[1]]));
        let error = ClientMetadata::from_object(object.clone()).unwrap_err();
        assert!(matches!(error, ClientMetadataError::Member(_)), "{error:?}");
        assert_eq!(error.member(), Some(member.name()));
        let metadata = ClientMetadata::from_answer(object);
        assert_eq!(metadata.unread()[0].member, member.name());
        assert_eq!(metadata.unread()[0].error.code(), "json.member");
    }
}

#[test]
fn attack_106_a_list_has_only_strings() {
    for value in [json!(["https://a.example/cb", null]), json!("https://a.example/cb"), json!({})] {
        let mut object = object(FULL);
        object.insert("redirect_uris", value);
        let error = ClientMetadata::from_object(object).unwrap_err();
        assert_eq!(error.to_string(), "`redirect_uris` is not an array of strings");
        assert_eq!(error.error_code(), ErrorCode::INVALID_REDIRECT_URI);
    }
}

#[test]
fn rfc7592_2_2_null_and_an_empty_text_count_as_absent() {
    for value in [json!(null), json!("")] {
        let mut object = object("{}");
        for member in ClientMetadata::MEMBERS {
            object.insert(member.name(), value.clone());
        }
        object.insert("client_name#de", value);
        object.insert("unknown", json!(null));
        let mut metadata = ClientMetadata::from_object(object).unwrap();
        assert_eq!(metadata.extra.names().collect::<Vec<_>>(), ["unknown"]);
        metadata.extra.remove("unknown");
        assert_eq!(metadata, ClientMetadata::default());
    }
}

#[test]
fn rfc7592_2_2_only_three_lists_can_be_stated_as_empty() {
    let lists = ["response_types", "grant_types", "response_modes"];
    for member in ClientMetadata::MEMBERS {
        let mut object = object("{}");
        object.insert(member.name(), json!([]));
        let Ok(metadata) = ClientMetadata::from_object(object) else { continue };
        let written = metadata.to_object();
        assert_eq!(written.contains(member.name()), lists.contains(&member.name()));
    }
}

#[test]
fn a_value_with_a_wrong_syntax_is_named_with_its_reason() {
    for (member, value, code) in [
        ("redirect_uris", json!(["https://a.example/cb#f"]), "uri.fragment"),
        ("redirect_uris", json!(["javascript:alert(1)"]), "redirect_uri.scheme"),
        ("redirect_uris", json!(["https://a.example/?code=1"]), "redirect_uri.response_parameter"),
        ("post_logout_redirect_uris", json!(["http://a.example/"]), "redirect_uri.scheme"),
        ("jwks_uri", json!("ftp://a.example/"), "endpoint.scheme"),
        ("tos_uri", json!("javascript:alert(1)"), "page_url.scheme"),
        ("logo_uri#de", json!("data:,x"), "page_url.scheme"),
        ("request_uris", json!(["http://a.example/r"]), "request_object_uri.scheme"),
        ("response_types", json!(["code  token"]), "response_type.syntax"),
        ("scope", json!("a  b"), "scope.syntax"),
        ("jwks", json!({}), "jwk.missing"),
    ] {
        let mut object = object(FULL);
        object.insert(member, value);
        let error = ClientMetadata::from_object(object).unwrap_err();
        assert_eq!(error.code(), code, "{member}");
        let member = member.split('#').next();
        assert_eq!(error.member(), member);
        assert!(error.to_string().contains(&format!("`{}`", member.unwrap())), "{error}");
    }
}

#[test]
fn attack_106_the_error_of_a_key_set_does_not_show_the_set() {
    let json = r#"{"jwks":{"d":"private"}}"#;
    let error = ClientMetadata::parse(json.as_bytes()).unwrap_err();
    let jwks = matches!(
        error,
        ClientMetadataError::Value { member: "jwks", error: ValueError::Jwks(_), .. }
    );
    assert!(jwks, "{error:?}");
    assert!(!format!("{error} {error:?}").contains("private"));
}

#[test]
fn a_document_that_exceeds_a_limit_is_refused() {
    let many = |count: usize| format!("{{\"contacts\":[{}\"a\"]}}", "\"a\",".repeat(count));
    for (json, code) in [
        (format!("{}{}", " ".repeat(64 << 10), FULL), "json.too_large"),
        (many(257), "json.too_many_members"),
        (format!("{{\"x\":{}{}}}", "[".repeat(17), "]".repeat(17)), "json.too_deep"),
        (r#"{"scope":"a","scope":"b"}"#.to_owned(), "json.duplicate_member"),
        ("[]".to_owned(), "json.not_an_object"),
    ] {
        let error = ClientMetadata::parse(json.as_bytes()).unwrap_err();
        assert_eq!((error.code(), error.member()), (code, None));
        assert_eq!(error.error_code(), ErrorCode::INVALID_CLIENT_METADATA);
    }
    assert!(ClientMetadata::parse(many(200).as_bytes()).is_ok());
}

#[test]
fn registration_2_1_the_printed_example_survives() {
    let json = r#"{"client_name":"My Example",
        "client_name#ja-Jpan-JP":"\u30AF\u30E9\u30A4\u30A2\u30F3\u30C8\u540D"}"#;
    let metadata = ClientMetadata::parse(json.as_bytes()).unwrap();
    assert_eq!(metadata.client_name.get("ja-jpan-jp"), Some("クライアント名"));
    assert_eq!(metadata.client_name.default.as_deref(), Some("My Example"));
    assert_eq!(metadata.to_object(), object(json));
}

#[test]
fn registration_6_escaped_names_are_equal_and_normal_forms_are_not() {
    let escaped = ClientMetadata::parse(br#"{"client\u005fname":"Zo\u00eb"}"#).unwrap();
    assert_eq!(escaped.client_name.default.as_deref(), Some("Zo\u{eb}"));
    assert_ne!(escaped.client_name.default.as_deref(), Some("Zoe\u{308}"));
}

#[test]
fn registration_2_a_key_has_its_bare_values_beside_x5c() {
    let json = br#"{"jwks":{"keys":[{"kty":"EC","crv":"P-256","x5c":["MA=="]}]}}"#;
    let jwks = ClientMetadata::parse(json).unwrap().jwks.unwrap();
    assert_eq!((jwks.keys().len(), jwks.dropped().len()), (0, 1));
}

#[test]
fn rfc7591_2_names_are_those_of_the_requests() {
    let metadata = ClientMetadata::parse(FULL.as_bytes()).unwrap();
    let response_types = metadata.effective_response_types();
    assert_eq!(response_types, [symbolon_oauth::ResponseType::CODE_ID_TOKEN]);
    let grant_types = metadata.effective_grant_types();
    assert!(grant_types.contains(&symbolon_oauth::GrantType::IMPLICIT));
}
