//! Seeds of the OpenID Connect and discovery targets.

use serde_json::Value;
use symbolon_jose::jwk::{KeyKind, PublicJwkSet};
use symbolon_jose::jws::Jws;
use symbolon_jose::jwt::Claims;
use symbolon_jose::{NumericDate, Object, SignatureAlgorithm};
use symbolon_oauth::{AccessToken, AuthorizationCode};
use symbolon_oidc::{IdTokenClaims, Nonce, hash};
use symbolon_test_support::metadata::MINIMAL;
use symbolon_test_support::names::{NONCE, client_id, issuer};

use super::Seed;
use crate::checksum::CHECKSUM;
use crate::id_token::{ACCESS_TOKEN, CODE};
use crate::{jwt, keys};

pub(super) fn seeds() -> Vec<Seed> {
    [claims_requests(), id_tokens(), user_info(), metadata(), resources(), signed(), key_caches()]
        .concat()
}

fn claims_requests() -> Vec<Seed> {
    let full = r#"{"userinfo":{"email":{"essential":true},"name#de":null,"groups":{"values":[["a"],1]}},"id_token":{"acr":{"essential":true,"values":["phr","phrh"]},"sub":{"value":"alice"},"auth_time":{"essential":false,"x":1e5}},"extra":{}}"#;
    let sub = r#"{"userinfo":{"sub":{"value":{}}}}"#;
    vec![
        Seed::valid("claims_request", "empty", "{}"),
        Seed::valid("claims_request", "full", full),
        Seed::refused("claims_request", "array", r#"{"id_token":[]}"#),
        Seed::refused("claims_request", "sub_is_an_object", sub),
        Seed::refused("claims_request", "no_values", r#"{"id_token":{"acr":{"values":[]}}}"#),
    ]
}

fn id_tokens() -> Vec<Seed> {
    let date = |seconds| NumericDate::from_seconds(jwt::NOW + seconds).expect("our date is valid");
    let claims = |algorithm| {
        let mut claims =
            IdTokenClaims::new(&issuer(), jwt::SUBJECT, &client_id(), date(-5), date(595));
        claims.auth_time = Some(date(-30));
        claims.nonce = Some(Nonce::new(NONCE.to_owned()));
        let token = AccessToken::new(ACCESS_TOKEN.to_owned());
        let code = AuthorizationCode::new(CODE.to_owned());
        claims.at_hash = hash::at_hash(algorithm, &token, &CHECKSUM).ok();
        claims.c_hash = hash::c_hash(algorithm, &code, &CHECKSUM).ok();
        claims
    };
    let sign = |claims: &IdTokenClaims, algorithm| {
        let payload = Object::from(claims).to_json().into_bytes();
        Jws::new(payload).sign(&keys::signing(algorithm)).expect("checksums do not fail")
    };
    let mut seeds = Vec::new();
    use SignatureAlgorithm as Alg;
    for algorithm in [Alg::Rs256, Alg::Hs512, Alg::Es384, Alg::Ed25519] {
        let name = algorithm.as_str().to_ascii_lowercase();
        seeds.push(Seed::valid("id_token", &name, sign(&claims(algorithm), algorithm)));
    }
    let mut full = claims(Alg::Es256);
    full.azp = Some(jwt::AUDIENCE.to_owned());
    full.acr = Some("1".to_owned());
    full.amr = vec!["pwd".to_owned()];
    full.nbf = Some(date(-5));
    full.jti = Some("6d1c".to_owned());
    full.extra.insert("groups", vec!["staff"]);
    seeds.push(Seed::valid("id_token", "full", sign(&full, Alg::Es256)));
    full.aud.push("https://evil.example".to_owned());
    seeds.push(Seed::refused("id_token", "other_audience", sign(&full, Alg::Es256)));
    let mut object = Object::from(&claims(Alg::Es256));
    // Optional claims as some providers send them: absent claims, a list as a string, a number.
    for (name, value) in
        [("acr", Value::Null), ("azp", "".into()), ("amr", "pwd".into()), ("jti", 1.into())]
    {
        object.insert(name, value);
    }
    let odd = Jws::new(object.to_json().into_bytes()).typ("application/jwt");
    let odd = odd.sign(&keys::signing(Alg::Es256)).expect("checksums do not fail");
    seeds.push(Seed::valid("id_token", "odd_claims", odd));
    object.insert("auth_time", Value::Null);
    let asked = Jws::new(object.to_json().into_bytes()).sign(&keys::signing(Alg::Es256));
    seeds.push(Seed::refused("id_token", "null_auth_time", asked.expect("checksums do not fail")));
    let mut late = claims(Alg::Es256);
    late.exp = date(-61);
    seeds.push(Seed::refused("id_token", "expired", sign(&late, Alg::Es256)));
    seeds
}

fn user_info() -> Vec<Seed> {
    let full = r##"{"sub":"alice","name":"A","name#de":"Ä","email":"a@b.example","email_verified":true,"updated_at":1.5,"address":{"formatted":"x\ny","country":"DE"},"groups":[1]}"##;
    let odd = r##"{"sub":"alice","name#de":null,"email":"","email_verified":"true","updated_at":"2024-01-01T00:00:00.000Z","locale":{"country":"US","language":"en"},"picture":{"data":{"url":"https://x.example/p.jpg"}},"website":"javascript:alert(1)","phone_number":491234567,"address":{"postal_code":69118,"locality":null}}"##;
    let numbers = r#"{"sub":"alice","updated_at":1609988421000,"address":"1 Main St","phone_number_verified":0,"email":["a@b.example"],"picture":{"url":"data:x"}}"#;
    vec![
        Seed::valid("userinfo", "minimal", r#"{"sub":"alice"}"#),
        Seed::valid("userinfo", "full", full),
        Seed::valid("userinfo", "odd", odd),
        Seed::valid("userinfo", "numbers", numbers),
        Seed::refused("userinfo", "an_error", r#"{"error":"invalid_token"}"#),
        Seed::refused("userinfo", "of_another", r#"{"sub":"mallory"}"#),
    ]
}

/// A document of a provider with every member that has a field.
const EVERY_MEMBER: &str = include_str!("../../../../crates/discovery/tests/common/full.json");

fn metadata() -> Vec<Seed> {
    let minimal = MINIMAL;
    let full = minimal.replacen(
        '{',
        r#"{"acr_values_supported":["1"],"claims_parameter_supported":false,"claims_supported":["sub"],"code_challenge_methods_supported":["S256"],"end_session_endpoint":"https://op.example/end","grant_types_supported":["authorization_code","refresh_token"],"op_policy_uri":"http://op.example/policy","request_uri_parameter_supported":false,"response_modes_supported":["query"],"scopes_supported":["openid","email"],"token_endpoint_auth_methods_supported":["private_key_jwt"],"token_endpoint_auth_signing_alg_values_supported":["ES256"],"ui_locales_supported":["de"],"userinfo_endpoint":"https://op.example/userinfo","x":{"y":1},"#,
        1,
    );
    vec![
        Seed::valid("provider_metadata", "minimal", minimal),
        Seed::valid("provider_metadata", "full", full),
        Seed::valid("provider_metadata", "every_member", EVERY_MEMBER),
        Seed::refused(
            "provider_metadata",
            "other_issuer",
            minimal.replace("https://op.example\"", "https://evil.example\""),
        ),
        Seed::refused(
            "provider_metadata",
            "http",
            minimal.replace("https://op.example/jwks", "http://op.example/jwks"),
        ),
        Seed::valid(
            "provider_metadata",
            "left_out",
            minimal.replacen(
                '{',
                r#"{"userinfo_endpoint":"http://op.example/u","registration_endpoint":"/register","grant_types_supported":["a",1,"b c"],"claims_supported":"sub","op_tos_uri":"data:,x","#,
                1,
            ),
        ),
        Seed::valid(
            "provider_metadata",
            "null_and_empty",
            format!(
                "\u{feff}{}",
                minimal.replacen(
                    '{',
                    r#"{"scopes_supported":null,"registration_endpoint":"","claims_supported":[null],"#,
                    1
                )
            ),
        ),
        Seed::valid(
            "provider_metadata",
            "lists_missing",
            r#"{"issuer":"https://op.example","jwks_uri":"https://op.example/jwks","authorization_endpoint":"https://op.example/authorize","subject_types_supported":[]}"#,
        ),
        Seed::refused(
            "provider_metadata",
            "urn",
            minimal.replace("https://op.example/authorize", "urn:kubernetes:authorization"),
        ),
    ]
}

fn resources() -> Vec<Seed> {
    let seed = |resource: &str, members: &str| {
        format!(
            "{resource}\n{}",
            members.replacen('{', &format!(r#"{{"resource":"{resource}","#), 1)
        )
    };
    let api = "https://api.example/v1?a";
    let printed = r#"{"authorization_servers":["https://as1.example.com","https://as2.example.net"],"bearer_methods_supported":["header","body"],"resource_documentation":"https://resource.example.com/resource_documentation.html","scopes_supported":["profile","email","phone"]}"#;
    let languages = r##"{"resource_name":"A","resource_name#de":"Ä","resource_tos_uri#fr":"https://api.example/cgu","bearer_methods_supported":[],"jwks_uri":"https://api.example/jwks","dpop_signing_alg_values_supported":["ES256"],"dpop_bound_access_tokens_required":true}"##;
    let left_out = r#"{"authorization_servers":["http://localhost:9400","urn:a",1],"jwks_uri":"http://api.example/jwks","resource_signing_alg_values_supported":["none"],"resource_name":null,"resource_tos_uri":"data:,x","signed_metadata":"eyJhbGciOiJub25lIn0.e30."}"#;
    vec![
        Seed::valid("resource_metadata", "printed", seed("https://resource.example.com", printed)),
        Seed::valid("resource_metadata", "languages", seed(api, languages)),
        Seed::valid("resource_metadata", "left_out", seed(api, left_out)),
        Seed::valid("resource_metadata", "local", seed("http://127.0.0.1:9000/", left_out)),
        Seed::refused(
            "resource_metadata",
            "other",
            format!("{api}\n{}", r#"{"resource":"https://api.example/v1"}"#),
        ),
        Seed::refused("resource_metadata", "http", seed("http://api.example", printed)),
        Seed::refused("resource_metadata", "fragment", seed("https://api.example/#a", printed)),
    ]
}

fn signed() -> Vec<Seed> {
    use SignatureAlgorithm as Alg;

    let sign = |claims: Claims, algorithm| {
        claims.sign("JWT", &keys::signing(algorithm)).expect("checksums do not fail")
    };
    let claims = || Claims::new().issuer(jwt::ISSUER).claim("jwks_uri", "https://op.example/k");
    let target = "signed_metadata";
    let identity = claims().claim("issuer", jwt::ISSUER).claim("resource", jwt::ISSUER);
    let other = claims().claim("issuer", "https://evil.example").claim("resource", "urn:a");
    let odd = claims().claim("token_endpoint", "/t").claim("scopes_supported", "a");
    vec![
        Seed::valid(target, "own", sign(claims(), Alg::Es256)),
        Seed::valid(target, "identity", sign(identity, Alg::EdDsa)),
        Seed::valid(target, "odd", sign(odd, Alg::Rs256)),
        Seed::refused(target, "other", sign(other, Alg::Es256)),
        Seed::refused(target, "audience", sign(claims().audience("app"), Alg::Es256)),
        Seed::refused(target, "nested", sign(claims().claim("signed_metadata", "a"), Alg::Es256)),
        Seed::refused(target, "mac", sign(claims(), Alg::Hs256)),
    ]
}

fn key_caches() -> Vec<Seed> {
    let set = PublicJwkSet::new(vec![keys::public(KeyKind::Ed25519)]).to_object().to_json();
    vec![
        Seed::valid("key_cache", "max_age", format!("public, max-age=3600\n100\n{set}")),
        Seed::valid("key_cache", "no_store", format!("no-store\n\n{set}")),
        Seed::valid(
            "key_cache",
            "quoted",
            format!("max-age=\"60\", private=\"x, y\\\"\"\n1, 2\n{set}"),
        ),
        Seed::valid("key_cache", "unreadable", format!("max-age=,\"\n\n{set}")),
        Seed::valid(
            "key_cache",
            "left_out",
            r#"

{"keys":[{"kty":"RSA","kid":"k1","n":"AQAB==","e":"AQAB"},{"kty":"oct","kid":"k2","k":"AA"},null]}"#,
        ),
        Seed::refused("key_cache", "no_set", "max-age=60\n\n[]"),
    ]
}
