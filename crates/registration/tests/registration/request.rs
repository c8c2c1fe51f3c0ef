//! Registration requests and configuration requests, in both directions.

use crate::common::{FULL, object};
use http::{Method, Request, StatusCode};
use serde_json::json;
use symbolon_discovery::Endpoint;
use symbolon_jose::Object;
use symbolon_oauth::{AccessToken, ClientId, ClientSecret, EncodedJwt, ErrorCode};
use symbolon_registration::{
    ClientMetadata, ClientUpdate, ConfigurationRequest, Operation, RegistrationRequest,
    RegistrationRequestError,
};

const REGISTER: &str = "https://op.example/register";
const CONFIGURE: &str = "https://op.example/register?client_id=s6BhdRkqt3";

fn metadata() -> ClientMetadata {
    ClientMetadata::from_object(object(FULL)).unwrap()
}

fn registration() -> RegistrationRequest {
    RegistrationRequest::new(metadata())
        .initial_access_token(AccessToken::new("initial".to_owned()))
        .software_statement(EncodedJwt::new("e30.e30.c2ln".to_owned()))
}

fn update() -> ConfigurationRequest {
    let mut update = ClientUpdate::new(metadata());
    update.client_secret = Some(ClientSecret::new("secret".to_owned()));
    update.software_statement = Some(EncodedJwt::new("e30.e30.c2ln".to_owned()));
    configuration(Operation::Update(Box::new(update)))
}

fn configuration(operation: Operation) -> ConfigurationRequest {
    let client_id = ClientId::new("s6BhdRkqt3").unwrap();
    ConfigurationRequest::new(client_id, AccessToken::new("token".to_owned()), operation)
}

fn post() -> Request<Vec<u8>> {
    registration().into_http(&Endpoint::new(REGISTER).unwrap()).unwrap()
}

fn put() -> Request<Vec<u8>> {
    update().into_http(&Endpoint::new(CONFIGURE).unwrap()).unwrap()
}

fn changed(
    mut request: Request<Vec<u8>>,
    name: &str,
    value: serde_json::Value,
) -> Request<Vec<u8>> {
    let mut object = Object::parse(request.body()).unwrap();
    object.insert(name, value);
    *request.body_mut() = object.to_json().into_bytes();
    request
}

#[test]
fn registration_3_1_a_post_with_json() {
    let request = post();
    assert_eq!((request.method(), request.uri()), (&Method::POST, &REGISTER.parse().unwrap()));
    assert_eq!(request.headers()["content-type"], "application/json");
    assert_eq!(request.headers()["authorization"], "Bearer initial");
    let mut body = Object::parse(request.body()).unwrap();
    assert_eq!(body.remove("software_statement"), Some(json!("e30.e30.c2ln")));
    assert_eq!(body, object(FULL));
    assert_eq!(RegistrationRequest::from_http(&request).unwrap(), registration());
}

#[test]
fn a_request_without_token_and_statement_has_neither() {
    let request = RegistrationRequest::new(metadata());
    let sent = request.clone().into_http(&Endpoint::new(REGISTER).unwrap()).unwrap();
    assert!(!sent.headers().contains_key("authorization"));
    assert!(!Object::parse(sent.body()).unwrap().contains("software_statement"));
    assert_eq!(RegistrationRequest::from_http(&sent).unwrap(), request);
}

#[test]
fn attack_106_a_client_cannot_choose_what_the_server_chooses() {
    for member in [
        "client_id",
        "client_secret",
        "client_secret_expires_at",
        "client_id_issued_at",
        "registration_access_token",
        "registration_client_uri",
    ] {
        let error = RegistrationRequest::from_http(&changed(post(), member, json!("x")));
        assert_eq!(error, Err(RegistrationRequestError::ServerMember(member)));
        let response = error.unwrap_err().to_http();
        assert_eq!(response.status(), StatusCode::BAD_REQUEST);
        let body = String::from_utf8(response.into_body()).unwrap();
        assert!(body.contains("invalid_client_metadata") && body.contains(member), "{body}");
        let null = changed(post(), member, json!(null));
        assert_eq!(RegistrationRequest::from_http(&null).unwrap(), registration());
        // A program that puts the member into `extra` does not send it.
        let mut request = registration();
        request.metadata.extra.insert(member, "x");
        let sent = request.into_http(&Endpoint::new(REGISTER).unwrap()).unwrap();
        assert!(!Object::parse(sent.body()).unwrap().contains(member));
    }
}

#[test]
fn registration_3_3_each_error_has_its_response() {
    let with = |change: fn(&mut Request<Vec<u8>>)| {
        let mut request = post();
        change(&mut request);
        request
    };
    for (request, code, status, error) in [
        (
            with(|it| *it.method_mut() = Method::GET),
            "registration_request.method",
            405,
            "invalid_client_metadata",
        ),
        (
            with(|it| drop(it.headers_mut().remove("content-type"))),
            "registration_request.content_type",
            400,
            "invalid_client_metadata",
        ),
        (
            with(|it| drop(it.headers_mut().insert("content-type", "text/json".parse().unwrap()))),
            "registration_request.content_type",
            400,
            "invalid_client_metadata",
        ),
        (
            with(|it| {
                it.headers_mut()
                    .append("content-type", "application/json".parse().unwrap())
                    .then_some(())
                    .unwrap()
            }),
            "registration_request.content_type",
            400,
            "invalid_client_metadata",
        ),
        (
            with(|it| it.body_mut().resize((64 << 10) + 1, b' ')),
            "registration_request.too_large",
            413,
            "invalid_client_metadata",
        ),
        (with(|it| it.body_mut().clear()), "json.syntax", 400, "invalid_client_metadata"),
        (
            changed(post(), "redirect_uris", json!(["javascript:x"])),
            "redirect_uri.scheme",
            400,
            "invalid_redirect_uri",
        ),
        (
            changed(post(), "redirect_uris", json!("https://a.example")),
            "json.member",
            400,
            "invalid_redirect_uri",
        ),
        (changed(post(), "scope", json!(["a"])), "json.member", 400, "invalid_client_metadata"),
        (
            changed(post(), "software_statement", json!("x y")),
            "registration_request.software_statement",
            400,
            "invalid_software_statement",
        ),
        (
            changed(post(), "software_statement", json!(1)),
            "registration_request.software_statement",
            400,
            "invalid_software_statement",
        ),
    ] {
        let refused = RegistrationRequest::from_http(&request).unwrap_err();
        assert_eq!((refused.code(), refused.error_code()), (code, ErrorCode::new(error).unwrap()));
        let response = refused.to_http();
        assert_eq!(
            (response.status(), &response.headers()["cache-control"]),
            (
                StatusCode::from_u16(status).unwrap(),
                &"no-store".parse::<http::HeaderValue>().unwrap()
            )
        );
        assert_eq!(response.headers().contains_key("allow"), status == 405);
        let mut body = Object::parse(response.body()).unwrap();
        assert_eq!(body.take_string("error").unwrap().as_deref(), Some(error));
        let description = body.take_string("error_description").unwrap().unwrap();
        // RFC 7591 §3.2.2: the description is ASCII.
        assert!(description.is_ascii(), "{description}");
    }
}

#[test]
fn a_token_that_cannot_be_read_gets_a_challenge() {
    let mut request = post();
    request.headers_mut().append("authorization", "Bearer two".parse().unwrap());
    let response = RegistrationRequest::from_http(&request).unwrap_err().to_http();
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    assert!(response.headers().contains_key("www-authenticate"));
}

#[test]
fn rfc7592_2_the_three_operations() {
    let uri = Endpoint::new(CONFIGURE).unwrap();
    for (request, method) in [
        (configuration(Operation::Read), Method::GET),
        (update(), Method::PUT),
        (configuration(Operation::Delete), Method::DELETE),
    ] {
        let sent = request.clone().into_http(&uri).unwrap();
        assert_eq!((sent.method(), sent.uri()), (&method, &CONFIGURE.parse().unwrap()));
        assert_eq!(sent.headers()["authorization"], "Bearer token");
        assert_eq!(sent.body().is_empty(), method != Method::PUT);
        assert_eq!(ConfigurationRequest::from_http(&sent).unwrap(), request);
    }
}

#[test]
fn registration_4_4_a_request_that_names_no_client_or_no_token_is_answered_with_401() {
    let change = |uri: &str| {
        let mut request = put();
        *request.uri_mut() = uri.parse().unwrap();
        ConfigurationRequest::from_http(&request).unwrap_err()
    };
    for query in ["", "?client_id=", "?client_id=a&client_id=s6BhdRkqt3", "?client_id=%00"] {
        let error = change(&format!("{REGISTER}{query}"));
        assert_eq!(error, RegistrationRequestError::UrlClientId);
        assert_eq!(error.to_http().status(), StatusCode::UNAUTHORIZED);
    }
    let mut request = put();
    request.headers_mut().remove("authorization");
    let error = ConfigurationRequest::from_http(&request).unwrap_err();
    assert_eq!(error, RegistrationRequestError::NoToken);
    let response = error.to_http();
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(response.headers()["www-authenticate"], "Bearer realm=\"registration\"");
}

#[test]
fn rfc7592_2_other_methods_get_405_with_allow() {
    for method in [Method::POST, Method::PATCH, Method::HEAD] {
        let mut request = put();
        *request.method_mut() = method;
        let response = ConfigurationRequest::from_http(&request).unwrap_err().to_http();
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(response.headers()["allow"], "GET, PUT, DELETE");
    }
}

#[test]
fn rfc7592_2_2_an_update_names_its_client() {
    for value in [json!(null), json!("other"), json!(1)] {
        let error = ConfigurationRequest::from_http(&changed(put(), "client_id", value));
        assert_eq!(error, Err(RegistrationRequestError::BodyClientId));
    }
}

#[test]
fn rfc7592_2_2_the_four_members_are_not_in_an_update() {
    for member in [
        "registration_access_token",
        "registration_client_uri",
        "client_secret_expires_at",
        "client_id_issued_at",
    ] {
        let error = ConfigurationRequest::from_http(&changed(put(), member, json!("x")));
        assert_eq!(error, Err(RegistrationRequestError::ServerMember(member)));
        let mut new = metadata();
        new.extra.insert(member, "x");
        let update = Operation::Update(Box::new(ClientUpdate::new(new)));
        let sent = configuration(update).into_http(&Endpoint::new(CONFIGURE).unwrap()).unwrap();
        assert!(!Object::parse(sent.body()).unwrap().contains(member));
    }
}

#[test]
fn rfc7592_2_2_a_stated_secret_is_read_and_must_be_printable() {
    for value in [json!("a\u{7f}"), json!(""), json!(1)] {
        let error = ConfigurationRequest::from_http(&changed(put(), "client_secret", value));
        assert_eq!(error, Err(RegistrationRequestError::ClientSecret));
    }
    let request = changed(put(), "client_secret", json!(null));
    let Operation::Update(update) = ConfigurationRequest::from_http(&request).unwrap().operation
    else {
        unreachable!()
    };
    assert_eq!(update.client_secret, None);
}

#[test]
fn tokens_and_secrets_are_not_printed() {
    let printed = format!("{:?} {:?}", registration(), update());
    assert!(!printed.contains("\"initial\"") && !printed.contains("\"secret\""), "{printed}");
}
