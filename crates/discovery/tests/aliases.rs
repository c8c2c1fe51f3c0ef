//! `mtls_endpoint_aliases`: RFC 8705 §5.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::minimal;
use serde_json::{Value, json};
use symbolon_discovery::metadata::EndpointAliases;
use symbolon_discovery::{Endpoint, MetadataError, ProviderMetadata};
use symbolon_oauth::Issuer;
use symbolon_test_support::names::issuer;

fn read(aliases: Value) -> ProviderMetadata {
    let mut document = minimal();
    document.insert("mtls_endpoint_aliases", aliases);
    ProviderMetadata::from_object(document, &issuer()).unwrap()
}

fn left_out(metadata: &ProviderMetadata) -> Vec<(&'static str, &'static str)> {
    metadata.left_out().iter().map(|it| (it.member, it.error.code())).collect()
}

fn mtls<'a>(metadata: &'a ProviderMetadata, name: &str) -> Option<&'a str> {
    metadata.mtls_endpoint(name).map(Endpoint::as_str)
}

#[test]
fn rfc8705_5_the_printed_document() {
    let document = json!({
        "issuer": "https://server.example.com",
        "authorization_endpoint": "https://server.example.com/authz",
        "token_endpoint": "https://server.example.com/token",
        "introspection_endpoint": "https://server.example.com/introspect",
        "revocation_endpoint": "https://server.example.com/revo",
        "jwks_uri": "https://server.example.com/jwks",
        "response_types_supported": ["code"],
        "response_modes_supported": ["fragment", "query", "form_post"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "token_endpoint_auth_methods_supported": ["tls_client_auth", "client_secret_basic", "none"],
        "tls_client_certificate_bound_access_tokens": true,
        "mtls_endpoint_aliases": {
            "token_endpoint": "https://mtls.example.com/token",
            "revocation_endpoint": "https://mtls.example.com/revo",
            "introspection_endpoint": "https://mtls.example.com/introspect",
        },
    });
    let issuer = Issuer::new("https://server.example.com").unwrap();
    let metadata = ProviderMetadata::parse(document.to_string().as_bytes(), &issuer).unwrap();
    assert_eq!(metadata.left_out(), []);
    assert_eq!(metadata.tls_client_certificate_bound_access_tokens, Some(true));
    let aliases: Vec<_> =
        metadata.mtls_endpoint_aliases.iter().flat_map(EndpointAliases::iter).collect();
    let expected = ["token", "revocation", "introspection"]
        .map(|name| format!("mtls_endpoint_aliases.{name}_endpoint"));
    assert_eq!(aliases.iter().map(|(place, _)| *place).collect::<Vec<_>>(), expected);
    assert_eq!(mtls(&metadata, "revocation_endpoint"), Some("https://mtls.example.com/revo"));
}

#[test]
fn rfc8705_5_an_alias_replaces_the_endpoint() {
    let metadata = read(json!({"token_endpoint": "https://mtls.op.example/token"}));
    assert_eq!(mtls(&metadata, "token_endpoint"), Some("https://mtls.op.example/token"));
    assert_eq!(mtls(&metadata, "jwks_uri"), Some(metadata.jwks_uri.as_str()));
    assert_eq!(mtls(&metadata, "userinfo_endpoint"), None);
    let without = ProviderMetadata::from_object(minimal(), &issuer()).unwrap();
    let conventional = without.token_endpoint.as_ref().map(Endpoint::as_str);
    assert_eq!(mtls(&without, "token_endpoint"), conventional);
}

#[test]
fn rfc8705_5_other_members_are_ignored() {
    let aliases = json!({"authorization_endpoint": "javascript:a", "x": 1});
    let metadata = read(aliases.clone());
    assert_eq!(metadata.left_out(), []);
    let conventional = metadata.authorization_endpoint.as_str();
    assert_eq!(mtls(&metadata, "authorization_endpoint"), Some(conventional));
    assert_eq!(metadata.to_object().get("mtls_endpoint_aliases"), Some(&aliases));
}

#[test]
fn attack_081_aliases_are_checked() {
    let metadata = read(json!({
        "token_endpoint": "http://op.example/token", "revocation_endpoint": "javascript:alert(1)",
        "introspection_endpoint": 1, "userinfo_endpoint": "https://mtls.op.example/userinfo",
        "registration_endpoint": null,
    }));
    let member = "mtls_endpoint_aliases";
    let expected =
        [(member, "endpoint.scheme"), (member, "json.member"), (member, "endpoint.scheme")];
    assert_eq!(left_out(&metadata), expected);
    assert_eq!(mtls(&metadata, "token_endpoint"), Some("https://op.example/token"));
    assert_eq!(mtls(&metadata, "userinfo_endpoint"), Some("https://mtls.op.example/userinfo"));
    assert_eq!(metadata.validate_for_use(), Ok(()));
}

#[test]
fn attack_081_no_alias_over_http_is_published() {
    let mut metadata = ProviderMetadata::from_object(minimal(), &issuer()).unwrap();
    let mut aliases = EndpointAliases::default();
    let alias = Endpoint::on_loopback("http://localhost/token").unwrap();
    assert!(aliases.insert("token_endpoint", alias));
    metadata.mtls_endpoint_aliases = Some(aliases);
    assert!(matches!(
        metadata.validate(),
        Err(MetadataError::Endpoint { member: "mtls_endpoint_aliases.token_endpoint", .. })
    ));
}

#[test]
fn attack_082_aliases_on_a_foreign_origin_are_listed() {
    let metadata = read(json!({"token_endpoint": "https://collector.example/token"}));
    let foreign: Vec<_> = metadata.foreign_endpoints().map(|(name, _)| name).collect();
    assert_eq!(foreign, ["mtls_endpoint_aliases.token_endpoint"]);
}

#[test]
fn rfc8705_5_aliases_of_another_type_are_left_out() {
    let metadata = read(json!([]));
    assert_eq!(metadata.mtls_endpoint_aliases, None);
    assert_eq!(left_out(&metadata), [("mtls_endpoint_aliases", "json.member")]);
}

#[test]
fn a_name_of_an_endpoint_in_extra_is_not_written() {
    let mut aliases = EndpointAliases::default();
    aliases.extra.insert("token_endpoint", "https://evil.example/token");
    let mut metadata = ProviderMetadata::from_object(minimal(), &issuer()).unwrap();
    metadata.mtls_endpoint_aliases = Some(aliases);
    assert_eq!(metadata.to_object().get("mtls_endpoint_aliases"), Some(&json!({})));
}
