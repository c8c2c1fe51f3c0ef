//! Settings with which no provider can be built, and the metadata of a provider.

use std::time::Duration;

use http::header::{ETAG, IF_NONE_MATCH};
use http::{HeaderValue, Request};
use serde_json::json;
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::{
    Discover, Endpoint, Lookup, MetadataCache, MetadataLookup, ProviderMetadata,
};
use symbolon_jose::jwk::{PrivateJwk, PublicJwkSet};
use symbolon_jose::{SignatureAlgorithm, key};
use symbolon_oauth::{ClientAuthenticationMethod, GrantType, Issuer, PageUrl};
use symbolon_oidc::Display;
use symbolon_provider::{
    IdTokenKey, Provider, ProviderConfigurationError, ProviderEndpoints, ProviderPolicy,
    RequestObjects,
};

use symbolon_test_support::clock::now;
use symbolon_test_support::keys;
use symbolon_test_support::metadata::provider_endpoints;

use crate::common::*;

fn build(keys: Vec<IdTokenKey>) -> Result<Provider, ProviderConfigurationError> {
    Provider::new(issuer(), provider_endpoints(), keys, ProviderPolicy::default(), CRYPTO)
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

/// Compares the whole document, so that no member is added by accident.
#[test]
fn the_metadata_says_what_the_provider_does_and_nothing_else() {
    let provider = build(vec![p256()]).unwrap();
    let document = serde_json::to_value(provider.metadata().to_object()).unwrap();
    let expected = json!({
        "issuer": "https://op.example",
        "authorization_endpoint": "https://op.example/authorize",
        "token_endpoint": "https://op.example/token",
        "userinfo_endpoint": "https://op.example/userinfo",
        "userinfo_signing_alg_values_supported": ["ES256"],
        "jwks_uri": "https://op.example/jwks",
        "scopes_supported": ["openid", "profile", "email", "address", "phone", "offline_access"],
        "response_types_supported": ["code"],
        "response_modes_supported": [
            "query", "fragment", "form_post", "jwt", "query.jwt", "fragment.jwt", "form_post.jwt",
        ],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "token_endpoint_auth_methods_supported":
            ["client_secret_basic", "client_secret_post", "private_key_jwt", "none"],
        "token_endpoint_auth_signing_alg_values_supported": [
            "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA",
            "Ed25519",
        ],
        "code_challenge_methods_supported": ["S256"],
        "claims_parameter_supported": true,
        "prompt_values_supported": ["none", "login", "consent", "select_account"],
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
        "authorization_response_iss_parameter_supported": true,
        "authorization_signing_alg_values_supported": ["ES256"],
        "authorization_encryption_alg_values_supported":
            ["ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A192KW", "ECDH-ES+A256KW"],
        "authorization_encryption_enc_values_supported": [
            "A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512", "A128GCM", "A192GCM", "A256GCM",
        ],
    });
    assert_eq!(document, expected);
}

#[test]
fn the_policy_decides_what_the_metadata_says() {
    let provider = provider_with(|policy| {
        policy.refresh_tokens = false;
        policy.client_authentication_methods = vec![ClientAuthenticationMethod::NONE];
        policy.information.ui_locales = vec!["el".to_owned()];
    });
    let metadata = provider.metadata();
    assert_eq!(metadata.grant_types_supported, [GrantType::AUTHORIZATION_CODE]);
    assert_eq!(metadata.scopes_supported, ["openid", "profile", "email"]);
    let methods = &metadata.token_endpoint_auth_methods_supported;
    assert_eq!(*methods, [ClientAuthenticationMethod::NONE]);
    assert!(metadata.token_endpoint_auth_signing_alg_values_supported.is_empty());
    assert_eq!(metadata.ui_locales_supported, ["el"]);
}

/// The members that a policy may hide, each with its value for the policy of [`informing`].
fn hideable() -> serde_json::Value {
    json!({
        "acr_values_supported": ["urn:example:gold"],
        "claims_locales_supported": ["fr"],
        "claims_supported": ["sub", "email"],
        "display_values_supported": ["page", "touch"],
        "op_policy_uri": "https://op.example/policy",
        "op_tos_uri": "https://op.example/terms",
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "service_documentation": "https://op.example/docs",
        "ui_locales_supported": ["el", "en"],
        "userinfo_endpoint": "https://op.example/userinfo",
    })
}

/// Fills in everything that the caller's pages and data can offer.
fn informing(policy: &mut ProviderPolicy) {
    let page = |path: &str| Some(PageUrl::new(&format!("{ISSUER}/{path}")).unwrap());
    let information = &mut policy.information;
    information.claims = vec!["sub".to_owned(), "email".to_owned()];
    information.acr_values = vec!["urn:example:gold".to_owned()];
    information.displays = vec![Display::PAGE, Display::TOUCH];
    information.ui_locales = vec!["el".to_owned(), "en".to_owned()];
    information.claims_locales = vec!["fr".to_owned()];
    information.documentation = page("docs");
    information.policy = page("policy");
    information.terms_of_service = page("terms");
}

#[test]
fn discovery_3_the_metadata_repeats_what_pages_and_data_offer() {
    let document = provider_with(informing).metadata().to_object();
    for (name, value) in hideable().as_object().unwrap() {
        assert_eq!(document.get(name), Some(value), "{name}");
    }
}

#[test]
fn an_algorithm_that_the_backend_lacks_is_not_advertised() {
    let provider = provider_with(|policy| {
        policy.assertion_algorithms = vec![SignatureAlgorithm::MlDsa44, SignatureAlgorithm::Es256];
    });
    let algorithms = &provider.metadata().token_endpoint_auth_signing_alg_values_supported;
    assert_eq!(*algorithms, ["ES256"]);
}

/// Builds a provider with every member in its metadata, except this hidden member.
fn hiding(name: &str) -> Result<Provider, ProviderConfigurationError> {
    let mut policy = policy();
    informing(&mut policy);
    policy.hidden_metadata = vec![name.to_owned()];
    Provider::new(issuer(), provider_endpoints(), vec![p256()], policy, CRYPTO)
}

#[test]
fn members_whose_absence_has_no_meaning_can_be_hidden() {
    let complete = provider_with(informing).metadata().to_object();
    for name in hideable().as_object().unwrap().keys() {
        let mut expected = complete.clone();
        expected.remove(name);
        assert_eq!(hiding(name).unwrap().metadata().to_object(), expected, "{name}");
    }
}

#[test]
fn discovery_3_other_members_cannot_be_hidden() {
    let (hideable, members) = (hideable(), ProviderMetadata::MEMBERS);
    let names = members.iter().map(|member| member.name()).chain(["no_such_member"]);
    for name in names.filter(|name| hideable.get(name).is_none()) {
        let error = hiding(name).unwrap_err();
        assert_eq!(error, ProviderConfigurationError::CannotHide(name.to_owned()));
        assert_eq!(error.code(), "configuration.cannot_hide");
    }
}

#[test]
fn discovery_3_an_http_endpoint_is_refused() {
    let mut endpoints = provider_endpoints();
    endpoints.token = Endpoint::on_loopback("http://127.0.0.1/token").unwrap();
    let keys = vec![p256()];
    let error =
        Provider::new(issuer(), endpoints, keys, ProviderPolicy::default(), CRYPTO).unwrap_err();
    assert!(matches!(error, ProviderConfigurationError::Metadata(_)), "{error:?}");
}

#[test]
fn core_10_1_every_key_has_a_kid() {
    let jwk = PrivateJwk::parse(keys::P256.as_bytes()).unwrap();
    let key = IdTokenKey::new(&jwk, SignatureAlgorithm::Es256, &CRYPTO).unwrap();
    let error = build(vec![key]).unwrap_err();
    assert_eq!(error, ProviderConfigurationError::KeyWithoutKid(SignatureAlgorithm::Es256));
    assert_eq!(error.code(), "configuration.key_without_kid");
}

#[test]
fn core_10_1_two_keys_cannot_have_the_same_kid() {
    let error = build(vec![p256(), p256()]).unwrap_err();
    assert_eq!(error, ProviderConfigurationError::RepeatedKid("op-1".to_owned()));
    assert_eq!(error.code(), "configuration.repeated_kid");
}

#[test]
fn discovery_3_the_algorithms_are_those_of_the_keys() {
    let provider = build(vec![p256(), ed25519(), other_kid()]).unwrap();
    assert_eq!(provider.metadata().id_token_signing_alg_values_supported, ["ES256", "EdDSA"]);
    let error = build(Vec::new()).unwrap_err();
    assert_eq!(error, ProviderConfigurationError::NoKeys);
    assert_eq!(error.code(), "configuration.no_keys");
}

#[test]
fn core_10_1_1_the_first_key_signs_and_the_others_are_published() {
    let provider = build(vec![other_kid(), p256()]).unwrap();
    let published: Vec<_> = provider.jwks().keys().iter().map(|key| key.kid()).collect();
    assert_eq!(published, [Some("op-2"), Some("op-1")]);
    let (code, record) = code_for(&asking());
    let presented = presented_code(&provider, &redeeming(&code), &web()).unwrap();
    let found = symbolon_provider::SingleUse::fresh(record);
    let extra = symbolon_jose::Object::new();
    let issued = provider.redeem(presented, found, extra, at(11)).unwrap();
    let response = sent(issued);
    let header =
        json(&response)["id_token"].as_str().unwrap().split('.').next().unwrap().to_owned();
    let header = symbolon_jose::base64url::decode(&header).unwrap();
    assert!(String::from_utf8(header).unwrap().contains("op-2"));
}

#[test]
fn core_10_1_a_shared_secret_cannot_sign_id_tokens() {
    let secret = format!(r#"{{"kty":"oct","kid":"s","k":"{SECRET}{SECRET}"}}"#);
    let jwk = PrivateJwk::parse(secret.as_bytes()).unwrap();
    let error = IdTokenKey::new(&jwk, SignatureAlgorithm::Hs256, &CRYPTO).unwrap_err();
    assert_eq!(error, key::Error::NoPublicHalf);
}

#[test]
fn discovery_4_2_both_documents_can_be_read_back() {
    let provider = provider();
    let response = provider.discovery_response(3600);
    assert_eq!(response.headers()["cache-control"], "public, max-age=3600");
    assert_eq!(response.body(), provider.metadata().to_http(3600).unwrap().body());
    let read = ProviderMetadata::from_http(&response, &issuer()).unwrap();
    assert_eq!(&read, provider.metadata());
    assert_eq!(provider.issuer(), &issuer());
    let response = provider.jwks_response(600);
    assert_eq!(response.headers()["cache-control"], "public, max-age=600");
    let read = PublicJwkSet::parse(response.body()).unwrap();
    assert_eq!(&read, provider.jwks());
    assert_eq!(provider.policy().code_lifetime.as_secs(), 60);
}

#[test]
fn rfc8414_2_1_the_document_contains_the_jwt_of_a_party_that_vouches_for_it() {
    let signer = Issuer::new("https://federation.example").unwrap();
    let key = keys::p256("federation");
    let unsigned = provider();
    let signed = unsigned.metadata().sign(&signer, &key.signing(&CRYPTO), now()).unwrap();
    let provider = provider().signed_metadata(signed.signed_metadata.unwrap()).unwrap();

    let response = provider.discovery_response(60);
    assert_ne!(response.headers()[ETAG], unsigned.discovery_response(60).headers()[ETAG]);
    let read = ProviderMetadata::from_http(&response, &issuer()).unwrap();
    assert_eq!(read.verify_signed(&signer, &key.verification(&CRYPTO), now()), Ok(read.clone()));
    assert_eq!(&read, provider.metadata());
}

#[test]
fn rfc9110_13_1_2_a_document_that_the_client_has_is_not_sent_again() {
    let provider = provider();
    let request = |etag: Option<&HeaderValue>| {
        let mut request = Request::new(());
        request.headers_mut().extend(etag.map(|etag| (IF_NONE_MATCH, etag.clone())));
        request
    };
    let metadata = provider.discovery_answer(&request(None), 60);
    let keys = provider.jwks_answer(&request(None), 60);
    assert_eq!(metadata.body(), provider.discovery_response(60).body());
    assert_eq!(keys.body(), provider.jwks_response(60).body());
    let (metadata, keys) = (&metadata.headers()[ETAG], &keys.headers()[ETAG]);
    assert_eq!(provider.discovery_answer(&request(Some(metadata)), 60).status(), 304);
    assert_eq!(provider.discovery_answer(&request(Some(keys)), 60).status(), 200);
    assert_eq!(provider.jwks_answer(&request(Some(keys)), 60).status(), 304);
    assert_eq!(provider.jwks_answer(&request(Some(metadata)), 60).status(), 200);
}

#[test]
fn rfc9111_4_3_the_caches_of_a_relying_party_ask_whether_the_documents_have_changed() {
    let provider = provider();
    let mut documents = MetadataCache::new(Discover::new(issuer())).unwrap();
    let mut keys = provider.metadata().key_cache();
    for (minutes, expected) in [(0, 200), (2, 304), (4, 304)] {
        let now = now() + Duration::from_secs(60 * minutes);
        let MetadataLookup::Fetch { fetch, ticket } = documents.metadata(now) else {
            panic!("the document is not fresh")
        };
        let response = provider.discovery_answer(&fetch.request, 60);
        assert_eq!(response.status(), expected);
        documents.receive(ticket, &response, now).unwrap();
        let MetadataLookup::Have(metadata) = documents.metadata(now) else {
            panic!("the document is fresh")
        };
        assert_eq!(*metadata, *provider.metadata());

        let Lookup::Fetch { fetch, ticket } = keys.keys(None, now) else {
            panic!("the keys are not fresh")
        };
        let response = provider.jwks_answer(&fetch.request, 60);
        assert_eq!(response.status(), expected);
        keys.receive(ticket, &response, now).unwrap();
        let Lookup::Have(set) = keys.keys(None, now) else { panic!("the keys are fresh") };
        assert_eq!(*set, *provider.jwks());
    }
}

#[test]
fn discovery_3_endpoints_below_an_issuer_that_ends_with_a_slash_or_is_on_loopback() {
    for (issuer, prefix) in [
        (Issuer::new("https://op.example/").unwrap(), "https://op.example"),
        (Issuer::on_loopback("http://127.0.0.1:9400").unwrap(), "http://127.0.0.1:9400"),
    ] {
        let endpoints = ProviderEndpoints::below(&issuer).unwrap();
        let user_info = endpoints.user_info.unwrap();
        for (endpoint, path) in [
            (endpoints.authorization, "/authorize"),
            (endpoints.token, "/token"),
            (endpoints.jwks, "/jwks"),
            (user_info, "/userinfo"),
        ] {
            assert_eq!(endpoint.as_str(), format!("{prefix}{path}"));
        }
    }
}

fn refused(change: impl FnOnce(&mut ProviderPolicy)) -> ProviderConfigurationError {
    let mut policy = ProviderPolicy::default();
    change(&mut policy);
    Provider::new(issuer(), provider_endpoints(), vec![p256()], policy, CRYPTO).unwrap_err()
}

#[test]
fn discovery_3_a_method_that_the_engine_lacks_is_not_advertised() {
    let method = ClientAuthenticationMethod::new("client_secret_jwt").unwrap();
    let error = refused(|policy| policy.client_authentication_methods.push(method.clone()));
    assert_eq!(error, ProviderConfigurationError::UnsupportedMethod(method));
    assert_eq!(error.code(), "configuration.unsupported_method");
    let error = refused(|policy| policy.client_authentication_methods.clear());
    assert_eq!(error, ProviderConfigurationError::NoClientAuthentication);
    assert_eq!(error.code(), "configuration.no_client_authentication");
}

#[test]
fn rfc8414_2_private_key_jwt_is_advertised_with_its_algorithms() {
    for algorithms in [&[][..], &[SignatureAlgorithm::Hs256], &[SignatureAlgorithm::MlDsa44]] {
        let error = refused(|policy| policy.assertion_algorithms = algorithms.to_vec());
        assert_eq!(error, ProviderConfigurationError::NoAssertionAlgorithm);
        assert_eq!(error.code(), "configuration.no_assertion_algorithm");
    }
    for algorithms in [&[][..], &[SignatureAlgorithm::MlDsa44]] {
        let error = refused(|policy| {
            let mut settings = RequestObjects::default();
            settings.algorithms = algorithms.to_vec();
            policy.request_objects = Some(settings);
        });
        assert_eq!(error, ProviderConfigurationError::NoRequestObjectAlgorithm);
        assert_eq!(error.code(), "configuration.no_request_object_algorithm");
    }
    let provider =
        provider_with(|policy| policy.assertion_algorithms.push(SignatureAlgorithm::Hs256));
    let algorithms = &provider.metadata().token_endpoint_auth_signing_alg_values_supported;
    assert!(!algorithms.contains(&"HS256".to_owned()));
}

/// A function that returns a time in a policy.
type Field = fn(&mut ProviderPolicy) -> &mut Duration;

#[test]
fn attack_124_every_leeway_and_lifetime_has_an_upper_bound() {
    let second = Duration::from_secs(1);
    let (longest_token, longest_refresh) =
        (ProviderPolicy::LONGEST_TOKEN_LIFETIME, ProviderPolicy::LONGEST_REFRESH_LIFETIME);
    let fields: [(&str, Field, _); 6] = [
        ("leeway", |policy| &mut policy.leeway, ProviderPolicy::LARGEST_LEEWAY),
        (
            "code_lifetime",
            |policy| &mut policy.code_lifetime,
            ProviderPolicy::LONGEST_CODE_LIFETIME,
        ),
        ("access_token_lifetime", |policy| &mut policy.access_token_lifetime, longest_token),
        ("id_token_lifetime", |policy| &mut policy.id_token_lifetime, longest_token),
        ("refresh_lifetime", |policy| &mut policy.refresh_lifetime, longest_refresh),
        (
            "request_objects.cache_lifetime",
            |policy| &mut policy.request_objects.get_or_insert_default().cache_lifetime,
            ProviderPolicy::LONGEST_REQUEST_OBJECT_CACHE,
        ),
    ];
    for (setting, field, longest) in fields {
        provider_with(|policy| *field(policy) = longest);
        let found = longest + second;
        let error = refused(|policy| *field(policy) = found);
        assert_eq!(error, ProviderConfigurationError::TooLong { setting, found, longest });
        assert_eq!(error.code(), "configuration.too_long");
    }
}

/// If a client registered no algorithm, its ID Tokens are signed with RS256 if the provider has a
/// key for RS256 (Registration §2), and otherwise with the first key of the provider.
#[test]
fn registration_2_the_defaults_of_the_provider_and_of_a_client_fit_together() {
    let mut client = web();
    client.id_token_signed_response_alg = None;
    let rsa = id_token_key(&keys::rsa("rsa-1"));
    for (keys, algorithm) in
        [(vec![p256()], "ES256"), (vec![ed25519(), p256()], "EdDSA"), (vec![p256(), rsa], "RS256")]
    {
        let provider = build(keys).unwrap();
        let pending = authorize_as(&provider, Some(&client), &asking().get()).unwrap();
        let issued = provider.respond(pending, yes(alice()), at(10)).unwrap();
        let record = issued.records().code.clone().unwrap();
        let code = response_of(&sent(issued)).get("code").unwrap().to_owned();
        let presented = presented_code(&provider, &redeeming(&code), &client).unwrap();
        let found = symbolon_provider::SingleUse::fresh(record);
        let issued = provider.redeem(presented, found, symbolon_jose::Object::new(), at(11));
        let response = json(&sent(issued.unwrap()));
        let id_token =
            symbolon_jose::jws::CompactJws::parse(response["id_token"].as_str().unwrap());
        assert_eq!(id_token.unwrap().header().alg(), algorithm);
    }
}

#[test]
fn registration_2_an_algorithm_without_a_key_is_reported_with_both_lists() {
    let client = web().id_token_signed_response_alg(SignatureAlgorithm::Rs256);
    let provider = build(vec![p256(), ed25519()]).unwrap();
    let refusal = authorize_as(&provider, Some(&client), &asking().get()).unwrap_err();
    assert_eq!(
        refusal.reason().to_string(),
        "the client's ID Tokens must be signed with RS256, but the provider has keys for ES256, \
         EdDSA; register the client with an algorithm of these keys, or add a key",
    );
}

#[test]
fn core_3_1_2_1_an_empty_list_of_scopes_does_not_drop_email_silently() {
    let error = refused(|policy| policy.scopes = symbolon_oauth::Scope::new());
    assert_eq!(error, ProviderConfigurationError::NoScopes);
    assert_eq!(error.code(), "configuration.no_scopes");
    let provider = provider_with(|policy| policy.scopes = scope("openid"));
    assert_eq!(provider.metadata().scopes_supported, ["openid"]);
}

#[test]
fn discovery_3_the_advertised_scopes_are_those_with_an_effect() {
    let provider = provider_with(|policy| {
        policy.scopes = scope("email offline_access");
        policy.refresh_tokens = false;
    });
    assert_eq!(provider.metadata().scopes_supported, ["openid", "email"]);
}
