//! The metadata of a protected resource: RFC 9728.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::json_response;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};
use serde_json::{Value, json};
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::resource::{
    Disagreement, DiscoverResource, RULES, ResourceError, ResourceIdentifier,
    ResourceIdentifierError, ResourceMetadata, agree,
};
use symbolon_discovery::{
    DocumentError, Endpoint, EndpointError, MetadataError, ProviderMetadata, SignedMetadataError,
};
use symbolon_jose::json::document::StatedList;
use symbolon_jose::jwt::Claims;
use symbolon_jose::{Excerpt, Object, SignatureAlgorithm};
use symbolon_oauth::bearer::Challenge;
use symbolon_oauth::flow::{Flow, Step, drive_blocking};
use symbolon_oauth::obligation::{AddressFrom, FetchLimits};
use symbolon_oauth::{ErrorCode, Issuer, PageUrl};
use symbolon_oidc::{Localized, LocalizedPage};
use symbolon_test_support::keys::p256;
use time::OffsetDateTime;

const NOW: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;
const API: &str = "https://resource.example.com";

fn api() -> ResourceIdentifier {
    ResourceIdentifier::new(API).unwrap()
}

fn parse(json: &Value) -> Result<ResourceMetadata, ResourceError> {
    ResourceMetadata::parse(json.to_string().as_bytes(), &api())
}

/// Reads the metadata with one member beside `resource`.
fn with(name: &str, value: impl Into<Value>) -> ResourceMetadata {
    let mut document = json!({ "resource": API });
    document[name] = value.into();
    parse(&document).unwrap()
}

fn request(mut flow: DiscoverResource) -> Request<Vec<u8>> {
    let Step::Send(request) = flow.start(NOW).unwrap() else { unreachable!() };
    request
}

fn address(request: &Request<Vec<u8>>) -> AddressFrom {
    request.extensions().get::<FetchLimits>().unwrap().address
}

/// Every member of RFC 9728 §2.
fn full() -> Value {
    json!({
        "resource": API,
        "authorization_servers": ["https://as1.example.com", "https://as2.example.net/a"],
        "jwks_uri": "https://resource.example.com/jwks",
        "scopes_supported": ["profile", "email"],
        "bearer_methods_supported": ["header", "body"],
        "resource_signing_alg_values_supported": ["ES256", "none", "X1"],
        "resource_name": "My Resource",
        "resource_name#it": "La mia bella risorsa",
        "resource_documentation": "https://resource.example.com/docs",
        "resource_policy_uri": "https://resource.example.com/policy",
        "resource_policy_uri#de": "https://resource.example.com/richtlinie",
        "resource_tos_uri": "https://resource.example.com/tos",
        "tls_client_certificate_bound_access_tokens": true,
        "authorization_details_types_supported": ["payment"],
        "dpop_signing_alg_values_supported": ["ES256"],
        "dpop_bound_access_tokens_required": true,
        "signed_metadata": "eyJ",
        "challenge_endpoint": "https://resource.example.com/challenge"
    })
}

#[test]
fn rfc9728_2_every_member_is_read_and_printed() {
    let metadata = parse(&full()).unwrap();
    assert!(metadata.left_out().is_empty());
    assert_eq!(metadata.extra.names().collect::<Vec<_>>(), ["challenge_endpoint"]);
    assert_eq!(metadata.to_object(), Object::parse(full().to_string().as_bytes()).unwrap());
    assert!(metadata.binds_tokens_to_certificates() && metadata.requires_dpop());
    let none = ResourceMetadata::new(api());
    assert!(!none.binds_tokens_to_certificates() && !none.requires_dpop());
    let document = full();
    for member in ResourceMetadata::MEMBERS {
        assert!(document.get(member.name()).is_some(), "{}", member.name());
        assert!(member.section().starts_with("RFC 9728 §2"), "{}", member.name());
    }
}

#[test]
fn rfc9728_2_a_resource_is_required() {
    let missing = ResourceError::Metadata(MetadataError::Missing("resource"));
    assert_eq!(parse(&json!({})), Err(missing));
    assert_eq!(parse(&json!({ "resource": [API] })).unwrap_err().code(), "json.member");
    for (text, error) in [
        ("resource.example.com", "resource_identifier.scheme"),
        ("http://resource.example.com", "resource_identifier.scheme"),
        ("http://localhost:9000", "resource_identifier.scheme"),
        ("urn:example:resource", "resource_identifier.scheme"),
        ("https://resource.example.com/#a", "uri.fragment"),
        ("https://user@resource.example.com/", "uri.user_info"),
        ("https://resource.example.com/a/../b", "uri.dot_segment"),
        ("https://", "uri.host"),
    ] {
        assert_eq!(ResourceIdentifier::new(text).unwrap_err().code(), error, "{text}");
    }
    let on_loopback = ResourceIdentifier::on_loopback;
    assert!(on_loopback("http://localhost:9000/a").is_ok());
    assert_eq!(on_loopback("http://a.example"), Err(ResourceIdentifierError::Scheme));
}

#[test]
fn rfc9728_3_1_the_printed_requests() {
    for (resource, expected) in [
        (API, "https://resource.example.com/.well-known/oauth-protected-resource"),
        (
            "https://resource.example.com/resource1",
            "https://resource.example.com/.well-known/oauth-protected-resource/resource1",
        ),
        // The slash behind the host is removed. A slash behind the path belongs to the path.
        (
            "https://resource.example.com/",
            "https://resource.example.com/.well-known/oauth-protected-resource",
        ),
        (
            "https://resource.example.com:8443/a/b/",
            "https://resource.example.com:8443/.well-known/oauth-protected-resource/a/b/",
        ),
    ] {
        let request = request(DiscoverResource::new(ResourceIdentifier::new(resource).unwrap()));
        assert_eq!(
            (request.method(), request.uri().to_string().as_str()),
            (&Method::GET, expected)
        );
        assert_eq!(request.headers()["accept"], "application/json");
    }
}

#[test]
fn rfc9728_3_1_a_query_is_kept() {
    for (resource, expected) in [
        ("https://a.example?k=1", "https://a.example/.well-known/oauth-protected-resource?k=1"),
        ("https://a.example/?k=/1", "https://a.example/.well-known/oauth-protected-resource?k=/1"),
        ("https://a.example/b?k", "https://a.example/.well-known/oauth-protected-resource/b?k"),
    ] {
        let resource = ResourceIdentifier::new(resource).unwrap();
        assert_eq!(resource.well_known_uri(), expected);
    }
}

#[test]
fn rfc8615_3_the_name_is_at_the_root_of_the_host() {
    let resource = ResourceIdentifier::new("https://a.example/b/c").unwrap();
    assert!(resource.well_known_uri().path().starts_with("/.well-known/oauth-protected-resource/"));
}

#[test]
fn rfc9728_3_2_the_printed_example() {
    let json = br#"{"resource":"https://resource.example.com",
        "authorization_servers":["https://as1.example.com", "https://as2.example.net"],
        "bearer_methods_supported":["header", "body"],
        "scopes_supported":["profile", "email", "phone"],
        "resource_documentation":"https://resource.example.com/resource_documentation.html"}"#;
    let response = json_response("application/json", json.to_vec());
    let metadata = ResourceMetadata::from_http(&response, &api()).unwrap();
    let servers: Vec<_> = metadata.authorization_servers.iter().map(Issuer::as_str).collect();
    assert_eq!(servers, ["https://as1.example.com", "https://as2.example.net"]);
    assert_eq!(metadata.scopes_supported, ["profile", "email", "phone"]);
    let methods = StatedList(vec!["header".to_owned(), "body".to_owned()]);
    assert_eq!(metadata.bearer_methods_supported, Some(methods));
    let page = PageUrl::new("https://resource.example.com/resource_documentation.html").unwrap();
    assert_eq!(metadata.resource_documentation, LocalizedPage::new(page));

    // What the resource publishes is what the client reads.
    let published = metadata.to_http(60).unwrap();
    assert_eq!(published.headers()["content-type"], "application/json");
    assert_eq!(published.headers()["cache-control"], "public, max-age=60");
    assert_eq!(ResourceMetadata::from_http(&published, &api()), Ok(metadata));
    let empty = ResourceMetadata::new(api()).to_http(60).unwrap();
    assert_eq!(empty.body(), br#"{"resource":"https://resource.example.com"}"#);
}

#[test]
fn rfc9728_3_2_unknown_members_are_kept() {
    assert_eq!(with("color", "red").extra.get("color"), Some(&json!("red")));
}

#[test]
fn rfc9728_3_2_the_response_is_json_with_status_200() {
    let read = |response: &Response<Vec<u8>>| ResourceMetadata::from_http(response, &api());
    let mut response = json_response("application/json", full().to_string());
    *response.status_mut() = StatusCode::FOUND;
    let refused = ResourceError::Document(DocumentError::Status(StatusCode::FOUND));
    assert_eq!(read(&response), Err(refused));
    let html = json_response("text/html", full().to_string());
    assert_eq!(read(&html).unwrap_err().code(), "document.content_type");
    let large = json_response("application/json", vec![b' '; 262_145]);
    assert_eq!(read(&large).unwrap_err().code(), "document.too_large");
    let twice =
        json_response("application/json", format!(r#"{{"resource":"{API}","resource":"{API}"}}"#));
    assert_eq!(read(&twice).unwrap_err().code(), "json.duplicate_member");
}

#[test]
fn rfc9728_2_a_member_that_cannot_be_read_is_left_out() {
    for (name, value, error) in [
        ("authorization_servers", json!("https://as.example"), "json.member"),
        ("authorization_servers", json!(["https://as.example/?a=b"]), "issuer.query"),
        ("jwks_uri", json!("javascript:alert(1)"), "endpoint.scheme"),
        ("scopes_supported", json!([5]), "json.member"),
        ("resource_name", json!(5), "json.member"),
        ("resource_tos_uri#de", json!("javascript:alert(1)"), "page_url.scheme"),
        ("dpop_bound_access_tokens_required", json!("true"), "json.member"),
    ] {
        let metadata = with(name, value);
        assert_eq!(metadata.left_out()[0].error.code(), error, "{name}");
        assert_eq!(metadata.left_out().len(), 1, "{name}");
        assert_eq!(metadata.to_object().len(), 1, "{name}");
    }
    for name in ["jwks_uri", "resource_name", "resource_name#de", "resource_tos_uri"] {
        for absent in [json!(null), json!("")] {
            let metadata = with(name, absent);
            assert!(metadata.left_out().is_empty() && metadata.to_object().len() == 1, "{name}");
        }
    }
}

#[test]
fn rfc9728_2_the_keys_are_https() {
    let metadata = with("jwks_uri", "http://resource.example.com/jwks");
    assert_eq!((&metadata.jwks_uri, metadata.left_out().len()), (&None, 1));

    let mut published = ResourceMetadata::new(api());
    published.jwks_uri = Some(Endpoint::on_loopback("http://localhost/jwks").unwrap());
    let found = Excerpt::new("http://localhost/jwks");
    let (member, error) = ("jwks_uri", EndpointError::Scheme);
    let refused = MetadataError::Endpoint { member, found, error };
    assert_eq!(published.to_http(60).unwrap_err(), ResourceError::Metadata(refused));

    let local = ResourceIdentifier::on_loopback("http://127.0.0.1:9000").unwrap();
    let mut published = ResourceMetadata::new(local.clone());
    published.jwks_uri = Some(Endpoint::on_loopback("http://localhost/jwks").unwrap());
    let response = published.to_http(60).unwrap();
    assert_eq!(ResourceMetadata::from_http(&response, &local), Ok(published));
    let elsewhere = json!({ "resource": local.as_str(), "jwks_uri": "http://a.example/jwks" });
    let read = ResourceMetadata::parse(elsewhere.to_string().as_bytes(), &local).unwrap();
    assert_eq!((&read.jwks_uri, read.left_out().len()), (&None, 1));
}

#[test]
fn rfc8414_2_an_authorization_server_is_https() {
    let servers = json!(["https://as.example", "http://localhost:8080", "http://as.example"]);
    let metadata = with("authorization_servers", servers.clone());
    assert_eq!(metadata.authorization_servers, [Issuer::new("https://as.example").unwrap()]);
    assert_eq!(metadata.left_out().len(), 2);
    let local = ResourceIdentifier::on_loopback("http://localhost:9000").unwrap();
    let document = json!({ "resource": local.as_str(), "authorization_servers": servers });
    let metadata = ResourceMetadata::parse(document.to_string().as_bytes(), &local).unwrap();
    assert_eq!((metadata.authorization_servers.len(), metadata.left_out().len()), (2, 1));
}

#[test]
fn rfc9728_2_none_is_no_signature() {
    let metadata = parse(&full()).unwrap();
    assert_eq!(metadata.signing_algorithms(), [SignatureAlgorithm::Es256]);
    let (member, found) = ("resource_signing_alg_values_supported", Excerpt::new("none"));
    assert_eq!(metadata.validate(), Err(ResourceError::Algorithm { member, found }));
}

#[test]
fn each_change_breaks_one_rule_and_every_rule_has_its_change() {
    type Change = fn(&mut ResourceMetadata);
    let changes: &[(&str, Change)] = &[
        ("authorization_servers", |it| {
            it.authorization_servers.push(Issuer::on_loopback("http://localhost").unwrap());
        }),
        ("jwks_uri", |it| {
            it.jwks_uri = Some(Endpoint::on_loopback("http://localhost/jwks").unwrap());
        }),
        ("resource_signing_alg_values_supported", |it| {
            it.resource_signing_alg_values_supported = vec!["none".to_owned()];
        }),
        ("dpop_signing_alg_values_supported", |it| {
            it.dpop_signing_alg_values_supported = vec!["HS256".to_owned()];
        }),
        ("dpop_signing_alg_values_supported", |it| {
            it.dpop_signing_alg_values_supported = vec!["ES256".to_owned(), "none".to_owned()];
        }),
        ("extra", |it| drop(it.extra.insert("jwks_uri", "https://evil.example"))),
        ("extra", |it| drop(it.extra.insert("resource_name#de", "Fotos"))),
        ("extra", |it| drop(it.extra.insert("resource", "https://evil.example"))),
    ];
    let mut document = full();
    document["resource_signing_alg_values_supported"] = json!(["ES256"]);
    let valid = parse(&document).unwrap();
    assert_eq!(valid.validate(), Ok(()));
    for (id, change) in changes {
        let mut metadata = valid.clone();
        change(&mut metadata);
        let broken = RULES.iter().filter(|rule| (rule.check())(&metadata).is_err());
        assert_eq!(broken.map(|rule| rule.id()).collect::<Vec<_>>(), [*id]);
        assert!(metadata.prepare().is_err(), "{id}");
    }
    for rule in RULES {
        assert!(changes.iter().any(|(id, _)| *id == rule.id()), "{}", rule.id());
    }
}

#[test]
fn rfc9728_2_no_bearer_method_is_a_statement() {
    let none = with("bearer_methods_supported", json!([]));
    assert_eq!(none.bearer_methods_supported, Some(StatedList(vec![])));
    assert_eq!(none.to_object().get("bearer_methods_supported"), Some(&json!([])));
    let omitted = parse(&json!({ "resource": API })).unwrap();
    assert_eq!(omitted.bearer_methods_supported, None);
    assert!(!omitted.to_object().contains("bearer_methods_supported"));
}

#[test]
fn rfc9728_2_1_languages() {
    let document = json!({ "resource": API, "resource_name": "  Ma ressource ",
        "resource_name#en": "My Resource", "resource_name#it": "La mia bella risorsa" });
    let metadata = parse(&document).unwrap();
    // A value without a tag is kept as it is.
    assert_eq!(metadata.resource_name.default.as_deref(), Some("  Ma ressource "));
    assert_eq!(metadata.resource_name.get("IT"), Some("La mia bella risorsa"));
    assert!(metadata.extra.is_empty());
}

fn signed(resource: Option<&str>) -> ResourceMetadata {
    let mut claims = Claims::new().issuer("https://federation.example");
    claims = claims.claim("resource_name#DE", "Fotos").claim("scopes_supported", json!(["a"]));
    if let Some(resource) = resource {
        claims = claims.claim("resource", resource);
    }
    let mut document = full();
    document["resource_name#de"] = json!("Bilder");
    let jwt = claims.sign("JWT", &p256("1").signing(&CRYPTO)).unwrap();
    document["signed_metadata"] = json!(jwt);
    document["jwks_uri"] = json!("/jwks");
    parse(&document).unwrap()
}

#[test]
fn rfc9728_2_2_signed_metadata() {
    let (signer, keys) =
        (Issuer::new("https://federation.example").unwrap(), p256("1").verification(&CRYPTO));
    let plain = signed(Some(API));
    assert_eq!(plain.signed_by().as_deref(), Some(signer.as_str()));
    let verified = plain.verify_signed(&signer, &keys, NOW).unwrap();
    assert_eq!(verified.scopes_supported, ["a"]);
    // The signer vouches for one name, so the plain names in other languages are left out.
    assert_eq!(verified.resource_name.get("de"), Some("Fotos"));
    assert_eq!(verified.resource_name.by_language.len(), 1);
    assert_eq!(verified.resource_name.default, None);
    // The policy is not signed, and keeps its plain values.
    assert_eq!(verified.resource_policy_uri, plain.resource_policy_uri);
    assert_eq!(verified.left_out().len(), 1);

    let other = "https://other.example";
    let verify = |metadata: &ResourceMetadata| metadata.verify_signed(&signer, &keys, NOW);
    let (found, expected) = (Excerpt::new(other), Excerpt::new(API));
    let refused = SignedMetadataError::OtherIdentity { member: "resource", found, expected };
    assert_eq!(verify(&signed(Some(other))), Err(refused));
    let refused = SignedMetadataError::NoIdentity { member: "resource" };
    assert_eq!(verify(&signed(None)), Err(refused));
    // RFC 9728 §3.3: the JWT of a party that is not trusted is an error.
    let untrusted = plain.verify_signed(&Issuer::new(other).unwrap(), &keys, NOW).unwrap_err();
    assert_eq!(untrusted.code(), "jwt.issuer");

    let whole = parse(&full()).unwrap().sign(&signer, &p256("1").signing(&CRYPTO), NOW).unwrap();
    assert_eq!(verify(&whole), Ok(whole.clone()));
    let mut nested = whole.clone();
    nested.extra.insert("signed_metadata", "a");
    assert_eq!(verify(&nested), Ok(whole));
}

fn challenge(attributes: &str) -> Challenge {
    let mut headers = HeaderMap::new();
    let value = HeaderValue::from_str(&format!("Bearer {attributes}")).unwrap();
    headers.insert("www-authenticate", value);
    Challenge::from_headers(&headers).unwrap().remove(0)
}

#[test]
fn rfc9728_5_1_the_printed_challenge() {
    let url = "https://resource.example.com/.well-known/oauth-protected-resource";
    for name in ["resource_metadata", "Resource_Metadata"] {
        let challenge = challenge(&format!(r#"error="invalid_token", {name}="{url}""#));
        let flow = DiscoverResource::from_challenge(&challenge, API).unwrap();
        assert_eq!(request(flow).uri(), url);
    }
}

#[test]
fn rfc9728_5_1_the_client_reads_the_challenge_of_the_resource() {
    let resource = ResourceIdentifier::new("https://resource.example.com/a?b=c").unwrap();
    let mut challenge = resource.challenge();
    challenge.error = Some(ErrorCode::INVALID_TOKEN);
    let response = challenge.into_http().unwrap();
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    let read = Challenge::from_headers(response.headers()).unwrap().remove(0);
    let flow = DiscoverResource::from_challenge(&read, resource.as_str()).unwrap();
    assert_eq!(request(flow).uri(), resource.well_known_uri());
}

#[test]
fn rfc9728_5_1_the_url_of_a_challenge_is_checked() {
    let from = |attributes: &str, requested: &str| {
        let flow = DiscoverResource::from_challenge(&challenge(attributes), requested);
        flow.unwrap_err().code()
    };
    assert_eq!(from(r#"realm="a""#, API), "resource.not_in_challenge");
    assert_eq!(from(r#"resource_metadata="/a""#, API), "endpoint.scheme");
    assert_eq!(from(r#"resource_metadata="http://localhost/a""#, API), "endpoint.scheme");
    let own = format!(r#"resource_metadata="{API}/a""#);
    assert_eq!(from(&own, "https://resource.example.com/#a"), "uri.fragment");
    assert_eq!(from(&own, "http://resource.example.com/"), "resource_identifier.scheme");
}

#[test]
fn attack_105_a_foreign_url_in_a_challenge_counts_as_chosen_by_a_stranger() {
    for (url, expected) in [
        ("https://resource.example.com/a", AddressFrom::Configuration),
        ("https://resource.example.com?a", AddressFrom::Configuration),
        ("https://resource.example.com.evil.example/a", AddressFrom::Stranger),
        ("https://resource.example.com:8443/a", AddressFrom::Stranger),
        ("https://169.254.169.254/latest", AddressFrom::Stranger),
    ] {
        let challenge = challenge(&format!(r#"resource_metadata="{url}""#));
        let flow = DiscoverResource::from_challenge(&challenge, API).unwrap();
        assert_eq!(address(&request(flow)), expected, "{url}");
    }
    let flow = DiscoverResource::new(api());
    assert_eq!(address(&request(flow.clone())), AddressFrom::Configuration);
    let flow = flow.address_from(AddressFrom::Stranger);
    assert_eq!(address(&request(flow)), AddressFrom::Stranger);
}

#[test]
fn attack_105_servers_named_by_a_resource_are_strangers() {
    let metadata =
        with("authorization_servers", json!(["https://10.0.0.1", "https://as.example/a"]));
    let requests: Vec<_> = metadata
        .discover()
        .map(|mut flow| match flow.start(NOW).unwrap() {
            Step::Send(request) => request,
            Step::Done(_) => unreachable!(),
        })
        .collect();
    assert!(requests.iter().all(|request| address(request) == AddressFrom::Stranger));
    let uri = "https://as.example/.well-known/oauth-authorization-server/a";
    assert_eq!((requests.len(), requests[1].uri().to_string().as_str()), (2, uri));
}

#[test]
fn attack_080_another_resource_is_refused() {
    let answer = |resource: &str| {
        json_response("application/json", json!({ "resource": resource }).to_string())
    };
    let challenge = challenge(&format!(r#"resource_metadata="{API}/metadata""#));
    let sources =
        [DiscoverResource::new(api()), DiscoverResource::from_challenge(&challenge, API).unwrap()];
    for flow in sources {
        let run = |resource: &str| {
            let send = |_| Ok::<_, std::convert::Infallible>(answer(resource));
            drive_blocking(flow.clone(), send, || NOW)
        };
        assert_eq!(run(API).unwrap(), ResourceMetadata::new(api()));
        for other in [
            "https://resource.example.com/",
            "https://RESOURCE.example.com",
            "https://resource.example.com:443",
            "https://evil.example",
        ] {
            let message = run(other).unwrap_err().to_string();
            assert!(message.contains(other) && message.contains(API), "{message}");
        }
    }
    let (found, expected) = (Excerpt::new("https://evil.example"), Excerpt::new(API));
    let refused = ResourceError::ResourceMismatch { expected, found };
    assert_eq!(refused.code(), "resource.mismatch");
    assert_eq!(ResourceMetadata::from_http(&answer("https://evil.example"), &api()), Err(refused));
}

#[test]
fn rfc9728_4_the_two_lists_are_compared() {
    let server = |resources: &[&str]| {
        let mut metadata = ProviderMetadata::new(
            Issuer::new("https://as.example").unwrap(),
            Endpoint::new("https://as.example/authorize").unwrap(),
            Endpoint::new("https://as.example/token").unwrap(),
            Endpoint::new("https://as.example/jwks").unwrap(),
            vec!["RS256".to_owned()],
        );
        metadata.protected_resources = resources.iter().map(|it| (*it).to_owned()).collect();
        metadata
    };
    let resource = |servers: &[&str]| with("authorization_servers", json!(servers));
    for (servers, resources, expected) in [
        (&[][..], &[][..], Ok(())),
        (&["https://as.example"], &[], Ok(())),
        (&[], &[API], Ok(())),
        (&["https://other.example", "https://as.example"], &["https://a.example", API], Ok(())),
        (&["https://other.example"], &[], Err(Disagreement::ServerNotListed)),
        (&["https://as.example/"], &[API], Err(Disagreement::ServerNotListed)),
        (&["https://as.example"], &["https://a.example"], Err(Disagreement::ResourceNotListed)),
        (&[], &["https://resource.example.com/"], Err(Disagreement::ResourceNotListed)),
    ] {
        assert_eq!(agree(&resource(servers), &server(resources)), expected);
    }
    assert_eq!(Disagreement::ServerNotListed.code(), "agreement.server_not_listed");
}

#[test]
fn a_resource_is_printed_as_it_was_stated() {
    assert_eq!(
        (api().to_string().as_str(), format!("{:?}", api())),
        (API, format!("ResourceIdentifier({API:?})"))
    );
    let mut metadata = ResourceMetadata::new(api());
    metadata.resource_name = Localized::new("A");
    assert_eq!(
        metadata.to_object().to_json(),
        format!(r#"{{"resource":"{API}","resource_name":"A"}}"#)
    );
}
