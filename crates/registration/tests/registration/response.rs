//! The response to a registration, in both directions.

use crate::common::{FULL, object};
use http::{Response, StatusCode};
use serde_json::json;
use symbolon_discovery::Endpoint;
use symbolon_jose::NumericDate;
use symbolon_oauth::{AccessToken, ClientId, ClientSecret, EncodedJwt};
use symbolon_registration::{
    ClientInformation, ClientInformationError, ClientMetadata, RegistrationAccess,
};

fn full() -> ClientInformation {
    let metadata = ClientMetadata::from_object(object(FULL)).unwrap();
    let mut information = ClientInformation::new(ClientId::new("s6BhdRkqt3").unwrap(), metadata);
    information.client_secret = Some(ClientSecret::new("hidden-secret".to_owned()));
    information.client_secret_expires_at = NumericDate::from_seconds(1_577_858_400);
    information.client_id_issued_at = NumericDate::from_seconds(1_500_000_000);
    information.access = Some(RegistrationAccess::new(
        Endpoint::new("https://op.example/register?client_id=s6BhdRkqt3").unwrap(),
        AccessToken::new("hidden-token".to_owned()),
    ));
    information.software_statement = Some(EncodedJwt::new("e30.e30.c2ln".to_owned()));
    information
}

fn read(name: &str, value: serde_json::Value) -> Result<ClientInformation, ClientInformationError> {
    let mut object = full().to_object();
    object.insert(name, value);
    ClientInformation::from_object(object)
}

#[test]
fn registration_3_2_created_as_json_and_not_stored() {
    let response = full().into_http(StatusCode::CREATED);
    assert_eq!(response.status(), StatusCode::CREATED);
    assert_eq!(response.headers()["content-type"], "application/json");
    assert_eq!(response.headers()["cache-control"], "no-store");
    assert_eq!(ClientInformation::from_http(&response).unwrap(), full());
    let read = full().into_http(StatusCode::OK);
    assert_eq!(ClientInformation::from_http(&read).unwrap(), full());
}

#[test]
fn registration_3_2_a_secret_has_its_expiry() {
    let error = read("client_secret_expires_at", json!(null)).unwrap_err();
    assert_eq!(error, ClientInformationError::Missing("client_secret_expires_at"));
    let never = read("client_secret_expires_at", json!(0)).unwrap();
    assert_eq!(never.client_secret_expires_at, None);
    assert_eq!(never.to_object().get("client_secret_expires_at"), Some(&json!(0)));
    let mut object = full().to_object();
    object.remove("client_secret");
    let public = ClientInformation::from_object(object).unwrap();
    assert_eq!((public.client_secret.as_ref(), public.client_secret_expires_at), (None, None));
    assert!(!public.to_object().contains("client_secret_expires_at"));
}

#[test]
fn registration_3_2_one_without_the_other_is_refused() {
    for (absent, name) in [
        ("registration_client_uri", "registration_client_uri"),
        ("registration_access_token", "registration_access_token"),
    ] {
        assert_eq!(read(absent, json!(null)), Err(ClientInformationError::Missing(name)));
    }
    let mut object = full().to_object();
    object.remove("registration_client_uri");
    object.remove("registration_access_token");
    assert_eq!(ClientInformation::from_object(object).unwrap().access, None);
}

#[test]
fn attack_081_the_configuration_uri_is_checked() {
    for uri in ["http://op.example/r", "javascript:alert(1)", "/register", "https://a@op.example/"]
    {
        let error = read("registration_client_uri", json!(uri)).unwrap_err();
        assert!(matches!(error, ClientInformationError::ClientUri { .. }), "{uri}: {error}");
    }
    assert!(read("registration_client_uri", json!("http://localhost:1/r")).is_ok());
}

#[test]
fn a_member_with_a_wrong_type_or_syntax_is_refused() {
    for (name, value, code) in [
        ("client_id", json!(null), "client_information.missing"),
        ("client_id", json!(1), "json.member"),
        ("client_id", json!("a\tb"), "client_id.syntax"),
        ("client_secret", json!(["a"]), "json.member"),
        ("client_secret_expires_at", json!("0"), "json.member"),
        ("client_id_issued_at", json!(true), "json.member"),
        ("software_statement", json!("a b"), "jwt.syntax"),
    ] {
        let error = read(name, value).unwrap_err();
        assert_eq!(error.code(), code, "{name}");
    }
}

#[test]
fn metadata_that_cannot_be_read_is_left_out_and_listed() {
    let information = read("tos_uri", json!("javascript:alert(1)")).unwrap();
    assert_eq!(information.metadata.unread()[0].member, "tos_uri");
    assert!(!information.to_object().contains("tos_uri"));
}

#[test]
fn rfc7591_3_2_2_other_members_are_ignored() {
    let body = br#"{"error":"invalid_redirect_uri","error_description":"no","x":1}"#;
    let response = Response::builder().status(400).body(body).unwrap();
    let error = ClientInformation::from_http(&response).unwrap_err();
    let refusal = error.refusal().unwrap();
    assert_eq!(
        (refusal.error.as_str(), error.code()),
        ("invalid_redirect_uri", "client_information.refused")
    );
}

#[test]
fn another_response_is_refused() {
    let mut html = full().into_http(StatusCode::CREATED);
    html.headers_mut().insert("content-type", "text/html".parse().unwrap());
    let mut large = full().into_http(StatusCode::CREATED);
    large.body_mut().resize((256 << 10) + 1, b' ');
    let mut empty = full().into_http(StatusCode::CREATED);
    empty.body_mut().clear();
    let mut moved = full().into_http(StatusCode::FOUND);
    moved.body_mut().clear();
    for (response, code) in [
        (html, "client_information.content_type"),
        (large, "client_information.too_large"),
        (empty, "json.syntax"),
        (moved, "client_information.status"),
    ] {
        assert_eq!(ClientInformation::from_http(&response).unwrap_err().code(), code);
    }
}

#[test]
fn debug_shows_neither_secret_nor_token() {
    assert!(!format!("{:?}", full()).contains("hidden"));
    assert!(full().to_object().to_json().contains("hidden-secret"));
}

#[test]
fn extra_is_no_second_place_for_a_credential() {
    let mut information = full();
    information.metadata.extra.insert("client_secret", "from extra");
    information.client_secret = None;
    assert!(!information.to_object().contains("client_secret"));
}

#[test]
fn registration_3_2_the_printed_example_is_read() {
    let json = br#"{"client_id": "s6BhdRkqt3",
       "client_secret": "ZJYCqe3GGRvdrudKyZS0XhGv_Z45DuKhCUk0gBR1vZk",
       "client_secret_expires_at": 1577858400,
       "registration_access_token": "this.is.an.access.token.value.ffx83",
       "registration_client_uri": "https://server.example.com/connect/register?client_id=s6BhdRkqt3",
       "token_endpoint_auth_method": "client_secret_basic", "application_type": "web",
       "redirect_uris": ["https://client.example.org/callback", "https://client.example.org/callback2"],
       "client_name": "My Example", "client_name#ja-Jpan-JP": "\u30AF",
       "logo_uri": "https://client.example.org/logo.png", "subject_type": "pairwise",
       "sector_identifier_uri": "https://other.example.net/file_of_redirect_uris.json",
       "jwks_uri": "https://client.example.org/my_public_keys.jwks",
       "userinfo_encrypted_response_alg": "RSA-OAEP-256",
       "userinfo_encrypted_response_enc": "A128CBC-HS256",
       "contacts": ["ve7jtb@example.org", "mary@example.org"],
       "request_uris": ["https://client.example.org/rf.txt#qpXaRLh_n93TTR9F252ValdatUQvQiJi5BDub2BeznA"]}"#;
    let response = Response::builder()
        .status(201)
        .header("content-type", "application/json")
        .body(json)
        .unwrap();
    let information = ClientInformation::from_http(&response).unwrap();
    assert!(information.metadata.extra.is_empty() && information.metadata.unread().is_empty());
    assert_eq!(information.metadata.validate(), Ok(()));
}
