//! Error responses as JSON.

use http::{Response, StatusCode};
use symbolon_jose::{Excerpt, Object, json};
use symbolon_oauth::{
    ErrorCode, ErrorResponse, ErrorResponseError, Issuer, PageUrl, PageUrlError, RedirectUri,
    SyntaxError, iss,
};

fn answer(status: u16, content_type: &str, body: &str) -> http::Result<Response<Vec<u8>>> {
    Response::builder()
        .status(status)
        .header("content-type", content_type)
        .body(body.as_bytes().to_vec())
}

#[test]
fn rfc6749_5_2_the_response_is_json_and_not_cached() {
    let error = ErrorResponse::new(ErrorCode::INVALID_REQUEST).description("no code");
    let response = error.into_http(StatusCode::BAD_REQUEST);
    assert_eq!(response.status(), 400);
    assert_eq!(response.headers()["content-type"], "application/json");
    assert_eq!(response.headers()["cache-control"], "no-store");
    assert_eq!(response.headers()["pragma"], "no-cache");
    let body = Object::parse(response.body()).unwrap();
    assert_eq!(body.get("error"), Some(&"invalid_request".into()));
    assert_eq!(body.get("error_description"), Some(&"no code".into()));
    assert_eq!(body.len(), 2);
}

#[test]
fn rfc6749_5_2_unknown_members_survive() {
    let body = r#"{"error":"invalid_grant","error_uri":"https://op.example/e","suberror":"x"}"#;
    let response = answer(400, "application/json;charset=UTF-8", body).unwrap();
    let error = ErrorResponse::from_http(&response).unwrap();
    assert_eq!(error.error, ErrorCode::INVALID_GRANT);
    assert_eq!(error.error_uri.as_ref().map(PageUrl::as_str), Some("https://op.example/e"));
    assert_eq!(error.extra.get("suberror"), Some(&"x".into()));
    assert_eq!(error.to_object(), Object::parse(body.as_bytes()).unwrap());
}

#[test]
fn rfc6749_5_2_one_wrong_thing_one_error() {
    let media = "application/json";
    let read = |status, content_type, body| {
        ErrorResponse::from_http(&answer(status, content_type, body).unwrap()).unwrap_err()
    };
    let valid = r#"{"error":"invalid_grant"}"#;
    assert_eq!(read(200, media, valid), ErrorResponseError::Status(StatusCode::OK));
    assert_eq!(read(302, media, valid), ErrorResponseError::Status(StatusCode::FOUND));
    let found = Some(Excerpt::new("text/html"));
    assert_eq!(read(400, "text/html", "<html>"), ErrorResponseError::ContentType { found });
    assert_eq!(read(400, media, "{}"), ErrorResponseError::MissingError);
    assert_eq!(read(400, media, "[]"), ErrorResponseError::Json(json::Error::NotAnObject));
    assert_eq!(
        read(400, media, r#"{"error":"a","error":"b"}"#),
        ErrorResponseError::Json(json::Error::DuplicateMember { line: 1, column: 20 })
    );
    assert!(matches!(read(400, media, r#"{"error":1}"#), ErrorResponseError::Member(_)));
    for blank in [r#"{"error":null}"#, r#"{"error":""}"#] {
        assert_eq!(read(400, media, blank), ErrorResponseError::MissingError, "{blank}");
    }
    assert_eq!(
        read(400, media, r#"{"error":"a\"b"}"#),
        ErrorResponseError::Error(SyntaxError::ErrorCode)
    );
}

#[test]
fn rfc6749_5_2_what_is_not_printable_is_replaced_and_what_breaks_the_grammar_is_not_sent() {
    for (description, expected, sent) in [
        (r"a\r\nb", "a??b", "a??b"),
        (r"\u0000\u001b[31m\u007f", "??[31m?", "??[31m?"),
        (r#"say \"no\" \\ é"#, r#"say "no" \ é"#, "say ?no? ? ?"),
        (r"\u202e\u2028\u200b\ufeff", "????", "????"),
        ("токен отозван", "токен отозван", "????? ???????"),
    ] {
        let body = format!(r#"{{"error":"invalid_grant","error_description":"{description}"}}"#);
        let response = answer(400, "application/json", &body).unwrap();
        let error = ErrorResponse::from_http(&response).unwrap();
        assert_eq!(error, ErrorResponse::new(ErrorCode::INVALID_GRANT).description(expected));
        // RFC 6749 §5.2: a response that a provider sends contains only ASCII without quotes and
        // backslashes.
        assert_eq!(error.to_object().get("error_description"), Some(&sent.into()));
    }
}

#[test]
fn rfc6749_5_2_the_content_type_does_not_hide_an_error() {
    let body = r#"{"error":"invalid_grant"}"#;
    for content_type in ["text/html", "text/plain;charset=utf-8", "application/problem+json", ""] {
        let response = answer(400, content_type, body).unwrap();
        let expected = Ok(ErrorResponse::new(ErrorCode::INVALID_GRANT));
        assert_eq!(ErrorResponse::from_http(&response), expected, "{content_type}");
    }
}

#[test]
fn attack_095_a_page_about_an_error_is_a_web_page() {
    for uri in ["javascript:alert(1)", "data:text/html,x", "/errors", "a b", "//evil.example"] {
        let body = format!(r#"{{"error":"invalid_grant","error_uri":"{uri}"}}"#);
        let response = answer(400, "application/json", &body).unwrap();
        let expected = Ok(ErrorResponse::new(ErrorCode::INVALID_GRANT));
        assert_eq!(ErrorResponse::from_http(&response), expected, "{uri}");
    }
}

#[test]
fn rfc6749_5_2_an_odd_description_or_page_does_not_hide_the_error_code() {
    for blank in ["null", r#""""#] {
        let body = format!(
            r#"{{"error":"invalid_grant","error_description":{blank},"error_uri":{blank}}}"#
        );
        let response = answer(400, "application/json", &body).unwrap();
        let expected = Ok(ErrorResponse::new(ErrorCode::INVALID_GRANT));
        assert_eq!(ErrorResponse::from_http(&response), expected, "{blank}");
    }
    // A value of another type is kept, so that a program can look at it.
    let body = r#"{"error":"invalid_grant","error_description":["a"],"error_uri":{"href":"b"}}"#;
    let response = answer(400, "application/json", body).unwrap();
    let error = ErrorResponse::from_http(&response).unwrap();
    assert_eq!((&error.error, &error.error_description), (&ErrorCode::INVALID_GRANT, &None));
    assert_eq!(error.extra.names().collect::<Vec<_>>(), ["error_description", "error_uri"]);
    assert_eq!(error.to_object().to_json(), r#"{"error":"invalid_grant"}"#);
}

#[test]
fn attack_095_what_is_printed_fits_the_grammar() {
    let mut error = ErrorResponse::new(ErrorCode::INVALID_GRANT).description("a\r\n\"\\é");
    assert_eq!(PageUrl::new("https://op.example/\r\n"), Err(PageUrlError::Syntax));
    error.extra.insert("error", "other");
    error.extra.insert("error_uri", "javascript:alert(1)");
    let printed = error.to_object();
    assert_eq!(printed.get("error"), Some(&"invalid_grant".into()));
    assert_eq!(printed.get("error_description"), Some(&"a?????".into()));
    assert_eq!(printed.get("error_uri"), None);
}

#[test]
fn rfc6749_5_2_the_message_of_an_error_becomes_a_description_without_double_quotes() {
    let error = RedirectUri::new("ftp://c.example").unwrap_err();
    assert!(error.to_string().contains("the scheme \"ftp\""));
    let response = ErrorResponse::new(ErrorCode::INVALID_REQUEST).description_of(&error);
    let printed = response.to_object();
    let description = printed.get("error_description").unwrap().as_str().unwrap();
    assert!(description.contains("the scheme 'ftp'"), "{description}");
}

#[test]
fn rfc6749_5_2_a_description_of_an_error_has_slashes_in_place_of_backslashes() {
    let issuer = Issuer::new("https://op.example").unwrap();
    let error = iss::verify(Some("п\\"), &issuer, iss::Expectation::Required).unwrap_err();
    assert!(error.to_string().contains(r#""\u{43f}\\""#), "{error}");
    let response = ErrorResponse::new(ErrorCode::INVALID_REQUEST).description_of(&error);
    let description = response.error_description.clone().unwrap();
    assert!(description.contains("'/u{43f}//'"), "{description}");
    assert_eq!(response.to_object().get("error_description"), Some(&description.into()));
}
