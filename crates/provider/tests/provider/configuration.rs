//! Providers that cannot be built, and what those that can say of themselves.

use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::{MetadataError, ProviderMetadata};
use symbolon_jose::jwk::{PrivateJwk, PublicJwkSet};
use symbolon_jose::{SignatureAlgorithm, key};
use symbolon_oauth::{ClientAuthenticationMethod, GrantType, ResponseType};
use symbolon_provider::{ConfigurationError, IdTokenKey, Policy, Provider};

use symbolon_test_support::keys;

use crate::common::*;

fn build(
    metadata: ProviderMetadata,
    keys: Vec<IdTokenKey>,
) -> Result<Provider, ConfigurationError> {
    Provider::new(metadata, keys, Policy::default(), CRYPTO)
}

fn p256() -> IdTokenKey {
    id_token_key(&op_key())
}

fn ed25519() -> IdTokenKey {
    id_token_key(&other_key())
}

fn other_kid() -> IdTokenKey {
    id_token_key(&keys::p256("op-2"))
}

#[track_caller]
fn assert_error(
    change: impl FnOnce(&mut ProviderMetadata),
    error: &ConfigurationError,
    code: &str,
) {
    let mut metadata = metadata();
    change(&mut metadata);
    let found = build(metadata, vec![p256()]).unwrap_err();
    assert_eq!((&found, found.code()), (error, code));
}

#[test]
fn discovery_3_metadata_that_relying_parties_would_refuse() {
    let error = MetadataError::Missing("subject_types_supported");
    let code = error.code();
    assert_error(
        |metadata| metadata.subject_types_supported.clear(),
        &ConfigurationError::Metadata(error),
        code,
    );
}

#[test]
fn discovery_3_no_token_endpoint() {
    let change = |metadata: &mut ProviderMetadata| {
        metadata.token_endpoint = None;
        metadata.response_types_supported = vec![ResponseType::new("id_token").unwrap()];
    };
    let error = ConfigurationError::NoTokenEndpoint;
    assert_error(change, &error, "configuration.no_token_endpoint");
}

#[test]
fn nothing_is_promised_that_is_not_done() {
    type Change = fn(&mut ProviderMetadata);
    let changes: [(&'static str, Change); 18] = [
        ("response_types_supported", |m| {
            m.response_types_supported.push(ResponseType::new("id_token").unwrap());
        }),
        ("grant_types_supported", |m| m.grant_types_supported.clear()),
        ("grant_types_supported", |m| m.grant_types_supported = vec![GrantType::REFRESH_TOKEN]),
        ("grant_types_supported", |m| {
            m.grant_types_supported.push(GrantType::new("client_credentials").unwrap());
        }),
        ("response_modes_supported", |m| m.response_modes_supported.clear()),
        ("response_modes_supported", |m| {
            m.response_modes_supported.push("fragment".to_owned());
        }),
        ("subject_types_supported", |m| m.subject_types_supported.push("pairwise".to_owned())),
        ("token_endpoint_auth_methods_supported", |m| {
            let method = ClientAuthenticationMethod::new("client_secret_jwt").unwrap();
            m.token_endpoint_auth_methods_supported.push(method);
        }),
        ("token_endpoint_auth_signing_alg_values_supported", |m| {
            m.token_endpoint_auth_signing_alg_values_supported = vec!["HS256".to_owned()];
        }),
        ("id_token_encryption_alg_values_supported", |m| {
            m.id_token_encryption_alg_values_supported = vec!["ECDH-ES".to_owned()];
        }),
        ("userinfo_signing_alg_values_supported", |m| {
            m.userinfo_signing_alg_values_supported = vec!["RS256".to_owned()];
        }),
        ("userinfo_encryption_alg_values_supported", |m| {
            m.userinfo_encryption_alg_values_supported = vec!["ECDH-ES".to_owned()];
        }),
        ("code_challenge_methods_supported", |m| m.code_challenge_methods_supported.clear()),
        ("claims_parameter_supported", |m| m.claims_parameter_supported = Some(true)),
        ("request_parameter_supported", |m| m.request_parameter_supported = Some(true)),
        ("request_uri_parameter_supported", |m| m.request_uri_parameter_supported = None),
        ("request_uri_parameter_supported", |m| m.request_uri_parameter_supported = Some(true)),
        ("authorization_response_iss_parameter_supported", |m| {
            m.authorization_response_iss_parameter_supported = None;
        }),
    ];
    for (member, change) in changes {
        let error = ConfigurationError::Unsupported(member);
        assert_error(change, &error, "configuration.unsupported");
    }
}

#[test]
fn a_promise_of_fewer_assertion_algorithms_is_kept() {
    let mut metadata = metadata();
    metadata.token_endpoint_auth_signing_alg_values_supported = vec!["ES256".to_owned()];
    assert!(build(metadata, vec![p256()]).is_ok());
}

#[test]
fn core_10_1_every_key_has_a_kid() {
    let jwk = PrivateJwk::parse(keys::P256.as_bytes()).unwrap();
    let key = IdTokenKey::new(&jwk, SignatureAlgorithm::Es256, &CRYPTO).unwrap();
    let error = build(metadata(), vec![key]).unwrap_err();
    assert_eq!(error, ConfigurationError::KeyWithoutKid);
    assert_eq!(error.code(), "configuration.key_without_kid");
}

#[test]
fn core_10_1_every_kid_is_of_one_key() {
    let error = build(metadata(), vec![p256(), p256()]).unwrap_err();
    assert_eq!(error, ConfigurationError::RepeatedKid);
    assert_eq!(error.code(), "configuration.repeated_kid");
}

#[test]
fn discovery_3_every_algorithm_has_a_key_and_every_key_an_algorithm() {
    let mut both = metadata();
    both.id_token_signing_alg_values_supported.push("EdDSA".to_owned());
    let error = build(both.clone(), vec![p256()]).unwrap_err();
    assert_eq!(error, ConfigurationError::AlgorithmWithoutKey);
    assert_eq!(error.code(), "configuration.algorithm_without_key");
    assert_eq!(build(metadata(), Vec::new()).unwrap_err(), error);

    let error = build(metadata(), vec![p256(), ed25519()]).unwrap_err();
    assert_eq!(error, ConfigurationError::UnmentionedAlgorithm(SignatureAlgorithm::EdDsa));
    assert_eq!(error.code(), "configuration.unmentioned_algorithm");

    assert!(build(both, vec![p256(), ed25519()]).is_ok());
}

#[test]
fn core_10_1_1_the_first_key_signs_and_the_others_are_published() {
    let provider = build(metadata(), vec![other_kid(), p256()]).unwrap();
    let published: Vec<_> = provider.jwks().keys().iter().map(|key| key.kid()).collect();
    assert_eq!(published, [Some("op-2"), Some("op-1")]);
    let (code, record) = code_for(&asking());
    let (request, client) = authenticated(&redeeming(&code), &web());
    let code = symbolon_provider::CodeLookup::Fresh(Box::new(record));
    let extra = symbolon_jose::Object::new();
    let issued = provider.redeem(&request, &client, code, extra, at(11)).unwrap();
    let response = issued.into_response(symbolon_provider::Storing::Stored).unwrap();
    let header =
        json(&response)["id_token"].as_str().unwrap().split('.').next().unwrap().to_owned();
    let header = symbolon_jose::base64url::decode(&header).unwrap();
    assert!(String::from_utf8(header).unwrap().contains("op-2"));
}

#[test]
fn core_10_1_a_shared_secret_is_no_key_for_id_tokens() {
    let secret = format!(r#"{{"kty":"oct","kid":"s","k":"{SECRET}{SECRET}"}}"#);
    let jwk = PrivateJwk::parse(secret.as_bytes()).unwrap();
    let error = IdTokenKey::new(&jwk, SignatureAlgorithm::Hs256, &CRYPTO).unwrap_err();
    assert_eq!(error, key::Error::NoPublicHalf);
}

#[test]
fn discovery_4_2_the_documents() {
    let provider = provider();
    let response = provider.discovery_response(3600).unwrap();
    let read = ProviderMetadata::from_http(&response, &issuer()).unwrap();
    assert_eq!(&read, provider.metadata());
    assert_eq!(provider.issuer(), &issuer());
    let response = provider.jwks_response(3600);
    let read = PublicJwkSet::parse(response.body()).unwrap();
    assert_eq!(&read, provider.jwks());
    assert_eq!(provider.policy().code_lifetime.as_secs(), 60);
}
