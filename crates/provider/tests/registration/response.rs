//! The response to a registration.

use http::Method;
use serde_json::{Value, json};
use symbolon_provider::*;
use symbolon_registration::{ClientInformation, ClientMetadata};
use symbolon_test_support::keys;

use crate::common::*;

#[test]
fn registration_3_2_created_as_json_and_not_stored() {
    let registered = register(&op(), &wiki()).unwrap();
    assert_eq!(registered.response.status(), 201);
    assert_eq!(registered.response.headers()["content-type"], "application/json");
    assert_eq!(registered.response.headers()["cache-control"], "no-store");
    assert_eq!(registered.response.headers()["pragma"], "no-cache");
}

/// Returns a client that states every member that a provider without other features accepts.
fn full() -> Value {
    let key: Value =
        serde_json::from_str(&keys::p256("client").public().to_object().to_json()).unwrap();
    json!({
        "redirect_uris": [CALLBACK, "https://wiki.example/other"],
        "response_types": ["code"],
        "response_modes": ["query", "form_post.jwt"],
        "grant_types": ["authorization_code", "refresh_token"],
        "application_type": "web",
        "contacts": ["ops@wiki.example"],
        "client_name": "Wiki",
        "client_name#ja-Jpan-JP": "ウィキ",
        "logo_uri": "https://wiki.example/logo.png",
        "client_uri": "https://wiki.example/",
        "policy_uri": "https://wiki.example/policy",
        "tos_uri": "https://wiki.example/terms",
        "tos_uri#de": "https://wiki.example/agb",
        "jwks": { "keys": [key] },
        "subject_type": "public",
        "id_token_signed_response_alg": "ES256",
        "authorization_signed_response_alg": "ES256",
        "request_object_signing_alg": "ES256",
        "token_endpoint_auth_method": "private_key_jwt",
        "token_endpoint_auth_signing_alg": "ES256",
        "default_max_age": 3600,
        "require_auth_time": true,
        "default_acr_values": ["gold"],
        "initiate_login_uri": "https://wiki.example/login",
        "scope": "openid email",
        "software_id": "4NRB1-0XZABZI9E6-5SM3R",
        "software_version": "2.1",
        "require_signed_request_object": true,
        "use_mtls_endpoint_aliases": true,
    })
}

fn op_with_features() -> Provider {
    op_with(|policy| {
        policy.request_objects = Some(RequestObjects::default());
        policy.information.acr_values = vec!["gold".to_owned()];
    })
}

#[test]
fn registration_3_2_everything_that_holds_is_in_the_response() {
    let registered = register(&op_with_features(), &full()).unwrap();
    for (member, value) in full().as_object().unwrap() {
        assert_eq!(registered.json[member], *value, "{member}");
    }
    // The response has exactly what the record has, and the members of the response.
    let record = registered.client().metadata().to_object();
    let mut json = registered.json.clone();
    for member in
        ["client_id", "client_id_issued_at", "registration_access_token", "registration_client_uri"]
    {
        assert!(json.as_object_mut().unwrap().remove(member).is_some(), "{member}");
    }
    assert_eq!(json, serde_json::from_str::<Value>(&record.to_json()).unwrap());
}

#[test]
fn registration_3_2_a_member_survives_the_store() {
    let registered = register(&op_with_features(), &full()).unwrap();
    let stored = serde_json::to_string(&registered.stored()).unwrap();
    let stored: ClientRegistration = serde_json::from_str(&stored).unwrap();
    assert_eq!(stored, registered.stored());
    let request = registered.request(Method::GET, "");
    let read = configure(&op_with_features(), &request, Some(stored), at(1)).unwrap();
    let Configured::Read(read) = read else { panic!("the request is a read") };
    assert_eq!(json_of(&read), registered.json, "a client with a key has no secret");
}

#[test]
fn registration_2_every_default_is_in_the_response() {
    let registered = register(&op(), &wiki()).unwrap();
    for (member, default) in [
        ("response_types", json!(["code"])),
        ("grant_types", json!(["authorization_code"])),
        ("application_type", json!("web")),
        ("token_endpoint_auth_method", json!("client_secret_basic")),
        ("id_token_signed_response_alg", json!("RS256")),
        ("subject_type", json!("public")),
        ("require_auth_time", json!(false)),
        ("require_signed_request_object", json!(false)),
        ("require_pushed_authorization_requests", json!(false)),
        ("dpop_bound_access_tokens", json!(false)),
        ("scope", json!("openid profile email address phone offline_access")),
        ("client_secret_expires_at", json!(0)),
        ("client_id_issued_at", json!(date(0).seconds())),
    ] {
        assert_eq!(registered.json[member], default, "{member}");
    }
}

#[test]
fn registration_3_2_replaced_values_are_told() {
    let scope = wiki_with("scope", json!("openid email unknown"));
    assert_eq!(register(&op(), &scope).unwrap().json["scope"], "openid email");
    // The provider offers neither logout nor backchannel authentication.
    for (member, value) in [
        ("post_logout_redirect_uris", json!(["https://wiki.example/bye"])),
        ("frontchannel_logout_uri", json!("https://wiki.example/logout")),
        ("backchannel_logout_uri", json!("https://wiki.example/logout")),
        ("request_uris", json!(["https://wiki.example/object"])),
        ("default_acr_values", json!(["gold"])),
        ("authorization_details_types", json!(["payment"])),
        ("backchannel_user_code_parameter", json!(true)),
    ] {
        let registered = register(&op(), &wiki_with(member, value)).unwrap();
        assert_eq!(registered.json.get(member), None, "{member}");
    }
    let asked = ClientMetadata::parse(scope.to_string().as_bytes()).unwrap();
    let information = ClientInformation::from_http(&register(&op(), &scope).unwrap().response);
    let differences = asked.differences(&information.unwrap().metadata);
    assert!(differences.iter().any(|difference| difference.member == "scope"));
}

#[test]
fn registration_3_2_redirect_uris_are_never_changed() {
    let uris = json!([
        "https://wiki.example",
        "https://wiki.example/",
        "https://wiki.example:443/a%2fb?x=%41",
        "https://wiki.example/%7Euser",
    ]);
    let registered = register(&op(), &wiki_with("redirect_uris", uris.clone())).unwrap();
    assert_eq!(registered.json["redirect_uris"], uris);
    let record = registered.client().redirect_uris.iter().map(|uri| uri.as_str());
    assert!(record.eq(uris.as_array().unwrap().iter().map(|uri| uri.as_str().unwrap())));
}

#[test]
fn registration_3_2_uri_and_token_come_together() {
    let registered = register(&op(), &wiki()).unwrap();
    let information = ClientInformation::from_http(&registered.response).unwrap();
    let access = information.access.unwrap();
    assert!(access.uri.is_https());
    assert_eq!(access.token.expose(), registered.text("registration_access_token"));
}

#[test]
fn registration_4_1_the_uri_names_the_client() {
    let registered = register(&op(), &wiki()).unwrap();
    let id = registered.text("client_id");
    let uri = registered.text("registration_client_uri");
    assert_eq!(uri, format!("{REGISTER}?client_id={id}"));
    let request = ConfigurationRequest::from_http(&registered.request(Method::GET, "")).unwrap();
    assert_eq!(request.client_id.as_str(), id);
}

#[test]
fn rfc7591_2_one_of_jwks_and_jwks_uri() {
    let uri = wiki_with("jwks_uri", json!("https://wiki.example/jwks"));
    let registered = register(&op(), &uri).unwrap();
    assert_eq!(registered.json["jwks_uri"], "https://wiki.example/jwks");
    assert_eq!(registered.json.get("jwks"), None);
}

#[test]
fn a_provider_without_rs256_says_which_algorithm_it_uses() {
    use symbolon_crypto_ring::CRYPTO;
    let pair = keys::p256("ec-1");
    let key = IdTokenKey::new(&pair.jwk, pair.algorithm, &CRYPTO).unwrap();
    let endpoints = symbolon_test_support::metadata::provider_endpoints();
    let endpoints = endpoints.registration(symbolon_discovery::Endpoint::new(REGISTER).unwrap());
    let mut policy = ProviderPolicy::default();
    policy.registration = Some(RegistrationPolicy::open());
    let op = Provider::new(issuer(), endpoints, vec![key], policy, CRYPTO).unwrap();
    let mut metadata = wiki_with("response_modes", json!(["jwt"]));
    let registered = register(&op, &metadata).unwrap();
    assert_eq!(registered.json["id_token_signed_response_alg"], "ES256");
    assert_eq!(registered.json["authorization_signed_response_alg"], "ES256");
    metadata["id_token_signed_response_alg"] = json!("RS256");
    let refused = register(&op, &metadata);
    assert_refused(refused, "invalid_client_metadata", "id_token_signed_response_alg");
}

#[test]
fn the_metadata_names_the_endpoint() {
    assert_eq!(op().metadata().registration_endpoint.as_ref().unwrap().as_str(), REGISTER);
    let endpoints = symbolon_test_support::metadata::provider_endpoints;
    let new = |endpoints: ProviderEndpoints, registration: Option<RegistrationPolicy>| {
        let pair = keys::rsa("rsa-1");
        let crypto = symbolon_crypto_ring::CRYPTO;
        let key = IdTokenKey::new(&pair.jwk, pair.algorithm, &crypto).unwrap();
        let mut policy = ProviderPolicy::default();
        policy.registration = registration;
        Provider::new(issuer(), endpoints, vec![key], policy, crypto).unwrap_err()
    };
    let endpoint = symbolon_discovery::Endpoint::new(REGISTER).unwrap();
    let error = new(endpoints().registration(endpoint), None);
    assert_eq!(error, ProviderConfigurationError::NoRegistrationPolicy);
    let error = new(endpoints(), Some(RegistrationPolicy::by_token()));
    assert_eq!(error, ProviderConfigurationError::NoRegistrationEndpoint);
}

#[test]
fn an_unused_registration_has_the_lifetime_of_the_policy() {
    let hour = core::time::Duration::from_secs(3600);
    let op = op_that(|policy| policy.unused_lifetime = Some(hour));
    let registered = register(&op, &wiki()).unwrap();
    assert_eq!(registered.stored().registration.unused_until, Some(date(3600)));
    let updated = update(&op, &registered, &wiki()).unwrap();
    let kept = updated.records.registration.registration;
    assert_eq!(kept.unused_until, Some(date(3600)), "an update is no use");
    let registered = register(&super::common::op(), &wiki()).unwrap();
    assert_eq!(registered.stored().registration.unused_until, None);
}
