//! The page `docs/registration.md`: its code compiles here, and its table says what the provider does.

use core::time::Duration;
use std::collections::BTreeMap;

use http::Response;
use serde_json::{Value, json};
use symbolon_jose::VerificationKeys;
use symbolon_jose::crypto::RandomError;
use symbolon_oauth::AccessToken;
use symbolon_provider::*;
use symbolon_registration::{CHOICES, ClientMetadata};
use symbolon_test_support::keys;
use time::OffsetDateTime;

use crate::common::*;

const PAGE: &str = include_str!("../../../../docs/registration.md");

// page: company
fn token_of(
    op: &Provider,
    host: &str,
    now: OffsetDateTime,
) -> Result<(AccessToken, InitialAccessTokenRecord), RandomError> {
    let mut terms = InitialAccessTokenTerms::default();
    terms.clients = Some(3);
    terms.hosts = Some(vec![host.to_owned()]);
    op.initial_access_token(terms, Duration::from_secs(7 * 86_400), now)
}
// end

// page: statements
fn programs_of(company: &str, keys: VerificationKeys) -> RegistrationPolicy {
    let mut policy = RegistrationPolicy::open();
    policy.software_issuers = vec![SoftwareIssuer::new(company, keys)];
    policy.requires_software_statement = true;
    policy
}
// end

// page: open
fn test_server() -> RegistrationPolicy {
    let mut policy = RegistrationPolicy::open();
    policy.unused_lifetime = Some(Duration::from_secs(86_400));
    policy
}
// end

#[test]
fn the_code_of_the_page_is_the_code_of_this_file() {
    let source = include_str!("page.rs");
    let blocks = source.split("\n// page: ").skip(1);
    let blocks: Vec<_> =
        blocks.filter_map(|it| it.split_once('\n')?.1.split("\n// end").next()).collect();
    assert_eq!(blocks.len(), 3);
    for block in blocks {
        assert!(PAGE.contains(&format!("```rust\n{block}\n```")), "{block}");
    }
    let names = PAGE.split("need these names:\n\n```rust\n").nth(1).unwrap();
    for line in names.split("```").next().unwrap().lines() {
        assert!(source.lines().any(|it| it == line), "{line}");
    }
    let op = op_by_token();
    assert_eq!(token_of(&op, "wiki.example", at(0)).unwrap().1.terms.clients, Some(3));
    let crypto = symbolon_crypto_ring::CRYPTO;
    let policy = programs_of("https://soft.example", keys::p256("a").verification(&crypto));
    let closed = op_with(|it| it.registration = Some(policy));
    assert_eq!(
        register(&closed, &wiki()).unwrap_err().code(),
        "registration.no_software_statement"
    );
    assert!(register(&op_with(|it| it.registration = Some(test_server())), &wiki()).is_ok());
}

#[test]
fn each_setting_is_on_the_page() {
    let settings = include_str!("../../src/policy/registration.rs");
    let policy = settings.split("pub struct RegistrationPolicy {").nth(1).unwrap();
    let policy = policy.split("\n}").next().unwrap();
    let fields = policy.lines().filter_map(|line| line.strip_prefix("    pub ")?.split(':').next());
    let missing: Vec<_> = fields
        .filter(|field| {
            !PAGE.contains(&format!("`{field}`")) && !PAGE.contains(&format!("::{field}`"))
        })
        .filter(|field| *field != "requires_software_statement")
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// Returns what the table says about each member.
fn table() -> BTreeMap<&'static str, &'static str> {
    let rows = PAGE.split("| member |").nth(1).unwrap().lines().skip(2);
    let rows = rows.take_while(|row| row.starts_with('|'));
    rows.flat_map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").collect();
        let [members, outcome, _] = cells[..] else { panic!("a row has three cells: {row}") };
        members.split('`').skip(1).step_by(2).map(move |member| (member, outcome))
    })
    .collect()
}

/// Returns a client that asks for a member, with the members that the rules require beside it.
fn asking(member: &str) -> Value {
    let es256 = json!("ES256");
    let mut client = match member {
        "redirect_uris" => return wiki(),
        "response_types" => wiki_with(member, json!(["code"])),
        "grant_types" => wiki_with(member, json!(["authorization_code", "refresh_token"])),
        "response_modes" => wiki_with(member, json!(["query"])),
        "application_type" => wiki_with(member, json!("web")),
        "contacts" => wiki_with(member, json!(["ops@wiki.example"])),
        "default_acr_values" | "authorization_details_types" => wiki_with(member, json!(["gold"])),
        "request_uris" | "post_logout_redirect_uris" => {
            wiki_with(member, json!(["https://wiki.example/there"]))
        }
        "subject_type" => wiki_with(member, json!("public")),
        "token_endpoint_auth_method" => wiki_with(member, json!("client_secret_post")),
        "backchannel_token_delivery_mode" => wiki_with(member, json!("push")),
        "scope" => wiki_with(member, json!("openid email")),
        "default_max_age" => wiki_with(member, json!(60)),
        "tls_client_auth_san_ip" => wiki_with(member, json!("192.0.2.1")),
        "jwks" => {
            let key = keys::p256("c").public().to_object().to_json();
            let key: Value = serde_json::from_str(&key).unwrap();
            wiki_with(member, json!({ "keys": [key] }))
        }
        _ if member.ends_with("_uri") || member.ends_with("_endpoint") => {
            wiki_with(member, json!("https://wiki.example/there"))
        }
        _ if member.ends_with("_signed_response_alg") => wiki_with(member, json!("RS256")),
        _ if member.ends_with("_signing_alg") => wiki_with(member, es256),
        _ if member.ends_with("_alg") => wiki_with(member, json!("ECDH-ES")),
        _ if member.ends_with("_enc") => wiki_with(member, json!("A128GCM")),
        _ if is_flag(member) => wiki_with(member, json!(true)),
        _ => wiki_with(member, json!("text")),
    };
    if let Some(start) = member.strip_suffix("_enc") {
        client[format!("{start}_alg")] = json!("ECDH-ES");
    }
    if member.ends_with("_alg") || member.ends_with("_enc") {
        client["jwks_uri"] = json!("https://wiki.example/jwks");
    }
    match member {
        "token_endpoint_auth_signing_alg" => {
            client["token_endpoint_auth_method"] = json!("private_key_jwt");
        }
        "backchannel_token_delivery_mode" => {
            let address = json!("https://wiki.example/there");
            client["backchannel_client_notification_endpoint"] = address;
        }
        _ if member.starts_with("tls_client_auth_") => {
            client["token_endpoint_auth_method"] = json!("tls_client_auth");
        }
        _ if member.ends_with("logout_session_required") => {
            let address = member.replace("session_required", "uri");
            client[address] = json!("https://wiki.example/there");
        }
        _ => {}
    }
    client
}

fn is_flag(member: &str) -> bool {
    let absent = ClientMetadata::MEMBERS.iter().find(|it| it.name() == member).unwrap().absent();
    matches!(absent, symbolon_jose::json::document::Absent::Flag(_))
}

#[test]
fn the_table_says_what_happens_to_each_member() {
    let table = table();
    let members = ClientMetadata::MEMBERS.iter().map(|member| member.name());
    assert!(members.clone().all(|member| table.contains_key(member)), "{table:?}");
    assert_eq!(table.len(), members.clone().count(), "the table has other members");
    let document = Response::builder().header("content-type", "application/json");
    let document = document.body(format!("[\"{CALLBACK}\"]").into_bytes()).unwrap();
    for member in members {
        if CHOICES.iter().any(|choice| choice.list() == member) {
            assert_eq!(table[member], "chosen", "{member}");
            continue;
        }
        let asked = asking(member);
        let registered = register_through(&op(), &post(&asked), None, |_| Ok(document.clone()));
        let outcome = match registered {
            Ok(registered) if registered.json.get(member) == asked.get(member) => "registered",
            Ok(registered) if registered.json.get(member).is_none() => "left out",
            Ok(registered) => panic!("{member} was changed: {}", registered.json),
            Err(_) => "refused",
        };
        assert_eq!(table[member], outcome, "{member}");
    }
}
