//! Provider metadata (OpenID Connect Discovery 1.0 §3 and §4.3): one test for each rule.
#![expect(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{full, minimal};
use symbolon_discovery::metadata::PublicationError;
use symbolon_discovery::{Endpoint, EndpointError, MetadataError, ProviderMetadata};
use symbolon_jose::{Excerpt, Excerpts, Object, SignatureAlgorithm};
use symbolon_oauth::obligation::AddressFrom;
use symbolon_oauth::{
    ClientAuthenticationMethod, GrantType, Issuer, PageUrlError, ResponseType, SyntaxError,
    UriError, danger,
};
use symbolon_test_support::names::{ISSUER, issuer};

fn read(document: Object) -> Result<ProviderMetadata, MetadataError> {
    ProviderMetadata::from_object(document, &issuer())
}

/// Returns the minimal document with one member changed.
fn changed(name: &str, value: impl Into<serde_json::Value>) -> Object {
    let mut document = minimal();
    document.insert(name, value);
    document
}

/// Reads a document. Fails with the reader's error, or with the error of the first value that was
/// left out.
fn read_whole(document: Object) -> Result<ProviderMetadata, MetadataError> {
    let metadata = read(document)?;
    match metadata.left_out() {
        [] => Ok(metadata),
        [first, ..] => {
            assert!(!metadata.to_object().contains(first.member), "{}", first.member);
            Err(first.error.clone())
        }
    }
}

fn endpoint_error(name: &'static str, value: &str) -> Result<ProviderMetadata, EndpointError> {
    match read_whole(changed(name, value)) {
        Ok(metadata) => Ok(metadata),
        Err(MetadataError::Endpoint { member, found, error })
            if member == name && value.starts_with(found.as_str()) =>
        {
            Err(error)
        }
        Err(other) => panic!("{name} {value}: {other:?}"),
    }
}

#[test]
fn discovery_3_a_minimal_document_is_read() {
    let metadata = read(minimal()).unwrap();
    assert_eq!(metadata.issuer.as_str(), ISSUER);
    assert_eq!(metadata.jwks_uri.as_str(), "https://op.example/jwks");
    assert!(metadata.extra.is_empty());
}

/// Reads a document and checks that it obeys the rules for a provider.
fn read_and_validate(document: Object) -> Result<(), MetadataError> {
    read(document)?.validate()
}

#[test]
fn discovery_3_required_members_must_be_present() {
    for name in [
        "issuer",
        "authorization_endpoint",
        "token_endpoint",
        "jwks_uri",
        "response_types_supported",
        "subject_types_supported",
        "id_token_signing_alg_values_supported",
    ] {
        let mut document = minimal();
        document.remove(name);
        assert_eq!(read_and_validate(document), Err(MetadataError::Missing(name)));
    }
}

#[test]
fn discovery_3_a_reader_does_without_a_required_list_and_without_a_token_endpoint() {
    for name in [
        "token_endpoint",
        "response_types_supported",
        "subject_types_supported",
        "id_token_signing_alg_values_supported",
    ] {
        let mut document = minimal();
        document.remove(name);
        let metadata = read(document).unwrap();
        assert_eq!(metadata.validate_for_use(), Ok(()), "{name}");
        assert_eq!(metadata.why_absent(name), MetadataError::Missing(name));
        assert_eq!(metadata.to_http(60).unwrap_err(), MetadataError::Missing(name));
    }
}

#[test]
fn discovery_4_2_a_required_list_without_elements_counts_as_missing() {
    for name in [
        "response_types_supported",
        "subject_types_supported",
        "id_token_signing_alg_values_supported",
    ] {
        let document = changed(name, Vec::<String>::new());
        assert_eq!(read_and_validate(document), Err(MetadataError::Missing(name)));
    }
}

#[test]
fn discovery_3_token_endpoint_is_optional_if_only_the_implicit_flow_is_used() {
    let mut document = changed("response_types_supported", vec!["id_token", "id_token token"]);
    document.remove("token_endpoint");
    assert_eq!(read(document.clone()).unwrap().token_endpoint, None);
    document.insert("response_types_supported", vec!["id_token", "id_token code"]);
    assert_eq!(read_and_validate(document), Err(MetadataError::Missing("token_endpoint")));
}

#[test]
fn discovery_3_members_have_their_types() {
    for (name, value) in [
        ("issuer", serde_json::json!(["https://op.example"])),
        ("token_endpoint", serde_json::json!(true)),
        ("scopes_supported", serde_json::json!("openid")),
        ("grant_types_supported", serde_json::json!(["authorization_code", 1])),
        ("claims_parameter_supported", serde_json::json!("true")),
    ] {
        let result = match read(changed(name, value)) {
            Ok(metadata) => Err(metadata.why_absent(name)),
            Err(error) => Err::<(), _>(error),
        };
        let error = result.unwrap_err();
        assert!(matches!(error, MetadataError::Member(member) if member.name == name), "{error:?}");
    }
}

#[test]
fn a_value_in_a_list_that_cannot_be_read_costs_this_value_only() {
    let grants = serde_json::json!(["authorization_code", 1, null, "", "two words", "implicit"]);
    let metadata = read(changed("grant_types_supported", grants)).unwrap();
    assert!(metadata.supports_grant_type(&GrantType::AUTHORIZATION_CODE));
    assert_eq!(metadata.grant_types_supported.len(), 2);
    let found: Vec<_> = metadata.left_out().iter().map(|it| it.found.as_str()).collect();
    assert_eq!(found, ["1", "", "two words"]);
}

#[test]
fn discovery_4_2_an_optional_member_that_is_null_or_empty_is_absent() {
    for name in full().names() {
        for nothing in [serde_json::json!(null), serde_json::json!("")] {
            let mut document = full();
            document.insert(name, nothing.clone());
            if matches!(name, "issuer" | "authorization_endpoint" | "jwks_uri") {
                assert!(read(document).is_err(), "{name}");
                continue;
            }
            let metadata = read(document).unwrap();
            assert_eq!(metadata.left_out(), [], "{name}");
            let mut without = full();
            without.remove(name);
            if metadata.extra.contains(name) {
                without.insert(name, nothing);
            }
            assert_eq!(metadata.to_object(), without, "{name}");
        }
    }
    let metadata = read(changed("challenge_endpoint", serde_json::json!(null))).unwrap();
    assert_eq!(metadata.extra_endpoint("challenge_endpoint"), Ok(None));
}

#[test]
fn rfc6749_a_values_have_their_grammar() {
    let metadata = read(changed("response_types_supported", vec!["code", "code code"])).unwrap();
    assert_eq!(metadata.response_types_supported, [ResponseType::CODE]);
    let error = metadata.left_out()[0].error.clone();
    let (member, found) = ("response_types_supported", Excerpt::new("code code"));
    let expected = MetadataError::Value { member, found, error: SyntaxError::ResponseType };
    assert_eq!(error, expected);
}

#[test]
fn attack_066_attack_080_an_issuer_that_is_only_similar_is_refused() {
    for stated in [
        "https://op.example/",
        "https://OP.example",
        "HTTPS://op.example",
        "https://op.example:443",
        "http://op.example",
        "https://op.example@evil.example",
        "https://op.example.evil.example",
        "https://op.example/{tenantid}",
        "https://\u{043e}p.example",
        "https://op.example ",
        "https://op.example#",
        "https://op%2Eexample",
        "",
    ] {
        let (expected, found) = (Excerpt::new(ISSUER), Excerpt::new(stated));
        let error = MetadataError::IssuerMismatch { expected, found };
        assert_eq!(read(changed("issuer", stated)), Err(error), "{stated}");
    }
}

#[test]
fn attack_080_an_issuer_with_a_trailing_slash_is_another_issuer() {
    let slash = Issuer::new("https://op.example/").unwrap();
    let found = Excerpt::new(ISSUER);
    assert_eq!(
        ProviderMetadata::from_object(minimal(), &slash),
        Err(MetadataError::IssuerMismatch { expected: Excerpt::new(slash.as_str()), found })
    );
}

#[test]
fn attack_081_hostile_endpoints_are_refused() {
    for (value, error) in [
        ("javascript:alert(1)", "endpoint.scheme"),
        ("file:///etc/passwd", "endpoint.scheme"),
        ("data:text/html,x", "endpoint.scheme"),
        ("http://op.example/authorize", "endpoint.scheme"),
        ("http://127.0.0.1/authorize", "endpoint.scheme"),
        ("HTTPS://op.example/", "endpoint.scheme"),
        ("https:op.example/", "endpoint.scheme"),
        ("/authorize", "endpoint.scheme"),
        (" https://op.example/", "endpoint.scheme"),
        ("http://$(cmd)", "uri.host"),
        ("https://$(cmd)/", "uri.host"),
        ("https://`cmd`/", "uri.character"),
        ("https://op.example@evil.example/", "uri.user_info"),
        ("https://@op.example/", "uri.user_info"),
        ("https://user:pass@op.example/", "uri.user_info"),
        ("https://op.example/#fragment", "uri.fragment"),
        ("https://op.example/#", "uri.fragment"),
        ("https://op.example/\r\nx", "uri.character"),
        ("https://op.example/\tx", "uri.character"),
        ("https://op.example\\@evil.example/", "uri.character"),
        ("https://\u{043e}p.example/", "uri.character"),
        ("https://op%2eexample/", "uri.host"),
        ("https://0x7f.1/", "uri.host"),
        ("https://2130706433/", "uri.host"),
        ("https:///op.example/", "uri.host"),
    ] {
        for name in ["authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"] {
            let found = endpoint_error(name, value).unwrap_err();
            assert_eq!(found.code(), error, "{name}: {value}");
        }
    }
}

#[test]
fn attack_081_every_endpoint_is_checked() {
    let metadata = read(full()).unwrap();
    let names = metadata.endpoints().map(|(name, _)| name);
    // `tests/aliases.rs` has the tests of the aliases.
    let names: Vec<_> = names.filter(|name| !name.starts_with("mtls_endpoint_aliases.")).collect();
    assert_eq!(names.len(), 12);
    for name in names {
        assert_eq!(endpoint_error(name, "http://op.example/x"), Err(EndpointError::Scheme));
        let required = matches!(name, "authorization_endpoint" | "jwks_uri");
        assert_eq!(read(changed(name, "http://op.example/x")).is_err(), required, "{name}");
    }
}

#[test]
fn attack_081_http_on_loopback_is_accepted_only_beside_an_http_issuer_on_loopback() {
    let loopback = Issuer::on_loopback("http://127.0.0.1:9400").unwrap();
    let mut document = minimal();
    document.insert("issuer", loopback.as_str());
    document.insert("token_endpoint", "http://localhost:9400/token");
    document.insert("jwks_uri", "http://[::1]:9400/jwks");
    assert!(ProviderMetadata::from_object(document.clone(), &loopback).is_ok());

    document.insert("jwks_uri", "http://op.example/jwks");
    assert!(ProviderMetadata::from_object(document.clone(), &loopback).is_err());

    document.insert("jwks_uri", "http://[::1]:9400/jwks");
    for issuer in ["https://127.0.0.1:9400", ISSUER] {
        let issuer = Issuer::new(issuer).unwrap();
        document.insert("issuer", issuer.as_str());
        assert!(ProviderMetadata::from_object(document.clone(), &issuer).is_err(), "{issuer}");
    }
}

#[test]
fn attack_081_http_beside_an_http_issuer_on_another_host_has_the_issuers_origin() {
    let issuer = danger::http_issuer("http://keycloak:8080/realms/dev").unwrap();
    let read = |token_endpoint: &str, jwks_uri: &str| {
        let mut document = minimal();
        document.insert("issuer", issuer.as_str());
        document.insert("token_endpoint", token_endpoint);
        document.insert("jwks_uri", jwks_uri);
        ProviderMetadata::from_object(document, &issuer)
    };
    let own = "http://keycloak:8080/realms/dev/x";
    let metadata = read(own, own).unwrap();
    assert_eq!((metadata.left_out(), metadata.validate()), (&[][..], Ok(())));
    assert_eq!(metadata.jwks_uri.as_str(), own);
    assert!(read("https://elsewhere.example/", own).unwrap().left_out().is_empty());
    for foreign in ["http://keycloak:8081/x", "http://keycloak/x", "http://127.0.0.1:8080/x"] {
        assert_eq!(read(own, foreign).unwrap_err().code(), "endpoint.scheme", "{foreign}");
        let metadata = read(foreign, own).unwrap();
        assert_eq!(metadata.token_endpoint, None, "{foreign}");
        assert_eq!(metadata.why_absent("token_endpoint").code(), "endpoint.scheme", "{foreign}");
    }
}

#[test]
fn attack_081_two_readers_of_an_endpoint_reach_the_same_target() {
    for (text, error) in [
        ("https://op.example/a/../b", "uri.dot_segment"),
        ("https://op.example/a/./b", "uri.dot_segment"),
        ("https://op.example/a/%2e%2E/b", "uri.dot_segment"),
        ("https://op.example:0/a", "uri.port"),
        ("https://op.example:/a", "uri.port"),
        ("https://op.example/%zz", "uri.character"),
        ("https://op.example/a[0]", "uri.character"),
        ("https://op.example/%C0%AE", "uri.character"),
        ("https://op.example./a", "uri.host"),
        ("https://op..example/a", "uri.host"),
        ("https://xn--/a", "uri.host"),
        ("https://[0:0:0:0:0:0:0:1]/a", "uri.host"),
    ] {
        assert_eq!(Endpoint::new(text).unwrap_err().code(), error, "{text}");
    }
}

#[test]
fn attack_127_the_length_of_an_endpoint_is_bounded() {
    let padded = |length: usize| format!("{:a<length$}", "https://op.example/");
    assert!(Endpoint::new(&padded(2048)).is_ok());
    let too_long = UriError::TooLong { length: 2049 };
    assert_eq!(Endpoint::new(&padded(2049)), Err(EndpointError::Uri(too_long)));
}

#[test]
fn attack_081_a_host_that_only_begins_like_loopback_is_refused() {
    for text in
        ["http://127.0.0.1.evil.example/", "http://localhost.evil.example/", "http://127.0.0.2/"]
    {
        assert_eq!(Endpoint::on_loopback(text), Err(EndpointError::Scheme), "{text}");
    }
}

#[test]
fn attack_081_a_page_url_cannot_be_a_script() {
    for name in ["service_documentation", "op_policy_uri", "op_tos_uri"] {
        assert_eq!(
            read_whole(changed(name, "javascript:alert(1)")),
            Err(MetadataError::Page {
                member: name,
                found: Excerpt::new("javascript:alert(1)"),
                error: PageUrlError::Scheme
            })
        );
        assert!(read(changed(name, "http://op.example/about")).is_ok());
    }
}

#[test]
fn attack_081_endpoints_in_extra_are_checked_when_read() {
    let metadata = read(changed("challenge_endpoint", "http://127.0.0.1/x")).unwrap();
    assert_eq!(
        metadata.extra_endpoint("challenge_endpoint"),
        Err(MetadataError::Endpoint {
            member: "challenge_endpoint",
            found: Excerpt::new("http://127.0.0.1/x"),
            error: EndpointError::Scheme
        })
    );
    let metadata = read(changed("challenge_endpoint", "https://op.example/end")).unwrap();
    let endpoint = metadata.extra_endpoint("challenge_endpoint").unwrap().unwrap();
    assert_eq!(endpoint.as_str(), "https://op.example/end");
    assert_eq!(metadata.extra_endpoint("absent"), Ok(None));
}

#[test]
fn attack_082_endpoints_on_a_foreign_origin_are_allowed_and_listed() {
    let mut document = minimal();
    document.insert("token_endpoint", "https://collector.example/token");
    document.insert("userinfo_endpoint", "https://op.example:8443/userinfo");
    document.insert("jwks_uri", "https://op.example:443/jwks");
    let metadata = read(document).unwrap();
    let foreign: Vec<_> = metadata.foreign_endpoints().map(|(name, _)| name).collect();
    assert_eq!(foreign, ["token_endpoint", "userinfo_endpoint"]);
}

#[test]
fn attack_082_a_foreign_registration_endpoint_is_listed() {
    let foreign = "https://collector.example/register";
    let metadata = read(changed("registration_endpoint", foreign)).unwrap();
    let listed: Vec<_> = metadata.foreign_endpoints().map(|(name, _)| name).collect();
    assert_eq!(listed, ["registration_endpoint"]);
    // The provider chose the address, so the sender checks it before it sends an initial access
    // token.
    let endpoint = metadata.registration_endpoint.unwrap();
    assert_eq!(AddressFrom::of(endpoint.uri(), &metadata.issuer), AddressFrom::Provider);
    let own = read(changed("registration_endpoint", "https://op.example/register")).unwrap();
    assert_eq!(own.foreign_endpoints().count(), 0);
}

#[test]
fn discovery_3_defaults_of_omitted_members() {
    let metadata = read(minimal()).unwrap();
    let implicit = GrantType::new("implicit").unwrap();
    assert!(metadata.supports_grant_type(&GrantType::AUTHORIZATION_CODE));
    assert!(metadata.supports_grant_type(&implicit));
    assert!(!metadata.supports_grant_type(&GrantType::REFRESH_TOKEN));
    assert!(
        metadata.supports_response_mode("query") && metadata.supports_response_mode("fragment")
    );
    assert!(!metadata.supports_response_mode("form_post"));
    let basic = ClientAuthenticationMethod::CLIENT_SECRET_BASIC;
    assert!(metadata.supports_token_endpoint_auth_method(&basic));
    assert!(metadata.supports_revocation_endpoint_auth_method(&basic));
    let post = ClientAuthenticationMethod::CLIENT_SECRET_POST;
    assert!(!metadata.supports_token_endpoint_auth_method(&post));
    assert!(metadata.supports_claim_type("normal") && !metadata.supports_claim_type("aggregated"));
    assert!(!metadata.supports_claims_parameter());
    assert!(!metadata.supports_request_parameter());
    assert!(metadata.supports_request_uri_parameter());
    assert!(!metadata.requires_request_uri_registration());
}

#[test]
fn discovery_3_a_stated_list_replaces_the_default() {
    let mut document = changed("grant_types_supported", vec!["refresh_token"]);
    document.insert("token_endpoint_auth_methods_supported", vec!["private_key_jwt"]);
    document.insert("response_modes_supported", vec!["form_post"]);
    document.insert("request_uri_parameter_supported", false);
    let metadata = read(document).unwrap();
    assert!(metadata.supports_grant_type(&GrantType::REFRESH_TOKEN));
    assert!(!metadata.supports_grant_type(&GrantType::AUTHORIZATION_CODE));
    let basic = ClientAuthenticationMethod::CLIENT_SECRET_BASIC;
    assert!(!metadata.supports_token_endpoint_auth_method(&basic));
    assert!(!metadata.supports_response_mode("query"));
    assert!(!metadata.supports_request_uri_parameter());
}

#[test]
fn rfc8414_2_omitted_code_challenge_methods_mean_no_pkce() {
    assert!(!read(minimal()).unwrap().supports_code_challenge_method("S256"));
    let metadata = read(changed("code_challenge_methods_supported", vec!["S256"])).unwrap();
    assert!(metadata.supports_code_challenge_method("S256"));
    assert!(!metadata.supports_code_challenge_method("plain"));
}

#[test]
fn rfc9207_3_by_default_responses_have_no_iss() {
    assert!(!read(minimal()).unwrap().sends_authorization_response_iss());
    let document = changed("authorization_response_iss_parameter_supported", true);
    assert!(read(document).unwrap().sends_authorization_response_iss());
}

#[test]
fn rfc6749_3_1_1_the_order_of_a_response_type_does_not_matter() {
    let document = changed("response_types_supported", vec!["id_token code"]);
    let hybrid = ResponseType::new("code id_token").unwrap();
    assert!(read(document).unwrap().supports_response_type(&hybrid));
}

#[test]
fn discovery_3_known_signing_algorithms_never_include_none() {
    let algorithms = vec!["none", "ES256", "XX999", "RS256"];
    let metadata = read(changed("id_token_signing_alg_values_supported", algorithms)).unwrap();
    assert_eq!(
        metadata.id_token_signing_algorithms(),
        [SignatureAlgorithm::Es256, SignatureAlgorithm::Rs256]
    );
}

#[test]
fn discovery_3_publication_rules_are_checked() {
    let publish = |document| read(document).unwrap().validate_for_publication();
    assert_eq!(publish(full()), Ok(()));
    assert_eq!(
        publish(changed("scopes_supported", vec!["profile"])),
        Err(PublicationError::OpenIdScope { found: Excerpts::new(&["profile".to_owned()]) })
    );
    assert_eq!(
        publish(changed("id_token_signing_alg_values_supported", vec!["ES256"])),
        Err(PublicationError::Rs256 { found: Excerpts::new(&["ES256".to_owned()]) })
    );
    let algorithms = "token_endpoint_auth_signing_alg_values_supported";
    assert_eq!(
        publish(changed(algorithms, vec!["RS256", "none"])),
        Err(PublicationError::UnsignedAssertions(algorithms))
    );
    for (methods, algorithms) in [
        ("token_endpoint_auth_methods_supported", algorithms),
        (
            "revocation_endpoint_auth_methods_supported",
            "revocation_endpoint_auth_signing_alg_values_supported",
        ),
        (
            "introspection_endpoint_auth_methods_supported",
            "introspection_endpoint_auth_signing_alg_values_supported",
        ),
    ] {
        assert_eq!(
            publish(changed(methods, vec!["private_key_jwt"])),
            Err(PublicationError::AssertionAlgorithms(algorithms))
        );
    }
}

#[test]
fn extra_contains_no_member_that_has_a_field() {
    let metadata = read(full()).unwrap();
    let document = metadata.to_object();
    for name in document.names().filter(|name| !metadata.extra.contains(name)) {
        let mut metadata = read(minimal()).unwrap();
        metadata.extra.insert(name, "value");
        let error = metadata.validate().unwrap_err();
        assert!(matches!(error, MetadataError::Registered(it) if it == name), "{name}");
    }
}

#[test]
fn extra_cannot_replace_a_field() {
    let mut metadata = read(minimal()).unwrap();
    metadata.extra.insert("userinfo_endpoint", "https://evil.example/userinfo");
    assert_eq!(metadata.validate(), Err(MetadataError::Registered("userinfo_endpoint")));
    assert!(metadata.to_http(60).is_err());
    assert!(!metadata.to_object().contains("userinfo_endpoint"));
}
