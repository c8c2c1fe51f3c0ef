//! Token responses: reading, writing, and what is refused.

use proptest::prelude::*;

use symbolon_jose::{Excerpt, json};

use super::*;
use crate::{ErrorCode, SyntaxError};

fn response(status: u16, kind: &str, body: &str) -> Response<String> {
    let response = Response::builder().status(status).header("content-type", kind);
    response.body(body.to_owned()).unwrap()
}

fn read(body: &str) -> Result<TokenResponse, TokenResponseError> {
    TokenResponse::from_http(&response(200, "application/json", body))
}

/// Reads a valid response to which these members are added.
fn read_and(members: &str) -> Result<TokenResponse, TokenResponseError> {
    read(&format!(r#"{{"access_token":"a","token_type":"Bearer",{members}}}"#))
}

#[test]
fn rfc6749_5_1_the_example() {
    let body = r#"{
       "access_token":"2YotnFZFEjr1zCsicMWpAA",
       "token_type":"example",
       "expires_in":3600,
       "refresh_token":"tGzv3JOkF0XG5Qx2TlKWIA",
       "example_parameter":"example_value"
     }"#;
    let answer = response(200, "application/json;charset=UTF-8", body);
    let tokens = TokenResponse::from_http(&answer).unwrap();
    assert_eq!(tokens.access_token.as_ref().unwrap().expose(), "2YotnFZFEjr1zCsicMWpAA");
    assert_eq!(tokens.token_type.as_str(), "example");
    assert_eq!(tokens.expires_in, Some(3600));
    assert_eq!(tokens.refresh_token.unwrap().expose(), "tGzv3JOkF0XG5Qx2TlKWIA");
    assert_eq!(tokens.extra.get("example_parameter").unwrap(), "example_value");
}

#[test]
fn rfc6749_5_1_headers_of_the_response() {
    let tokens = TokenResponse::new(AccessToken::new("a".to_owned()), TokenType::BEARER);
    let answer = tokens.into_http();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "application/json");
    assert_eq!(answer.headers()["cache-control"], "no-store");
    assert_eq!(answer.headers()["pragma"], "no-cache");
}

#[test]
fn rfc6749_5_2_a_refusal_is_read() {
    for status in [400, 401] {
        let body = r#"{"error":"invalid_grant","error_description":"gone","x":1}"#;
        let refused = TokenResponse::from_http(&response(status, "application/json", body));
        let Err(TokenResponseError::Refused { status: found, error: refusal }) = refused else {
            panic!("{refused:?}")
        };
        assert_eq!(found, status);
        assert_eq!(refusal.error, ErrorCode::INVALID_GRANT);
        assert_eq!(refusal.error_description.as_deref(), Some("gone"));
    }
}

#[test]
fn rfc6749_5_1_required_members() {
    let missing = |name| Err(TokenResponseError::Missing { name });
    assert_eq!(read(r#"{"token_type":"Bearer"}"#), missing("access_token"));
    assert_eq!(read(r#"{"access_token":"a"}"#), missing("token_type"));
    assert_eq!(read("{}"), missing("access_token"));
}

#[test]
fn attack_128_a_response_that_is_not_a_token_response_is_refused() {
    let good = r#"{"access_token":"a","token_type":"Bearer"}"#;
    let code = |status, kind, body| {
        TokenResponse::from_http(&response(status, kind, body)).unwrap_err().code()
    };
    assert_eq!(code(200, "text/html", good), "token_response.content_type");
    assert_eq!(code(302, "application/json", good), "token_response.status");
    assert_eq!(code(201, "application/json", good), "token_response.status");
    assert_eq!(code(500, "application/json", good), "token_response.status");
    assert_eq!(code(400, "text/html", "<html>"), "error_response.content_type");
    assert_eq!(code(400, "application/json", good), "error_response.missing_error");
    assert_eq!(read("[]"), Err(json::Error::NotAnObject.into()));
    let twice = r#"{"access_token":"a","access_token":"b","token_type":"Bearer"}"#;
    assert_eq!(read(twice), Err(json::Error::DuplicateMember { line: 1, column: 34 }.into()));
    let huge = format!("{{\"access_token\":\"{}\"}}", "a".repeat(2 << 20));
    assert_eq!(read(&huge), Err(json::Error::TooLarge.into()));
}

#[test]
fn attack_128_an_error_with_a_status_of_success() {
    let refused = |result: Result<TokenResponse, TokenResponseError>| {
        let error = result.unwrap_err();
        assert_eq!(error.code(), "token_response.refused");
        error.refusal().unwrap().error.clone()
    };
    assert_eq!(refused(read(r#"{"error":"invalid_grant"}"#)), ErrorCode::INVALID_GRANT);
    assert_eq!(refused(read_and(r#""error":"invalid_grant""#)), ErrorCode::INVALID_GRANT);
    for odd in ["1", "{}", "[]", "true", r#""a\"b""#] {
        let error = read_and(&format!("\"error\":{odd}")).unwrap_err();
        assert_eq!(error.code(), "token_response.error_in_success", "{odd}");
    }
    for blank in ["null", "\"\""] {
        assert!(read_and(&format!("\"error\":{blank}")).is_ok(), "{blank}");
    }
}

#[test]
fn attack_128_a_redirect_has_no_tokens_and_no_error_even_with_quirks() {
    let quirks = TokenResponseQuirks::default().any_success_status(true).any_content_type(true);
    for body in [r#"{"access_token":"a","token_type":"Bearer"}"#, r#"{"error":"invalid_grant"}"#] {
        for status in [301, 302, 307, 399] {
            let answer = response(status, "application/json", body);
            let read = TokenResponse::from_http_with_quirks(&answer, &quirks);
            assert_eq!(read, Err(TokenResponseError::Status(answer.status())), "{status} {body}");
        }
    }
}

#[test]
fn attack_128_an_error_beside_tokens_is_an_error_of_every_reader() {
    let body = r#"{"access_token":"a","token_type":"Bearer","error":"invalid_grant"}"#;
    let object = Object::parse(body.as_bytes()).unwrap();
    let error = TokenResponse::from_object(object).unwrap_err();
    assert_eq!(error.code(), "token_response.refused");
    // The status and the content type of a success do not hide the error.
    for (status, kind) in [(200, "text/html"), (201, "application/json"), (204, "text/plain")] {
        let error = TokenResponse::from_http(&response(status, kind, body)).unwrap_err();
        assert!(
            matches!(&error, TokenResponseError::Refused { status: found, .. } if *found == status),
            "{status} {error}"
        );
    }
}

#[test]
fn core_3_1_3_3_without_an_id_token_the_access_token_is_required_even_with_the_quirk() {
    let quirks = TokenResponseQuirks::default().access_token_missing(true);
    let read = |body: &str| {
        let answer = response(200, "application/json", body);
        TokenResponse::from_http_with_quirks(&answer, &quirks).map(drop)
    };
    let missing = Err(TokenResponseError::Missing { name: "access_token" });
    assert_eq!(read(r#"{"token_type":"Bearer"}"#), missing);
    assert_eq!(read(r#"{"token_type":"Bearer","id_token":""}"#), missing);
    assert_eq!(read(r#"{"token_type":"Bearer","id_token":"a.b.c"}"#), Ok(()));
}

#[test]
fn attack_128_expires_in_is_a_number_of_seconds() {
    for value in ["-1", "-1.5", "[]", "{}", "true", "\"soon\"", "\"-1\"", "\" \"", "\"3600s\""] {
        let refused = read_and(&format!("\"expires_in\":{value}"));
        let found = Excerpt::new(value);
        assert_eq!(refused, Err(TokenResponseError::ExpiresIn { found }), "{value}");
    }
    for (value, seconds) in [("\"3600\"", 3600), ("1.5", 1), ("\"59.9\"", 59), ("3.6e3", 3600)] {
        let tokens = read_and(&format!("\"expires_in\":{value}")).unwrap();
        assert_eq!(tokens.expires_in, Some(seconds), "{value}");
    }
    for value in ["1e18", "1e300", "1000000000000000000", "4294967296", "4294967295", "\"1e99\""] {
        let longest = read_and(&format!("\"expires_in\":{value}")).unwrap();
        assert_eq!(longest.expires_in, Some(TokenResponse::MAX_EXPIRES_IN), "{value}");
    }
    for blank in ["null", "\"\""] {
        assert_eq!(
            read_and(&format!("\"expires_in\":{blank}")).unwrap().expires_in,
            None,
            "{blank}"
        );
    }
}

#[test]
fn attack_129_expires_in_zero_is_read_as_zero() {
    assert_eq!(read_and("\"expires_in\":0").unwrap().expires_in, Some(0));
    assert_eq!(read_and("\"x\":0").unwrap().expires_in, None);
}

#[test]
fn attack_128_token_type_n_a() {
    for value in ["N_A", "n_a"] {
        let body = format!(r#"{{"access_token":"a","token_type":"{value}"}}"#);
        assert_eq!(read(&body), Err(TokenResponseError::NotAnAccessToken));
    }
}

#[test]
fn attack_061_a_member_of_the_wrong_type_is_an_error() {
    for name in ["refresh_token", "scope", "id_token"] {
        for value in ["1", "[\"a\"]", "{}", "false"] {
            let refused = read_and(&format!("\"{name}\":{value}"));
            assert!(matches!(refused, Err(TokenResponseError::Member(_))), "{name} {value}");
        }
    }
}

#[test]
fn rfc6749_a_a_member_that_breaks_its_grammar_is_refused() {
    for (member, error) in [
        (r#""refresh_token":"é""#, SyntaxError::RefreshToken),
        (r#""scope":"a\\b""#, SyntaxError::Scope),
        (r#""id_token":"not a jwt""#, SyntaxError::EncodedJwt),
    ] {
        assert_eq!(read_and(member), Err(TokenResponseError::Syntax(error)), "{member}");
    }
    let empty = read(r#"{"access_token":"","token_type":"Bearer"}"#);
    assert_eq!(empty, Err(SyntaxError::AccessToken.into()));
}

#[test]
fn extra_cannot_replace_a_member_that_has_a_field() {
    let mut tokens = TokenResponse::new(AccessToken::new("a".to_owned()), TokenType::BEARER);
    for name in ["access_token", "expires_in", "error", "x"] {
        tokens.extra.insert(name, "other");
    }
    let json = tokens.to_object().to_json();
    assert_eq!(json, r#"{"access_token":"a","token_type":"Bearer","x":"other"}"#);
}

#[test]
fn attack_126_debug_has_no_token() {
    let body = r#""refresh_token":"hunter2","id_token":"hunter2.a.b","x":"hunter2""#;
    let tokens = read_and(body).unwrap();
    assert!(!format!("{tokens:?}").contains("hunter2"));
}

fn tokens() -> impl Strategy<Value = TokenResponse> {
    let word = || "[ -~]{1,20}";
    let scope = proptest::option::of("[a-z]{1,3}( [a-z:]{1,3}){0,2}");
    let id_token = proptest::option::of("[a-zA-Z0-9_-]{1,9}(\\.[a-zA-Z0-9_-]{0,9}){2}");
    let refresh_token = proptest::option::of(word());
    let expires_in = proptest::option::of(0..=TokenResponse::MAX_EXPIRES_IN);
    let extra = proptest::collection::btree_map("x\\PC{0,4}", "\\PC{0,8}", 0..4);
    (word(), "[!#-Z]{4,9}", expires_in, refresh_token, scope, id_token, extra).prop_map(
        |(access_token, token_type, expires_in, refresh_token, scope, id_token, extra)| {
            let mut tokens = TokenResponse::new(
                AccessToken::new(access_token),
                TokenType::new(&token_type).unwrap(),
            );
            tokens.expires_in = expires_in;
            tokens.refresh_token = refresh_token.map(RefreshToken::new);
            tokens.scope = scope.map(|text| Scope::parse(&text).unwrap());
            tokens.id_token = id_token.map(EncodedJwt::new);
            for (name, value) in extra {
                tokens.extra.insert(&name, value);
            }
            tokens
        },
    )
}

proptest! {
    #[test]
    fn print_then_parse_is_the_identity(tokens in tokens()) {
        prop_assert_eq!(TokenResponse::from_http(&tokens.clone().into_http()), Ok(tokens));
    }

    #[test]
    fn no_body_panics(body in any::<Vec<u8>>(), status in 100_u16..600) {
        let response = Response::builder().status(status).header("content-type", "application/json");
        let _ = TokenResponse::from_http(&response.body(body).unwrap());
    }
}
