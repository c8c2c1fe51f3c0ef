//! The request and the response at the well-known URL: Discovery §4.1, §4.2, §4.3.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{full, json_response, minimal};
use http::{Method, Response, StatusCode};
use symbolon_discovery::quirks::{MetadataQuirks, Quirks};
use symbolon_discovery::{
    Discover, DiscoverVerifier, DiscoveryError, DocumentError, Endpoint, Lookup, MetadataError,
    ProviderMetadata, VerifierMetadata, WellKnown,
};
use symbolon_jose::{Excerpt, Object, SignatureAlgorithm, json};
use symbolon_oauth::Issuer;
use symbolon_oauth::flow::{Flow, Step, drive_blocking};
use symbolon_oauth::obligation::{AddressFrom, FetchLimits};
use symbolon_test_support::names::issuer;
use time::OffsetDateTime;

const NOW: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;

fn uri(issuer: &str) -> String {
    let issuer = Issuer::on_loopback(issuer).unwrap();
    symbolon_discovery::request(&issuer).unwrap().uri().to_string()
}

fn read(response: &Response<Vec<u8>>) -> Result<ProviderMetadata, DiscoveryError> {
    ProviderMetadata::from_http(response, &issuer())
}

#[test]
fn discovery_4_1_the_request_is_a_get_that_accepts_json() {
    let request = symbolon_discovery::request(&issuer()).unwrap();
    assert_eq!(request.method(), Method::GET);
    assert_eq!(request.headers()["accept"], "application/json");
    assert!(request.body().is_empty());
}

#[test]
fn discovery_4_1_the_path_is_appended_to_the_issuer() {
    for (issuer, expected) in [
        ("https://op.example", "https://op.example/.well-known/openid-configuration"),
        ("https://op.example/", "https://op.example/.well-known/openid-configuration"),
        ("https://op.example/a/b", "https://op.example/a/b/.well-known/openid-configuration"),
        ("https://op.example/a/", "https://op.example/a/.well-known/openid-configuration"),
        ("https://op.example:8443/a", "https://op.example:8443/a/.well-known/openid-configuration"),
        ("https://op.example/A%2Fb", "https://op.example/A%2Fb/.well-known/openid-configuration"),
        ("http://[::1]:9400", "http://[::1]:9400/.well-known/openid-configuration"),
    ] {
        assert_eq!(uri(issuer), expected);
    }
}

#[test]
fn rfc8414_3_1_the_printed_requests() {
    for (issuer, expected) in [
        ("https://example.com", "https://example.com/.well-known/oauth-authorization-server"),
        (
            "https://example.com/issuer1",
            "https://example.com/.well-known/oauth-authorization-server/issuer1",
        ),
    ] {
        let uri = WellKnown::OAuth.uri(&Issuer::new(issuer).unwrap()).unwrap();
        assert_eq!(uri.to_string(), expected);
    }
    // §5 prints both places of the OpenID document.
    let issuer = Issuer::new("https://example.com/issuer1").unwrap();
    let inserted = WellKnown::OpenIdInserted.uri(&issuer).unwrap();
    assert_eq!(
        inserted.to_string(),
        "https://example.com/.well-known/openid-configuration/issuer1"
    );
    let appended = WellKnown::OpenId.uri(&issuer).unwrap();
    assert_eq!(
        appended.to_string(),
        "https://example.com/issuer1/.well-known/openid-configuration"
    );
}

#[test]
fn rfc8414_3_1_the_name_is_inserted_before_the_path() {
    for (issuer, expected) in [
        ("https://op.example/", "https://op.example/.well-known/oauth-authorization-server"),
        (
            "https://op.example/a/b/",
            "https://op.example/.well-known/oauth-authorization-server/a/b",
        ),
        (
            "https://op.example:8443/a",
            "https://op.example:8443/.well-known/oauth-authorization-server/a",
        ),
        (
            "https://op.example/A%2Fb",
            "https://op.example/.well-known/oauth-authorization-server/A%2Fb",
        ),
        ("http://[::1]:9400/a", "http://[::1]:9400/.well-known/oauth-authorization-server/a"),
    ] {
        let issuer = Issuer::on_loopback(issuer).unwrap();
        assert_eq!(WellKnown::OAuth.uri(&issuer).unwrap().to_string(), expected);
    }
}

#[test]
fn rfc8615_3_an_inserted_name_is_at_the_root_of_the_host() {
    let issuer = Issuer::new("https://op.example/a/b").unwrap();
    for place in [WellKnown::OAuth, WellKnown::OpenIdInserted] {
        assert!(place.uri(&issuer).unwrap().path().starts_with("/.well-known/"), "{place:?}");
    }
}

#[test]
fn attack_080_no_second_location_is_tried() {
    let issuer = Issuer::new("https://op.example/a").unwrap();
    let oauth = "https://op.example/.well-known/oauth-authorization-server/a";
    for (place, expected) in [
        (WellKnown::OpenId, "https://op.example/a/.well-known/openid-configuration"),
        (WellKnown::OAuth, oauth),
        (WellKnown::OpenIdInserted, "https://op.example/.well-known/openid-configuration/a"),
    ] {
        let mut discover = Discover::new(issuer.clone()).well_known(place);
        let Ok(Step::Send(request)) = discover.start(NOW) else { panic!("no request") };
        assert_eq!(request.uri(), expected);
        let not_found = Response::builder().status(404).body(Vec::new()).unwrap();
        let error = discover.receive(not_found, NOW).unwrap_err();
        assert_eq!(error.code(), "document.status");
        // The document of the issuer without a path is at the same host, and is refused.
        let other = json_response("application/json", minimal().to_json());
        let error = discover.receive(other, NOW).unwrap_err();
        assert_eq!(error.code(), "metadata.issuer_mismatch");
    }
    let mut verifier = DiscoverVerifier::new(issuer).well_known(WellKnown::OAuth);
    let Ok(Step::Send(request)) = verifier.start(NOW) else { panic!("no request") };
    assert_eq!(request.uri(), oauth);
}

#[test]
fn discovery_4_2_a_response_is_read() {
    let metadata = read(&json_response("application/json", full().to_json())).unwrap();
    assert_eq!(metadata.to_object(), full());
}

#[test]
fn attack_128_a_status_other_than_200_is_refused() {
    for status in [201, 204, 206, 301, 302, 304, 307, 400, 404, 500] {
        let status = StatusCode::from_u16(status).unwrap();
        let mut response = json_response("application/json", minimal().to_json());
        *response.status_mut() = status;
        response.headers_mut().insert("location", "https://evil.example/".parse().unwrap());
        assert_eq!(read(&response), Err(DiscoveryError::Document(DocumentError::Status(status))));
    }
}

#[test]
fn attack_128_another_content_type_is_refused() {
    let read = |content_type| read(&json_response(content_type, minimal().to_json()));
    for accepted in ["application/json", "application/json; charset=utf-8", "Application/JSON"] {
        assert!(read(accepted).is_ok(), "{accepted}");
    }
    for refused in ["text/html", "text/json", "application/jsonp", "application/jwk-set+json", ""] {
        let (found, expected) = (Excerpt::new(refused), "application/json");
        let error = DocumentError::ContentType { found, expected };
        assert_eq!(read(refused), Err(DiscoveryError::Document(error)), "{refused}");
    }
}

#[test]
fn attack_128_a_missing_or_repeated_content_type_is_refused() {
    let expected = "application/json";
    let refused = Err(DiscoveryError::Document(DocumentError::NoContentType { expected }));
    assert_eq!(read(&Response::new(minimal().to_json().into_bytes())), refused);
    let mut response = json_response("application/json", minimal().to_json());
    response.headers_mut().append("content-type", "text/html".parse().unwrap());
    assert_eq!(read(&response), refused);
}

#[test]
fn attack_128_a_body_over_the_limit_is_refused() {
    let mut body = minimal().to_json().into_bytes();
    body.resize(256 * 1024, b' ');
    assert!(read(&json_response("application/json", body.clone())).is_ok());
    body.push(b' ');
    let limit = 256 * 1024;
    assert_eq!(
        read(&json_response("application/json", body)),
        Err(DiscoveryError::Document(DocumentError::TooLarge { found: limit + 1, limit }))
    );
}

#[test]
fn attack_128_only_an_object_without_duplicate_members_is_read() {
    let read = |body: &str| read(&json_response("application/json", body));
    let error = |error| Err(DiscoveryError::Json(error));
    assert_eq!(read("[]"), error(json::Error::NotAnObject));
    assert_eq!(
        read(r#"{"issuer":"https://op.example","issuer":"https://evil.example"}"#),
        error(json::Error::DuplicateMember { line: 1, column: 39 })
    );
    assert!(matches!(read("{}}"), Err(DiscoveryError::Json(json::Error::Syntax { .. }))));
    let deep = format!("{{\"a\":{}", "[".repeat(100_000));
    assert_eq!(read(&deep), error(json::Error::TooDeep));
}

#[test]
fn discovery_4_3_the_flow_compares_the_issuer() {
    let mut document = minimal();
    document.insert("issuer", "https://op.example/");
    let mut discover = Discover::new(issuer());
    assert!(matches!(discover.start(NOW), Ok(Step::Send(_))));
    let response = json_response("application/json", document.to_json());
    assert!(matches!(
        discover.receive(response, NOW),
        Err(DiscoveryError::Metadata(MetadataError::IssuerMismatch { .. }))
    ));
}

#[test]
fn the_request_says_whose_word_its_address_is() {
    let limits = |mut discover: Discover| {
        let Ok(Step::Send(request)) = discover.start(NOW) else { panic!("no request") };
        request.extensions().get::<FetchLimits>().copied().unwrap()
    };
    let own = limits(Discover::new(issuer()));
    assert_eq!((own.address, own.max_body), (AddressFrom::Configuration, 256 * 1024));
    let entered = Discover::new(issuer()).address_from(AddressFrom::Stranger);
    assert_eq!(limits(entered).address, AddressFrom::Stranger);
}

#[test]
fn attack_082_the_keys_on_a_foreign_origin_are_the_word_of_the_metadata() {
    let address = |jwks_uri: &str| {
        let mut document = minimal();
        document.insert("jwks_uri", jwks_uri);
        let mut cache = ProviderMetadata::from_object(document, &issuer()).unwrap().key_cache();
        let Lookup::Fetch { fetch, .. } = cache.keys(None, NOW) else { panic!("an empty cache") };
        fetch.address
    };
    assert_eq!(address("https://op.example/jwks"), AddressFrom::Configuration);
    assert_eq!(address("https://keys.example/jwks"), AddressFrom::Provider);
    assert_eq!(address("https://10.0.0.1/jwks"), AddressFrom::Provider);
}

#[test]
fn discovery_4_1_a_document_elsewhere_is_read_by_quirk_and_states_the_issuer() {
    let mut quirks = Quirks::default();
    let elsewhere = "https://login.example/flow-1/.well-known/openid-configuration";
    quirks.metadata.published_at = Some(Endpoint::new(elsewhere).unwrap());
    let mut discover = Discover::new(issuer()).quirks(&quirks);
    let Ok(Step::Send(request)) = discover.start(NOW) else { panic!("no request") };
    assert_eq!(request.uri(), elsewhere);
    let answer = |document: Object| json_response("application/json", document.to_json());
    assert!(discover.receive(answer(minimal()), NOW).is_ok());
    let mut other = minimal();
    other.insert("issuer", "https://login.example/flow-1");
    let error = discover.receive(answer(other), NOW).unwrap_err();
    assert_eq!(error.code(), "metadata.issuer_mismatch");
}

#[test]
fn discovery_4_the_flow_yields_metadata_after_one_request() {
    let mut sent = Vec::new();
    let metadata = drive_blocking(
        Discover::new(issuer()),
        |request| {
            sent.push(request.uri().to_string());
            Ok::<_, std::convert::Infallible>(json_response("application/json", full().to_json()))
        },
        || NOW,
    )
    .unwrap();
    assert_eq!(metadata.issuer, issuer());
    assert_eq!(sent, ["https://op.example/.well-known/openid-configuration"]);
}

#[test]
fn discovery_4_the_provider_publishes_what_the_relying_party_reads() {
    let metadata = ProviderMetadata::from_object(full(), &issuer()).unwrap();
    let response = metadata.to_http(3600).unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["content-type"], "application/json");
    assert_eq!(response.headers()["cache-control"], "public, max-age=3600");
    assert_eq!(response.headers()["access-control-allow-origin"], "*");
    assert_eq!(read(&response), Ok(metadata));
}

#[test]
fn discovery_4_nothing_unusable_is_published() {
    let mut metadata = ProviderMetadata::from_object(minimal(), &issuer()).unwrap();
    metadata.subject_types_supported.clear();
    assert!(matches!(metadata.to_http(60), Err(MetadataError::Missing("subject_types_supported"))));
}

#[test]
fn attack_081_a_verifier_fetches_no_keys_over_http() {
    let read = |issuer: Issuer, jwks_uri: &str| {
        let json = format!(r#"{{"issuer":"{issuer}","jwks_uri":"{jwks_uri}"}}"#);
        VerifierMetadata::parse(json.as_bytes(), &issuer).map(drop).map_err(|error| error.code())
    };
    let op = || Issuer::new("https://op.example").unwrap();
    let local = || Issuer::on_loopback("http://localhost:8080").unwrap();
    assert_eq!(read(op(), "https://op.example/jwks"), Ok(()));
    assert_eq!(read(op(), "http://op.example/jwks"), Err("endpoint.scheme"));
    assert_eq!(read(op(), "http://localhost/jwks"), Err("endpoint.scheme"));
    assert_eq!(read(local(), "http://localhost:8080/jwks"), Ok(()));
    assert_eq!(read(local(), "http://op.example/jwks"), Err("endpoint.scheme"));
}

#[test]
fn an_algorithm_of_the_quirks_is_added_only_to_a_list_that_is_stated() {
    let mut quirks = MetadataQuirks::default();
    quirks.id_token_algorithms = vec![SignatureAlgorithm::Hs256];
    let algorithms = |list: &str| {
        let mut object = minimal();
        object.remove("id_token_signing_alg_values_supported");
        let list = Object::parse(format!(r#"{{"it":{list}}}"#).as_bytes()).unwrap().remove("it");
        object.insert_some("id_token_signing_alg_values_supported", list);
        let issuer = Issuer::new("https://op.example").unwrap();
        let read = ProviderMetadata::from_object_with_quirks(object, &issuer, &quirks).unwrap();
        read.id_token_signing_alg_values_supported
    };
    assert_eq!(algorithms(r#"["ES256"]"#), ["ES256", "HS256"]);
    assert_eq!(algorithms(r#"["HS256"]"#), ["HS256"]);
    assert_eq!(algorithms("[]"), [""; 0]);
    assert_eq!(algorithms("null"), [""; 0]);
}
