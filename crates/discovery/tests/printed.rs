//! The metadata documents that the specifications print.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::minimal;
use serde_json::{Value, json};
use symbolon_discovery::metadata::KNOWN_ELSEWHERE;
use symbolon_discovery::{Endpoint, MetadataError, ProviderMetadata, VerifierMetadata};
use symbolon_jose::Object;
use symbolon_oauth::{Issuer, ResponseType};
use symbolon_test_support::names::issuer;

fn parse(document: &Value) -> Result<ProviderMetadata, MetadataError> {
    let issuer = Issuer::new(document["issuer"].as_str().unwrap()).unwrap();
    ProviderMetadata::parse(document.to_string().as_bytes(), &issuer)
}

fn object(document: &Value) -> Object {
    Object::parse(document.to_string().as_bytes()).unwrap()
}

/// Checks that a document is read without a loss and printed as it was.
fn read_whole(document: &Value) -> ProviderMetadata {
    let metadata = parse(document).unwrap();
    assert_eq!(metadata.left_out(), []);
    assert_eq!(metadata.to_object(), object(document));
    metadata
}

#[test]
fn discovery_4_2_the_printed_document() {
    let metadata = read_whole(&json!({
        "issuer": "https://server.example.com",
        "authorization_endpoint": "https://server.example.com/connect/authorize",
        "token_endpoint": "https://server.example.com/connect/token",
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ["RS256", "ES256"],
        "userinfo_endpoint": "https://server.example.com/connect/userinfo",
        "check_session_iframe": "https://server.example.com/connect/check_session",
        "end_session_endpoint": "https://server.example.com/connect/end_session",
        "jwks_uri": "https://server.example.com/jwks.json",
        "registration_endpoint": "https://server.example.com/connect/register",
        "scopes_supported": ["openid", "profile", "email", "address", "phone", "offline_access"],
        "response_types_supported": ["code", "code id_token", "id_token", "id_token token"],
        "acr_values_supported": ["urn:mace:incommon:iap:silver", "urn:mace:incommon:iap:bronze"],
        "subject_types_supported": ["public", "pairwise"],
        "userinfo_signing_alg_values_supported": ["RS256", "ES256", "HS256"],
        "userinfo_encryption_alg_values_supported": ["RSA-OAEP-256", "A128KW"],
        "userinfo_encryption_enc_values_supported": ["A128CBC-HS256", "A128GCM"],
        "id_token_signing_alg_values_supported": ["RS256", "ES256", "HS256"],
        "id_token_encryption_alg_values_supported": ["RSA-OAEP-256", "A128KW"],
        "id_token_encryption_enc_values_supported": ["A128CBC-HS256", "A128GCM"],
        "request_object_signing_alg_values_supported": ["none", "RS256", "ES256"],
        "display_values_supported": ["page", "popup"],
        "claim_types_supported": ["normal", "distributed"],
        "claims_supported": ["sub", "iss", "auth_time", "acr", "name", "given_name", "family_name",
            "nickname", "profile", "picture", "website", "email", "email_verified", "locale",
            "zoneinfo", "http://example.info/claims/groups"],
        "claims_parameter_supported": true,
        "service_documentation": "http://server.example.com/connect/service_documentation.html",
        "ui_locales_supported": ["en-US", "en-GB", "en-CA", "fr-FR", "fr-CA"]
    }));
    assert_eq!(metadata.validate_for_publication(), Ok(()));
    assert!(metadata.extra.is_empty());
    assert_eq!(metadata.foreign_endpoints().count(), 0);
    assert_eq!(metadata.endpoints().count(), 7);
    let published = metadata.to_http(60).unwrap();
    assert_eq!(ProviderMetadata::from_http(&published, &metadata.issuer), Ok(metadata));
}

#[test]
fn rfc8414_3_2_the_printed_document() {
    let metadata = read_whole(&json!({
        "issuer": "https://server.example.com",
        "authorization_endpoint": "https://server.example.com/authorize",
        "token_endpoint": "https://server.example.com/token",
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ["RS256", "ES256"],
        "userinfo_endpoint": "https://server.example.com/userinfo",
        "jwks_uri": "https://server.example.com/jwks.json",
        "registration_endpoint": "https://server.example.com/register",
        "scopes_supported": ["openid", "profile", "email", "address", "phone", "offline_access"],
        "response_types_supported": ["code", "code token"],
        "service_documentation": "http://server.example.com/service_documentation.html",
        "ui_locales_supported": ["en-US", "en-GB", "en-CA", "fr-FR", "fr-CA"]
    }));
    assert_eq!(metadata.validate_for_use(), Ok(()));
    assert!(metadata.supports_response_type(&ResponseType::new("token code").unwrap()));
    // An authorization server need not be an OpenID Provider, which lists its subject types.
    assert_eq!(metadata.validate(), Err(MetadataError::Missing("subject_types_supported")));
}

#[test]
fn federation_5_1_3_the_printed_provider_has_its_keys_elsewhere() {
    let mut document = json!({
        "issuer": "https://op.umu.se",
        "signed_jwks_uri": "https://op.umu.se/signed_jwks.jose",
        "authorization_endpoint": "https://op.umu.se/authorization",
        "client_registration_types_supported": ["automatic", "explicit"],
        "grant_types_supported": ["authorization_code", "implicit",
            "urn:ietf:params:oauth:grant-type:jwt-bearer"],
        "id_token_signing_alg_values_supported": ["ES256", "RS256"],
        "logo_uri": "https://www.umu.se/img/umu-logo-left-neg-SE.svg",
        "op_policy_uri": "https://www.umu.se/en/legal-information/",
        "response_types_supported": ["code", "code id_token", "token"],
        "subject_types_supported": ["pairwise", "public"],
        "token_endpoint": "https://op.umu.se/token",
        "federation_registration_endpoint": "https://op.umu.se/fedreg",
        "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic",
            "client_secret_jwt", "private_key_jwt"],
        "pushed_authorization_request_endpoint": "https://op.umu.se/par",
        "request_object_signing_alg_values_supported": ["ES256", "RS256"],
        "token_endpoint_auth_signing_alg_values_supported": ["ES256", "RS256"]
    });
    assert_eq!(parse(&document), Err(MetadataError::Missing("jwks_uri")));
    document["jwks_uri"] = json!("https://op.umu.se/jwks");
    let metadata = read_whole(&document);
    assert_eq!(metadata.validate(), Ok(()));
    let registration = metadata.extra_endpoint("federation_registration_endpoint").unwrap();
    let registration = registration.as_ref().map(Endpoint::as_str);
    assert_eq!(registration, Some("https://op.umu.se/fedreg"));
    are_known_elsewhere(&metadata, 4);
}

#[test]
fn identity_assurance_8_the_printed_members_are_kept() {
    let mut document = minimal();
    document.extend(object(&json!({
        "trust_frameworks_supported": ["nist_800_63A"],
        "evidence_supported": ["document", "electronic_record", "vouch", "electronic_signature"],
        "documents_supported": ["idcard", "passport", "driving_permit"],
        "documents_methods_supported": ["pipp", "sripp", "eid"],
        "electronic_records_supported": ["secure_mail"],
        "claims_in_verified_claims_supported": ["given_name", "family_name", "birthdate",
            "place_of_birth", "nationalities", "address"]
    })));
    let metadata = ProviderMetadata::from_object(document.clone(), &issuer()).unwrap();
    assert_eq!(metadata.to_object(), document);
    are_known_elsewhere(&metadata, 6);
}

/// Checks that the members without a field are known by name, and how many members these are.
fn are_known_elsewhere(metadata: &ProviderMetadata, expected: usize) {
    assert_eq!(metadata.extra.len(), expected);
    for name in metadata.extra.names() {
        assert!(KNOWN_ELSEWHERE.iter().any(|(known, _)| *known == name), "{name}");
    }
}

#[test]
fn core_7_1_and_siop_6_1_a_self_issued_provider_has_no_keys() {
    // Core §7.1
    let core = json!({
        "authorization_endpoint": "openid:",
        "issuer": "https://self-issued.me",
        "scopes_supported": ["openid", "profile", "email", "address", "phone"],
        "response_types_supported": ["id_token"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "request_object_signing_alg_values_supported": ["none", "RS256"]
    });
    assert_eq!(parse(&core).unwrap_err().code(), "endpoint.scheme");
    // SIOPv2 §6.1
    let wallet = json!({
        "authorization_endpoint": "https://wallet.example.com",
        "issuer": "https://example.org",
        "response_types_supported": ["id_token"],
        "scopes_supported": ["openid"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["ES256K", "EdDSA"],
        "request_object_signing_alg_values_supported": ["ES256K", "EdDSA"],
        "subject_syntax_types_supported": ["urn:ietf:params:oauth:jwk-thumbprint", "did:key"],
        "id_token_types_supported": ["subject_signed_id_token"]
    });
    assert_eq!(parse(&wallet), Err(MetadataError::Missing("jwks_uri")));
    let issuer = Issuer::new("https://example.org").unwrap();
    let verifier = VerifierMetadata::parse(wallet.to_string().as_bytes(), &issuer);
    assert_eq!(verifier, Err(MetadataError::Missing("jwks_uri")));
}
