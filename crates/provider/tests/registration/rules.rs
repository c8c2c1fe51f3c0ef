//! The tables of rules: a valid request, one change, this error, and no record.

use core::time::Duration;
use std::collections::BTreeSet;

use http::{Method, Request, Response};
use serde_json::{Value, json};
use symbolon_jose::jwt::Claims;
use symbolon_oauth::{ClientAuthenticationMethod, GrantType, ResponseType, Scope};
use symbolon_provider::*;
use symbolon_test_support::keys;

use crate::common::*;

const KEY: &str =
    r#"{"kty":"OKP","crv":"Ed25519","kid":"1","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;

fn jwks(members: &str) -> Value {
    let key = KEY.replace("\"kid\"", &format!("{members}\"kid\""));
    serde_json::from_str(&format!("{{\"keys\":[{key}]}}")).unwrap()
}

/// The changed member, its value, the member that the error names, and the error code.
type Change = (&'static str, Value, &'static str, &'static str);

const URI: &str = "invalid_redirect_uri";
const METADATA: &str = "invalid_client_metadata";

/// Returns changes that break the rules of the specifications and of what the provider offers.
fn changes() -> Vec<Change> {
    let uris = |uri: &str| ("redirect_uris", json!([uri]), "redirect_uris", URI);
    let other = |member: &'static str, value: Value| (member, value, member, METADATA);
    let mut changes = vec![
        ("redirect_uris", Value::Null, "redirect_uris", URI),
        ("redirect_uris", json!([]), "redirect_uris", URI),
        ("redirect_uris", json!(CALLBACK), "redirect_uris", URI),
        ("redirect_uris", json!([CALLBACK, 1]), "redirect_uris", URI),
        uris("/relative"),
        uris("https://wiki.example/#fragment"),
        uris("http://wiki.example/"),
        uris("javascript://wiki.example/%0aalert(1)"),
        uris("data:text/html,x"),
        uris("app:/callback"),
        uris("com.example.app:/callback"),
        uris("https://user@wiki.example/"),
        uris("https://wiki.example\\@evil.example/"),
        uris("https://*.wiki.example/"),
        uris("https://wiki.example/*"),
        uris("https://wiki.example/?code=1"),
        ("redirect_uris", json!(vec![CALLBACK; 51]), "redirect_uris", URI),
    ];
    changes.extend([
        other("application_type", json!("browser")),
        ("grant_types", json!(["authorization_code", "implicit"]), "response_types", METADATA),
        other("grant_types", json!(["authorization_code", "password"])),
        ("response_types", json!(["id_token"]), "response_types", METADATA),
        ("response_types", json!(["code", "x"]), "response_types", METADATA),
        other("response_modes", json!([])),
        other("response_modes", json!(["web_message"])),
        other("token_endpoint_auth_method", json!("client_secret_jwt")),
        (
            "token_endpoint_auth_method",
            json!("tls_client_auth"),
            "tls_client_auth_subject_dn",
            METADATA,
        ),
        ("token_endpoint_auth_method", json!("private_key_jwt"), "jwks_uri", METADATA),
        other("token_endpoint_auth_signing_alg", json!("RS256")),
        other("tls_client_auth_san_dns", json!("wiki.example")),
        other("jwks", json!({ "keys": [] })),
        other("jwks", jwks(r#""d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","#)),
        other("jwks", json!({ "keys": [{ "kty": "oct", "k": "c2VjcmV0" }] })),
        other("jwks_uri", json!("http://wiki.example/jwks")),
        other("sector_identifier_uri", json!("http://wiki.example/sector")),
        other("initiate_login_uri", json!("http://wiki.example/login")),
        other("subject_type", json!("pairwise")),
        other("subject_type", json!("unknown")),
        other("id_token_signed_response_alg", json!("none")),
        other("id_token_signed_response_alg", json!("PS512")),
        other("id_token_encrypted_response_enc", json!("A128GCM")),
        ("id_token_encrypted_response_alg", json!("ECDH-ES"), "jwks_uri", METADATA),
        other("userinfo_signed_response_alg", json!("HS256")),
        other("request_object_signing_alg", json!("none")),
        other("authorization_signed_response_alg", json!("none")),
        other("authorization_encrypted_response_enc", json!("A128GCM")),
        other("introspection_signed_response_alg", json!("none")),
        other("backchannel_authentication_request_signing_alg", json!("HS256")),
        other("default_max_age", json!("600")),
        other("default_max_age", json!(-1)),
        other("require_auth_time", json!("true")),
        other("require_pushed_authorization_requests", json!(true)),
        other("require_signed_request_object", json!(true)),
        other("dpop_bound_access_tokens", json!(true)),
        other("tls_client_certificate_bound_access_tokens", json!(true)),
        other("scope", json!(["openid"])),
        other("scope", json!("a\"b")),
        other("contacts", json!(vec!["a@wiki.example"; 21])),
        other("client_name", json!("A\u{202e}B")),
        other("client_name", json!("A".repeat(201))),
        ("client_name#a_b", json!("A"), "client_name", METADATA),
        other("logo_uri", json!("javascript:alert(1)")),
        other("client_uri", json!("data:text/html,x")),
        other("policy_uri", json!("ftp://wiki.example/")),
        ("tos_uri#de", json!("javascript:alert(1)"), "tos_uri", METADATA),
        other("request_uris", json!(["http://wiki.example/object"])),
        other("post_logout_redirect_uris", json!(["http://wiki.example/"])),
        other("backchannel_logout_uri", json!("http://wiki.example/")),
        other("frontchannel_logout_uri", json!("https://other.example/")),
        other("backchannel_token_delivery_mode", json!("poll")),
        other("subject_types_supported", json!(["pairwise"])),
        other("subject_types_supported", json!(["public", "public"])),
    ]);
    changes
}

#[test]
fn each_change_breaks_one_rule() {
    let op = op();
    let client = register(&op, &wiki()).unwrap();
    let mut faults = Vec::new();
    for (member, value, named, error) in changes() {
        let metadata = wiki_with(member, value.clone());
        let Err(refusal) = register(&op, &metadata) else {
            faults.push(format!("{member}: {value} is accepted"));
            continue;
        };
        let response = refusal.into_response();
        let json = json_of(&response);
        let description = json["error_description"].as_str().unwrap();
        let is_expected = response.status() == 400
            && json["error"] == error
            && description.contains(&format!("`{named}`"))
            && description.is_ascii()
            && description.len() < 2000;
        // RFC 7592 §2.2: an update obeys the same rules.
        let updated = update(&op, &client, &metadata).unwrap_err().into_response();
        if !is_expected || json_of(&updated) != json {
            faults.push(format!("{member}: {value}: {json}"));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn registration_2_application_type_is_verified() {
    let implicit = |uri: &str, application_type: &str| {
        let mut metadata = wiki_with("redirect_uris", json!([uri]));
        metadata["application_type"] = json!(application_type);
        metadata["response_types"] = json!(["id_token"]);
        metadata
    };
    let op = op_with(|policy| policy.response_types.push(ResponseType::ID_TOKEN));
    for (uri, web, native) in [
        (CALLBACK, true, true),
        ("http://localhost/cb", false, true),
        ("https://localhost/cb", false, false),
        ("http://127.0.0.1/cb", false, true),
        ("com.example.app:/cb", false, true),
        ("http://wiki.example/cb", false, false),
    ] {
        assert_eq!(register(&op, &implicit(uri, "web")).is_ok(), web, "{uri}");
        assert_eq!(register(&op, &implicit(uri, "native")).is_ok(), native, "{uri}");
    }
}

/// A change that breaks one of the [`REGISTRATION_RULES`].
struct Broken {
    rule: &'static str,
    change: fn(&mut RegistrationPolicy),
    metadata: Value,
    code: &'static str,
    error: &'static str,
}

fn broken(
    rule: &'static str,
    change: fn(&mut RegistrationPolicy),
    metadata: Value,
    error: &'static str,
) -> Broken {
    Broken { rule, change, metadata, code: "client_metadata.not_offered", error }
}

impl Broken {
    fn code(self, code: &'static str) -> Self {
        Self { code, ..self }
    }
}

fn policy_changes() -> Vec<Broken> {
    let refused = "client_metadata.refused";
    let mut es256 = wiki_with("id_token_signed_response_alg", json!("ES256"));
    es256["userinfo_signed_response_alg"] = Value::Null;
    let refresh = wiki_with("grant_types", json!(["authorization_code", "refresh_token"]));
    let hs256 = wiki_with("request_object_signing_alg", json!("HS256"));
    let foreign = wiki_with("logo_uri", json!("https://images.example/wiki.png"));
    vec![
        broken("client_secret", |_| (), hs256, METADATA).code(refused),
        broken(
            "grant_types",
            |policy| policy.grant_types = Some(vec![GrantType::AUTHORIZATION_CODE]),
            refresh,
            METADATA,
        ),
        broken(
            "response_types",
            |policy| policy.response_types = Some(vec![ResponseType::NONE]),
            wiki(),
            METADATA,
        ),
        broken(
            "token_endpoint_auth_method",
            |policy| {
                let method = ClientAuthenticationMethod::PRIVATE_KEY_JWT;
                policy.authentication_methods = Some(vec![method]);
            },
            wiki(),
            METADATA,
        ),
        broken(
            "token_endpoint_auth_method.none",
            |policy| policy.allows_public_clients = false,
            wiki_with("token_endpoint_auth_method", json!("none")),
            METADATA,
        )
        .code(refused),
        broken(
            "algorithms",
            |policy| policy.algorithms = Some(vec!["RS256".to_owned()]),
            es256,
            METADATA,
        ),
        broken(
            "redirect_uris",
            |policy| policy.hosts = Some(vec!["other.example".to_owned()]),
            wiki(),
            URI,
        )
        .code(refused),
        broken("pages", |policy| policy.foreign_pages = ForeignPages::Refused, foreign, METADATA)
            .code(refused),
        broken(
            "logo_uri.language",
            |policy| policy.checks_logo = true,
            wiki_with("logo_uri#de", json!("https://wiki.example/logo.png")),
            METADATA,
        )
        .code(refused),
        broken(
            "scope",
            |policy| policy.scopes = Some(Scope::parse("openid").unwrap()),
            wiki_with("scope", json!("email")),
            METADATA,
        ),
        broken(
            "software_statement",
            |policy| policy.requires_software_statement = true,
            wiki(),
            "unapproved_software_statement",
        )
        .code("registration.no_software_statement"),
        broken(
            "software_statement.issuer",
            |_| (),
            wiki_with("software_statement", json!(statement())),
            "unapproved_software_statement",
        )
        .code("registration.unapproved_statement"),
    ]
}

/// Returns a software statement of a party that the provider does not trust.
fn statement() -> String {
    let claims = Claims::new().issuer("https://software.example").claim("software_id", "wiki");
    claims.sign("JWT", &keys::p256("soft").signing(&symbolon_crypto_ring::CRYPTO)).unwrap()
}

/// Returns the settings for request objects with `HS256`.
fn macs() -> RequestObjects {
    let mut objects = RequestObjects::default();
    objects.algorithms.push(symbolon_jose::SignatureAlgorithm::Hs256);
    objects
}

#[test]
fn each_change_breaks_one_rule_of_the_policy() {
    for Broken { rule, change, metadata, code, error } in policy_changes() {
        let op = op_with(|policy| {
            policy.request_objects = Some(macs());
            change(policy.registration.as_mut().unwrap());
        });
        let refusal = register(&op, &metadata).map(|it| it.json).expect_err(rule);
        assert_eq!(refusal.code(), code, "{rule}");
        let response = refusal.into_response();
        assert_eq!(
            (response.status().as_u16(), &json_of(&response)["error"]),
            (400, &json!(error))
        );
        let lenient = op_with(|policy| {
            policy.request_objects = Some(macs());
            policy.registration.as_mut().unwrap().keeps_secrets_in_clear = true;
        });
        if !rule.starts_with("software_statement") {
            assert!(register(&lenient, &metadata).is_ok(), "{rule}: only the policy refuses it");
        }
    }
}

/// The rule, the member with the address, the change of the policy, the response, and the error.
type Document =
    (&'static str, &'static str, fn(&mut RegistrationPolicy), Response<Vec<u8>>, &'static str);

fn documents() -> Vec<Document> {
    let answer = |content_type: &str, body: &str| {
        let response = Response::builder().header("content-type", content_type);
        response.body(body.as_bytes().to_vec()).unwrap()
    };
    let json = "application/json";
    vec![
        (
            "sector_identifier_uri",
            "sector_identifier_uri",
            |_| (),
            answer(json, "[]"),
            "sector.redirect_uri",
        ),
        (
            "jwks_uri",
            "jwks_uri",
            |policy| policy.checks_jwks_uri = true,
            answer(json, "{}"),
            "jwk.keys_missing",
        ),
        (
            "logo_uri",
            "logo_uri",
            |policy| policy.checks_logo = true,
            answer("text/html", "x"),
            "registration.logo",
        ),
    ]
}

#[test]
fn each_document_breaks_one_rule() {
    for (rule, member, change, response, code) in documents() {
        let address = "https://wiki.example/document";
        let send = |request: Request<Vec<u8>>| {
            assert_eq!(request.uri(), address);
            Ok(response.clone())
        };
        let metadata = wiki_with(member, json!(address));
        let refusal = register_through(&op_that(change), &post(&metadata), None, send);
        let refusal = refusal.map(|it| it.json).expect_err(rule);
        if rule != "jwks_uri" {
            assert_eq!(refusal.code(), code, "{rule}");
        }
        let response = refusal.into_response();
        assert_eq!(json_of(&response)["error"], METADATA, "{rule}");
        assert!(json_of(&response)["error_description"].as_str().unwrap().contains(member));
    }
}

#[test]
fn every_rule_has_a_row() {
    // The tests of initial access tokens break the first five rules. The sixth rule concerns clients
    // with backchannel authentication, which this provider does not register.
    let elsewhere = [
        "token",
        "token.known",
        "token.issuer",
        "token.expires",
        "token.clients",
        "sector_identifier_uri.backchannel",
    ];
    let rows = policy_changes().into_iter().map(|row| row.rule);
    let rows = rows.chain(documents().into_iter().map(|row| row.0)).chain(elsewhere);
    let rules: BTreeSet<&str> = REGISTRATION_RULES.iter().map(|rule| rule.id()).collect();
    assert_eq!(rows.collect::<BTreeSet<_>>(), rules);
    assert_eq!(rules.len(), REGISTRATION_RULES.len(), "two rules have the same name");
    for rule in REGISTRATION_RULES {
        assert!(rule.link().starts_with("https://"), "{}", rule.id());
        assert!(!rule.section().is_empty() && rule.statement().len() > 20, "{}", rule.id());
    }
}

#[test]
fn a_request_is_json_that_was_posted() {
    let get = request(Method::PUT, REGISTER, None, &wiki().to_string());
    assert_eq!(register_as(&op(), &get, None).unwrap_err().into_response().status(), 405);
    let mut form = post(&wiki());
    form.headers_mut().insert("content-type", "text/plain".parse().unwrap());
    assert_refused(register_as(&op(), &form, None), METADATA, "Content-Type");
    for body in ["", "[]", "x", r#"{"a":1,"a":2}"#] {
        let request = request(Method::POST, REGISTER, None, body);
        let mut request = request;
        request.headers_mut().insert("content-type", "application/json".parse().unwrap());
        let refusal = register_as(&op(), &request, None).map(|it| it.json).unwrap_err();
        assert_eq!(refusal.into_response().status(), 400, "{body}");
    }
}

#[test]
fn secrets_with_a_lifetime_expire() {
    let op = op_that(|policy| policy.secret_lifetime = Some(Duration::from_secs(60)));
    let registered = register(&op, &wiki()).unwrap();
    assert_eq!(registered.json["client_secret_expires_at"], date(60).seconds());
    assert_eq!(registered.client().client_secret_expires, Some(date(60)));
}
