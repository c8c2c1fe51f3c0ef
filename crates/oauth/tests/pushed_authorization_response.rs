//! The response to a pushed authorization request: a valid response, one change, one exact error
//! (RFC 9126 §2).

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use http::{Response, StatusCode};
use proptest::prelude::*;
use serde_json::{Value, json};
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::{Excerpt, MemberError, Object};
use symbolon_oauth::pushed::{
    PushedAuthorizationResponse, PushedAuthorizationResponseError as Error, RequestUri,
};
use symbolon_oauth::{ErrorCode, ErrorResponse, SyntaxError};

/// The URI of the example in RFC 9126 §2.2.
const URI: &str = "urn:ietf:params:oauth:request_uri:6esc_11ACC5bwc014ltc14eY22c";

fn uri() -> RequestUri {
    RequestUri::parse(URI.to_owned()).unwrap()
}

fn http(status: u16, content_type: Option<&str>, body: &str) -> Response<String> {
    let response = Response::builder().status(status);
    let response = match content_type {
        Some(content_type) => response.header("Content-Type", content_type),
        None => response,
    };
    response.body(body.to_owned()).unwrap()
}

/// Reads the valid response after one change of its members.
fn changed(
    name: &str,
    value: impl Into<Option<Value>>,
) -> Result<PushedAuthorizationResponse, Error> {
    let mut members = PushedAuthorizationResponse::new(uri(), 60).to_object();
    members.remove(name);
    members.insert_some(name, value.into());
    PushedAuthorizationResponse::from_http(&http(201, JSON, &members.to_json()))
}

const JSON: Option<&str> = Some("application/json");

#[test]
fn rfc9126_2_2_the_response_of_the_example() {
    let pushed = PushedAuthorizationResponse::new(uri(), 60);
    let response = pushed.clone().into_http();
    assert_eq!(response.status(), StatusCode::CREATED);
    assert_eq!(response.headers()["Content-Type"], "application/json");
    assert_eq!(response.headers()["Cache-Control"], "no-store");
    let body: Value = serde_json::from_slice(response.body()).unwrap();
    assert_eq!(body, json!({"request_uri": URI, "expires_in": 60}));
    assert_eq!(PushedAuthorizationResponse::from_http(&response), Ok(pushed.clone()));

    let (_, body) = response.into_parts();
    let ok = http(200, JSON, str::from_utf8(&body).unwrap());
    assert_eq!(PushedAuthorizationResponse::from_http(&ok), Ok(pushed));
}

#[test]
fn rfc9126_2_2_one_change_one_error() {
    let expires_in = |text: &str| Error::ExpiresIn { found: Excerpt::new(text) };
    let uri_type = Error::Member(MemberError { name: "request_uri", expected: "a string" });
    let cases = [
        ("request_uri", None, Error::Missing { name: "request_uri" }),
        ("request_uri", Some(json!(1)), uri_type),
        ("request_uri", Some(json!("")), Error::Syntax(SyntaxError::RequestUri)),
        ("request_uri", Some(json!("no-scheme")), Error::Syntax(SyntaxError::RequestUri)),
        ("expires_in", None, Error::Missing { name: "expires_in" }),
        ("expires_in", Some(json!("60")), expires_in("\"60\"")),
        ("expires_in", Some(json!(0)), expires_in("0")),
        ("expires_in", Some(json!(-1)), expires_in("-1")),
    ];
    for (name, value, expected) in cases {
        let case = format!("{name} {value:?}");
        assert_eq!(changed(name, value).unwrap_err(), expected, "{case}");
    }
    let kept = changed("extension", json!([1])).unwrap();
    assert_eq!(kept.extra.get("extension"), Some(&json!([1])));
}

#[test]
fn rfc9126_2_3_an_error_response_has_the_form_of_the_token_endpoint() {
    let refusal = ErrorResponse::new(ErrorCode::INVALID_REQUEST).description("no");
    let response = refusal.clone().into_http(StatusCode::BAD_REQUEST);
    let error = PushedAuthorizationResponse::from_http(&response).unwrap_err();
    assert_eq!(error.refusal(), Some(&refusal));
    let status = StatusCode::BAD_REQUEST;
    assert_eq!(error, Error::Refused { status, error: refusal });
}

#[test]
fn rfc9126_2_2_the_status_and_the_content_type() {
    let body = PushedAuthorizationResponse::new(uri(), 60).to_object().to_json();
    let read = |status, content_type| {
        let response = http(status, content_type, &body);
        PushedAuthorizationResponse::from_http(&response).unwrap_err()
    };
    for status in [202, 204, 302, 404, 413, 429, 500] {
        assert_eq!(read(status, JSON), Error::Status(StatusCode::from_u16(status).unwrap()));
    }
    assert_eq!(read(201, None), Error::ContentType { found: None });
    let found = Some(Excerpt::new("text/html"));
    assert_eq!(read(201, Some("text/html")), Error::ContentType { found });
    let no_json = http(201, JSON, "<html>");
    assert!(matches!(PushedAuthorizationResponse::from_http(&no_json), Err(Error::Json(_))));
}

#[test]
fn rfc9126_2_2_a_uri_cannot_be_guessed_and_is_not_printed() {
    let (one, other) = (RequestUri::random(&CRYPTO).unwrap(), RequestUri::random(&CRYPTO).unwrap());
    assert_ne!(one, other);
    assert_ne!(one.fingerprint(&CRYPTO).as_str(), other.fingerprint(&CRYPTO).as_str());
    assert_eq!(one.expose().len(), RequestUri::PREFIX.len() + 43);
    assert_eq!(RequestUri::parse_own(one.expose()), Some(one.clone()));
    assert_eq!(RequestUri::parse(one.expose().to_owned()), Ok(one.clone()));
    let response = PushedAuthorizationResponse::new(one, 60);
    let printed = format!("{response:?}");
    assert!(printed.contains("RequestUri") && !printed.contains("urn:"), "{printed}");
}

#[test]
fn attack_109_a_uri_that_this_server_did_not_create_is_refused() {
    let random = "A".repeat(43);
    let own = |text: &str| RequestUri::parse_own(text).is_some();
    assert!(own(&format!("{}{random}", RequestUri::PREFIX)));
    for text in [
        URI.to_owned(),
        String::new(),
        RequestUri::PREFIX.to_owned(),
        format!("https://client.example/{random}"),
        format!("URN:ietf:params:oauth:request_uri:{random}"),
        format!("{}{}", RequestUri::PREFIX, "A".repeat(44)),
        format!("{}{}", RequestUri::PREFIX, "=".repeat(43)),
        format!(" {}{random}", RequestUri::PREFIX),
    ] {
        assert!(!own(&text), "{text}");
    }
}

#[test]
fn rfc3986_3_1_a_uri_has_a_scheme_and_printable_characters() {
    let parse = |text: &str| RequestUri::parse(text.to_owned()).is_ok();
    let longest = format!("urn:{}", "a".repeat(RequestUri::MAX_LENGTH - 4));
    for text in [URI, "https://op.example/r/1#a", "a+b-c.d1:x", &longest] {
        assert!(parse(text), "{text}");
    }
    let too_long = format!("{longest}a");
    for text in ["", ":", ":a", "urn:", "1a:b", "a b:c", "urn:a b", "urn:a\n", "urn:é", &too_long]
    {
        assert!(!parse(text), "{text}");
    }
}

#[test]
fn every_error_has_a_stable_code() {
    let errors = [
        (Error::Status(StatusCode::FOUND), "pushed_response.status"),
        (Error::ContentType { found: None }, "pushed_response.content_type"),
        (Error::Missing { name: "request_uri" }, "pushed_response.missing"),
        (Error::Syntax(SyntaxError::RequestUri), "request_uri.syntax"),
        (Error::ExpiresIn { found: Excerpt::new("0") }, "pushed_response.expires_in"),
    ];
    for (error, code) in errors {
        assert_eq!(error.code(), code);
        assert_eq!(error.refusal(), None);
    }
    let error = ErrorResponse::new(ErrorCode::INVALID_CLIENT);
    let refused = Error::Refused { status: StatusCode::UNAUTHORIZED, error };
    assert_eq!(refused.code(), "pushed_response.refused");
}

proptest! {
    /// Reading what was written is the identity, and no body panics.
    #[test]
    fn a_response_survives_writing_and_reading(
        uri in "[a-z][a-z0-9]{0,5}:[!-~]{1,40}",
        expires_in in 1..u64::from(u32::MAX),
        body in "\\PC{0,60}",
    ) {
        let response = PushedAuthorizationResponse::new(RequestUri::parse(uri).unwrap(), expires_in);
        let read = PushedAuthorizationResponse::from_http(&response.clone().into_http());
        prop_assert_eq!(read, Ok(response));
        let _ = PushedAuthorizationResponse::from_http(&http(201, JSON, &body));
        let _ = Object::parse(body.as_bytes()).map(PushedAuthorizationResponse::from_object);
    }
}
