//! The documents at addresses that a client names: its sector, its keys and its logo.

use http::{Request, Response};
use serde_json::{Value, json};
use symbolon_oauth::obligation::{AddressFrom, FetchLimits};
use symbolon_provider::*;
use symbolon_registration::SectorDocument;
use symbolon_test_support::keys;

use crate::common::*;

const SECTOR: &str = "https://sector.example/uris.json";

fn sectored() -> Value {
    wiki_with("sector_identifier_uri", json!(SECTOR))
}

fn answer(status: u16, content_type: &str, body: &[u8]) -> Response<Vec<u8>> {
    let response = Response::builder().status(status).header("content-type", content_type);
    response.body(body.to_vec()).unwrap()
}

fn answered(
    op: &Provider,
    metadata: &Value,
    response: Result<Response<Vec<u8>>, ()>,
) -> Result<Registered, RegistrationRefusal> {
    register_through(op, &post(metadata), None, |_| response.clone())
}

#[test]
fn registration_2_the_sector_is_the_host_of_the_document() {
    let response = answer(200, "application/json", format!("[\"{CALLBACK}\"]").as_bytes());
    let registered = answered(&op(), &sectored(), Ok(response)).unwrap();
    assert_eq!(registered.json["sector_identifier_uri"], SECTOR);
    assert_eq!(registered.client().sector().as_deref(), Some("sector.example"));
    let without = register(&op(), &wiki()).unwrap();
    assert_eq!(without.client().sector().as_deref(), Some("wiki.example"));
}

#[test]
fn registration_5_each_fault_of_the_document_is_refused() {
    let json = "application/json";
    let large = format!("[\"{CALLBACK}\",\"{}\"]", "a".repeat(64 * 1024));
    let escaped = r#"["https:\/\/wiki.example\/callback"]"#;
    let good = answer(200, json, escaped.as_bytes());
    assert!(answered(&op(), &sectored(), Ok(good)).is_ok(), "escapes are read before comparing");
    for (what, response, code) in [
        ("a redirect", answer(302, json, b"[]"), "sector.status"),
        ("an error", answer(404, json, b"[]"), "sector.status"),
        ("an empty response", answer(204, json, b""), "sector.status"),
        ("another type", answer(200, "text/html", b"[]"), "sector.content_type"),
        ("no JSON", answer(200, json, b"x"), "sector.syntax"),
        ("an object", answer(200, json, b"{}"), "sector.syntax"),
        ("a number", answer(200, json, b"[1]"), "sector.syntax"),
        ("a nested list", answer(200, json, b"[[\"a\"]]"), "sector.syntax"),
        ("a second member", answer(200, json, b"[],\"b\":[]"), "sector.syntax"),
        ("an empty list", answer(200, json, b"[]"), "sector.redirect_uri"),
        ("another path", answer(200, json, b"[\"https://wiki.example/\"]"), "sector.redirect_uri"),
        (
            "another case",
            answer(200, json, b"[\"https://WIKI.example/callback\"]"),
            "sector.redirect_uri",
        ),
        ("too many bytes", answer(200, json, large.as_bytes()), "sector.too_large"),
    ] {
        let refused = answered(&op(), &sectored(), Ok(response));
        let found = assert_refused(refused, "invalid_client_metadata", "sector_identifier_uri");
        assert_eq!(found, code, "{what}");
    }
}

#[test]
fn a_document_that_does_not_arrive_refuses_the_registration() {
    let refused = answered(&op(), &sectored(), Err(()));
    let code = assert_refused(refused, "invalid_client_metadata", "sector_identifier_uri");
    assert_eq!(code, "registration.unanswered");
}

#[test]
fn registration_5_the_document_is_checked_with_public_subjects_and_in_an_update() {
    let op = op();
    assert_eq!(register(&op, &wiki()).unwrap().json["subject_type"], "public");
    let client = register(&op, &wiki()).unwrap();
    let configured =
        configure(&op, &client.put(&sectored()), Some(client.stored()), at(1)).unwrap();
    let Configured::Update(flow) = configured else { panic!("the request is an update") };
    let send = |_| Ok::<_, ()>(answer(200, "application/json", b"[]"));
    let refusal = symbolon_oauth::flow::drive_blocking(*flow, send, || at(1)).unwrap_err();
    assert_eq!(RegistrationRefusal::from(refusal).code(), "sector.redirect_uri");
}

#[test]
fn attack_105_every_fetch_of_a_registration_is_a_strangers() {
    let op = op_that(|policy| {
        policy.checks_jwks_uri = true;
        policy.checks_logo = true;
    });
    let mut metadata = sectored();
    metadata["jwks_uri"] = json!("https://169.254.169.254/jwks");
    metadata["logo_uri"] = json!("http://10.0.0.1/logo.png");
    let mut sent = Vec::new();
    let keys = symbolon_jose::jwk::PublicJwkSet::new(vec![keys::p256("c").public()]);
    let registered = register_through(&op, &post(&metadata), None, |request: Request<Vec<u8>>| {
        let limits = *request.extensions().get::<FetchLimits>().unwrap();
        assert_eq!(limits.address, AddressFrom::Stranger, "{}", request.uri());
        assert!(limits.max_body <= 256 * 1024 && limits.timeout.as_secs() <= 5);
        assert_eq!(request.method(), "GET");
        assert_eq!(request.headers().get("authorization"), None);
        let uri = request.uri().to_string();
        let response = match &*uri {
            SECTOR => answer(200, "application/json", format!("[\"{CALLBACK}\"]").as_bytes()),
            "https://169.254.169.254/jwks" => symbolon_discovery::jwk_set::to_http(&keys, 60),
            _ => answer(200, "image/png", b"PNG"),
        };
        sent.push(uri);
        Ok(response)
    });
    assert!(registered.is_ok());
    assert_eq!(sent, [SECTOR, "https://169.254.169.254/jwks", "http://10.0.0.1/logo.png"]);
}

#[test]
fn by_default_only_the_document_of_the_sector_is_fetched() {
    let mut metadata = wiki_with("jwks_uri", json!("https://wiki.example/jwks"));
    metadata["logo_uri"] = json!("https://wiki.example/logo.png");
    assert!(register(&op(), &metadata).is_ok(), "no request was sent");
}

#[test]
fn rfc7591_2_the_keys_obey_the_rules_of_jwks() {
    let op = op_that(|policy| policy.checks_jwks_uri = true);
    let mut metadata = wiki_with("jwks_uri", json!("https://wiki.example/jwks"));
    metadata["token_endpoint_auth_method"] = json!("private_key_jwt");
    metadata["token_endpoint_auth_signing_alg"] = json!("ES256");
    let set = |keys: Value| {
        answer(200, "application/jwk-set+json", json!({ "keys": keys }).to_string().as_bytes())
    };
    let public = |pair: keys::KeyPair| {
        serde_json::from_str::<Value>(&pair.public().to_object().to_json()).unwrap()
    };
    let (p256, ed) = (public(keys::p256("a")), public(keys::ed25519("b")));
    let mut private = p256.clone();
    private["d"] = json!("jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI");
    let large = answer(200, "application/json", &vec![b' '; 65 * 1024]);
    assert!(answered(&op, &metadata, Ok(set(json!([p256, ed])))).is_ok());
    for (what, response, code) in [
        ("a status", answer(500, "application/json", b"{}"), "document.status"),
        ("a type", answer(200, "text/html", b"{}"), "document.content_type"),
        ("too many bytes", large, "document.too_large"),
        ("no keys", set(json!([])), "client_metadata.refused"),
        ("a private key", set(json!([p256, private])), "jwk.private_member"),
        ("a secret", set(json!([p256, { "kty": "oct", "k": "c2VjcmV0" }])), "jwk.symmetric_key"),
        ("no key for ES256", set(json!([ed])), "client_metadata.refused"),
    ] {
        let refused = answered(&op, &metadata, Ok(response));
        let found = assert_refused(refused, "invalid_client_metadata", "jwks_uri");
        assert_eq!(found, code, "{what}");
    }
}

#[test]
fn registration_2_a_logo_is_an_image() {
    let op = op_that(|policy| policy.checks_logo = true);
    let metadata = wiki_with("logo_uri", json!("https://wiki.example/logo.png"));
    for content_type in ["image/png", "image/jpeg", "IMAGE/GIF", "image/webp; a=b"] {
        assert!(answered(&op, &metadata, Ok(answer(200, content_type, b"x"))).is_ok());
    }
    for (what, response) in [
        ("a status", answer(404, "image/png", b"x")),
        ("a page", answer(200, "text/html", b"x")),
        ("an image with scripts", answer(200, "image/svg+xml", b"x")),
        ("too many bytes", answer(200, "image/png", &vec![0; 256 * 1024 + 1])),
    ] {
        let refused = answered(&op, &metadata, Ok(response));
        let found = assert_refused(refused, "invalid_client_metadata", "logo_uri");
        assert_eq!(found, "registration.logo", "{what}");
    }
}

#[test]
fn a_flow_that_is_driven_wrongly_returns_no_records() {
    use symbolon_oauth::flow::{Flow, Step};
    let document = SectorDocument::new(&register(&op(), &wiki()).unwrap().client().redirect_uris);
    let start = || {
        let request = RegistrationRequest::from_http(&post(&sectored())).unwrap();
        op().register(request, None, at(0)).unwrap()
    };
    let code = |result: Result<Step<_>, RegistrationRefusal>| result.map(drop).unwrap_err().code();
    let mut flow = start();
    assert_eq!(code(flow.receive(document.to_http(), at(0))), "flow.out_of_turn");
    let mut flow = start();
    assert!(matches!(flow.start(at(0)), Ok(Step::Send(_))));
    assert_eq!(code(flow.start(at(0))), "flow.out_of_turn");
    assert!(matches!(flow.receive(document.to_http(), at(0)), Ok(Step::Done(_))));
    assert_eq!(code(flow.start(at(0))), "flow.out_of_turn");
    let mut flow = start();
    assert!(matches!(flow.start(at(0)), Ok(Step::Send(_))));
    assert_eq!(code(flow.receive(answer(500, "text/plain", b""), at(0))), "sector.status");
    assert_eq!(code(flow.start(at(0))), "flow.out_of_turn", "a refusal is final");
    let mut flow = start();
    assert!(matches!(flow.start(at(0)), Ok(Step::Send(_))));
    let refusal = flow.unanswered(at(0)).map(|step| step.is_some()).unwrap_err();
    assert_eq!(refusal.code(), "registration.unanswered");
    assert_eq!(code(flow.start(at(0))), "flow.out_of_turn", "a refusal is final");
}
