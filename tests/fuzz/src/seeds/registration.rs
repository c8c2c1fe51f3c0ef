//! Seeds of the registration targets.

use std::time::Duration;

use symbolon_jose::SignatureAlgorithm;
use symbolon_jose::jwt::Claims;
use symbolon_test_support::clock::now;
use symbolon_test_support::metadata::MINIMAL;
use symbolon_test_support::names::ISSUER;

use super::Seed;
use crate::keys;

/// A document with many kinds of members.
const FULL: &str = r##"{"redirect_uris":["https://app.example/cb","com.example.app:/cb"],"response_types":["code id_token"],"grant_types":[],"application_type":"native","client_name":"App","client_name#ja-Jpan-JP":"\u30AF","tos_uri#de":"https://app.example/de","jwks":{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"1","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]},"jwks_uri":"https://app.example/jwks","default_max_age":3600,"require_auth_time":true,"request_uris":["https://app.example/r#h"],"scope":"openid email","response_modes":["query.jwt"],"id_token_encrypted_response_alg":"ECDH-ES","id_token_signing_alg_values_supported":["ES256"],"zoo":[null]}"##;

/// A list of choices that does not contain the default of its member.
const CHOICE: &str = r#"{"redirect_uris":["https://app.example/cb"],"id_token_signing_alg_values_supported":["ES256"]}"#;

pub(super) fn seeds() -> Vec<Seed> {
    [metadata(), messages(), statements(), flows(), endpoint()].concat()
}

fn metadata() -> Vec<Seed> {
    vec![
        Seed::valid("client_metadata", "empty", "{}"),
        Seed::valid("client_metadata", "full", FULL),
        Seed::valid("client_metadata", "choice", CHOICE),
        Seed::valid("client_metadata", "null", r#"{"scope":null,"client_name#de":"","x":null}"#),
        Seed::refused("client_metadata", "number", r#"{"redirect_uris":["https://a.example",1]}"#),
        Seed::refused("client_metadata", "script", r#"{"logo_uri#de":"javascript:alert(1)"}"#),
        Seed::refused("client_metadata", "no_keys", r#"{"jwks":{}}"#),
    ]
}

/// Returns the full document with further members at its beginning.
fn with(members: &str) -> String {
    FULL.replacen('{', &format!("{{{members},"), 1)
}

fn messages() -> Vec<Seed> {
    const SECRET: &str = r#""client_id":"app","client_secret":"c""#;
    let information = format!(
        "{SECRET},{}",
        r#""client_secret_expires_at":0,"client_id_issued_at":1500000000,"registration_client_uri":"https://op.example/register?client_id=app","registration_access_token":"t""#
    );
    vec![
        Seed::valid("registration_request", "post", with(r#""software_statement":"e30.e30.c2ln""#)),
        Seed::valid("registration_request", "put", with(SECRET)),
        Seed::refused("registration_request", "token", with(r#""registration_access_token":"t""#)),
        Seed::valid("client_information", "full", with(&information)),
        Seed::valid("client_information", "public", r#"{"client_id":"app","tos_uri":"data:,x"}"#),
        Seed::refused("client_information", "no_expiry", with(SECRET)),
        Seed::valid(
            "client_document",
            "client",
            r#"{"client_id":"https://app.example/client","token_endpoint_auth_method":"none","redirect_uris":["https://app.example/cb"]}"#,
        ),
        Seed::valid("client_document", "sector", r#"["https://app.example/cb"]"#),
        Seed::refused("client_document", "secret", with(SECRET)),
    ]
}

fn statements() -> Vec<Seed> {
    let key = keys::signing(SignatureAlgorithm::Es256);
    let sign = |claims: Claims| claims.sign("JWT", &key).expect("checksums do not fail");
    let claims = || Claims::new().issuer(ISSUER).claim("software_id", "wiki");
    let expired = claims().expires(now() - Duration::from_secs(600));
    vec![
        Seed::valid("software_statement", "minimal", sign(claims())),
        Seed::valid("software_statement", "for_us", sign(claims().audience(ISSUER).issued(now()))),
        Seed::refused("software_statement", "expired", sign(expired)),
        Seed::refused("software_statement", "client_id", sign(claims().claim("client_id", "a"))),
    ]
}

/// The answers of the parties that a relying party asks when it registers: WebFinger, the metadata,
/// the registration, and the registration again.
fn flows() -> Vec<Seed> {
    let metadata =
        MINIMAL.replacen('{', r#"{"registration_endpoint":"https://op.example/register","#, 1);
    let registered = r#"{"client_id":"app","client_secret":"a client secret","client_secret_expires_at":0,"redirect_uris":["https://client.example/cb"],"registration_client_uri":"https://op.example/register?client_id=app","registration_access_token":"t","client_name":"App"}"#;
    let answers = |issuer: &str, registered: &str| {
        let jrd = format!(
            r#"{{"links":[{{"rel":"http://openid.net/specs/connect/1.0/issuer","href":"{issuer}"}}]}}"#
        );
        [jrd.as_str(), &metadata, registered, registered].join("\n")
    };
    let target = "discover_relying_party";
    let weaker = registered.replacen('{', r#"{"token_endpoint_auth_method":"none","#, 1);
    let elsewhere = registered.replacen("https://op.example/register", "http://127.0.0.1/", 1);
    vec![
        Seed::valid(target, "full", answers(ISSUER, registered)),
        Seed::refused(target, "other_issuer", answers("https://evil.example", registered)),
        Seed::refused(target, "weaker", answers(ISSUER, &weaker)),
        Seed::refused(target, "configuration_uri", answers(ISSUER, &elsewhere)),
    ]
}

/// The document that every address serves, and the body of a registration.
fn endpoint() -> Vec<Seed> {
    let target = "provider_register";
    let uris = r#""redirect_uris":["https://app.example/cb"]"#;
    let key = r#"{"kty":"OKP","crv":"Ed25519","kid":"1","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
    let with = |members: &str| format!("\n{{{uris},{members}}}");
    vec![
        Seed::valid(target, "minimal", format!("\n{{{uris}}}")),
        Seed::valid(
            target,
            "full",
            with(
                r##""response_types":["code id_token","none"],"response_modes":["jwt"],"client_name":"App","client_name#ja":"A","tos_uri#de":"https://app.example/de","contacts":["a@app.example"],"default_max_age":9,"require_auth_time":true,"default_acr_values":["gold","x"],"request_uris":["https://app.example/r#h"],"scope":"openid email x","software_id":"a","id_token_signing_alg_values_supported":["ES256","RS256"],"post_logout_redirect_uris":["https://app.example/"],"zoo":[null],"x":1"##,
            ),
        ),
        Seed::valid(target, "secret", with(r#""request_object_signing_alg":"HS512""#)),
        Seed::valid(target, "unsigned", with(r#""request_object_signing_alg":"none""#)),
        Seed::valid(
            target,
            "key",
            with(&format!(
                r#""token_endpoint_auth_method":"private_key_jwt","jwks":{{"keys":[{key}]}}"#
            )),
        ),
        Seed::valid(
            target,
            "sector",
            format!(
                "[\"https://app.example/cb\"]\n{{{uris},\"sector_identifier_uri\":\"https://s.example\"}}"
            ),
        ),
        Seed::valid(
            target,
            "keys_at_address",
            format!("{{\"keys\":[{key}]}}\n{{{uris},\"jwks_uri\":\"https://app.example/k\"}}"),
        ),
        Seed::refused(
            target,
            "other_sector",
            with(r#""sector_identifier_uri":"https://s.example""#),
        ),
        Seed::refused(target, "weak", with(r#""id_token_signed_response_alg":"none""#)),
        Seed::refused(target, "statement", with(r#""software_statement":"e30.e30.c2ln""#)),
        Seed::refused(target, "client_id", with(r#""client_id":"app""#)),
    ]
}
