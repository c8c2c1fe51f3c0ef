//! The UserInfo endpoint: Core §5.3.

use http::{Response, StatusCode};
use symbolon_jose::{Excerpt, Object, json};
use symbolon_oauth::{AccessToken, ErrorCode, bearer};
use symbolon_oidc::{UserInfo, UserInfoError};

const SUB: &str = "248289761001";

fn answer(content_type: &str, body: &str) -> Result<UserInfo, UserInfoError> {
    let response = Response::builder().header("Content-Type", content_type).body(body).unwrap();
    UserInfo::from_http(&response, SUB)
}

#[test]
fn core_5_3_2_the_response_is_read_and_written() {
    let body = r#"{"email":"janedoe@example.com","groups":["staff"],"name":"Jane Doe","sub":"248289761001"}"#;
    let user_info = answer("application/json; charset=UTF-8", body).unwrap();
    assert_eq!(user_info.claims.name.default.as_deref(), Some("Jane Doe"));
    assert!(user_info.extra.contains("groups"));
    let response = user_info.clone().into_http();
    assert_eq!(response.body(), body.as_bytes());
    assert_eq!(response.headers()["Cache-Control"], "no-store");
    assert_eq!(UserInfo::from_http(&response, SUB).unwrap(), user_info);
}

#[test]
fn core_5_3_1_the_access_token_is_in_the_header() {
    let endpoint = "https://op.example/userinfo?tenant=1".parse().unwrap();
    let token = AccessToken::new("SlAV32hkKG".into());
    let request = UserInfo::request(&endpoint, &token).unwrap();
    assert_eq!(request.uri(), "https://op.example/userinfo?tenant=1");
    assert_eq!(bearer::token_from_http(&request).unwrap(), Some(token));
    let smuggled = AccessToken::new("a\r\nCookie: b".into());
    assert!(UserInfo::request(&endpoint, &smuggled).is_err());
}

#[test]
fn attack_128_a_response_has_one_content_type() {
    let body = r#"{"sub":"248289761001"}"#;
    let response = |types: &[&str]| {
        let response = Response::builder();
        types
            .iter()
            .fold(response, |it, value| it.header("Content-Type", *value))
            .body(body)
            .unwrap()
    };
    assert!(UserInfo::from_http(&response(&["application/json"]), SUB).is_ok());
    for types in [&[][..], &["application/json", "application/json"], &["application/json", "a/b"]]
    {
        let refused = UserInfo::from_http(&response(types), SUB).unwrap_err();
        assert_eq!(refused, UserInfoError::ContentType { found: None }, "{types:?}");
    }
}

#[test]
fn attack_073_the_sub_of_another_user() {
    for (body, error) in [
        (r#"{"sub":"248289761002","name":"Jane"}"#, UserInfoError::Subject),
        (r#"{"sub":"248289761001 "}"#, UserInfoError::Subject),
        (r#"{"sub":""}"#, UserInfoError::Subject),
        (r#"{"name":"Jane"}"#, UserInfoError::MissingSubject),
    ] {
        assert_eq!(answer("application/json", body).unwrap_err(), error, "{body}");
    }
    for body in [r#"{"sub":248289761001}"#, r#"{"sub":null}"#] {
        let refused = answer("application/json", body).unwrap_err();
        assert_eq!(refused.code(), "user_info.member", "{body}");
    }
}

#[test]
fn attack_073_an_extra_claim_cannot_replace_a_standard_claim() {
    let mut user_info = UserInfo::new(SUB);
    user_info.claims.email_verified = Some(false);
    user_info.extra.insert("sub", "mallory");
    user_info.extra.insert("email_verified", true);
    assert_eq!(user_info.to_object().to_json(), r#"{"email_verified":false,"sub":"248289761001"}"#);
}

#[test]
fn attack_128_http_response_abuse() {
    let body = r#"{"sub":"248289761001"}"#;
    for content_type in ["text/html", "application/jsonp", "", "json"] {
        let error = UserInfoError::ContentType { found: Some(Excerpt::new(content_type)) };
        assert_eq!(answer(content_type, body).unwrap_err(), error);
    }
    let absent = Response::new(body);
    let error = UserInfoError::ContentType { found: None };
    assert_eq!(UserInfo::from_http(&absent, SUB).unwrap_err(), error);
    assert_eq!(answer("application/jwt", "e30.e30.c2ln").unwrap_err(), UserInfoError::Jwt);
    for (body, error) in [
        ("[]", json::Error::NotAnObject),
        (
            r#"{"sub":"248289761001","sub":"x"}"#,
            json::Error::DuplicateMember { line: 1, column: 27 },
        ),
        (
            r#"{"sub":"248289761001","address":{"a":1,"a":2}}"#,
            json::Error::DuplicateMember { line: 1, column: 42 },
        ),
    ] {
        assert_eq!(answer("application/json", body).unwrap_err(), UserInfoError::Json(error));
    }
    let deep = format!(r#"{{"a":{}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    let refused = answer("application/json", &deep).unwrap_err();
    assert!(matches!(refused, UserInfoError::Json(_)), "{refused}");
    let huge = format!(r#"{{"sub":"{}"}}"#, "x".repeat(5_000_000));
    assert!(matches!(answer("application/json", &huge), Err(UserInfoError::Json(_))));
}

#[test]
fn attack_128_a_response_with_another_status_is_refused() {
    for status in [StatusCode::FOUND, StatusCode::CREATED, StatusCode::INTERNAL_SERVER_ERROR] {
        let mut response = UserInfo::new(SUB).into_http();
        *response.status_mut() = status;
        let refused = UserInfo::from_http(&response, SUB).unwrap_err();
        assert_eq!(refused, UserInfoError::Status(status));
    }
}

#[test]
fn core_5_3_3_the_error_code_of_the_provider_is_returned() {
    let response = Response::builder()
        .status(401)
        .header("WWW-Authenticate", r#"Bearer error="invalid_token", error_description="expired""#)
        .body("")
        .unwrap();
    let refused = UserInfo::from_http(&response, SUB).unwrap_err();
    let status = StatusCode::UNAUTHORIZED;
    let description = Some("expired".to_owned());
    let error = ErrorCode::INVALID_TOKEN;
    assert_eq!(
        refused.to_string(),
        "the UserInfo endpoint answered 401 Unauthorized with the error `invalid_token`: \"expired\""
    );
    assert_eq!(refused, UserInfoError::Refused { status, error, description });
}

#[test]
fn core_5_3_3_the_error_in_the_body_is_returned() {
    let body = r#"{"error":"insufficient_scope","error_description":"scope openid"}"#;
    for status in [StatusCode::OK, StatusCode::FORBIDDEN, StatusCode::SERVICE_UNAVAILABLE] {
        let response =
            Response::builder().status(status).header("Content-Type", "application/json");
        let refused = UserInfo::from_http(&response.body(body).unwrap(), SUB).unwrap_err();
        let (error, description) = (ErrorCode::INSUFFICIENT_SCOPE, Some("scope openid".to_owned()));
        assert_eq!(refused, UserInfoError::Refused { status, error, description });
    }
    // If the response has `sub`, the member `error` is a custom claim.
    let user_info = answer("application/json", r#"{"sub":"248289761001","error":"x"}"#).unwrap();
    assert!(user_info.extra.contains("error"));
    assert_eq!(
        answer("application/json", r#"{"error":null}"#).unwrap_err(),
        UserInfoError::MissingSubject
    );
}

#[test]
fn unknown_claims_are_read_and_written_again() {
    let body = br#"{"https://example.com/tier":{"level":3},"sub":"248289761001"}"#;
    let user_info = UserInfo::from_object(Object::parse(body).unwrap(), SUB).unwrap();
    assert_eq!(user_info.to_object().to_json().as_bytes(), body);
}
