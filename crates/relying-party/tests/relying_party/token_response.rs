//! Malformed and unusual responses of the token endpoint.

use core::time::Duration;

use http::{Response, StatusCode, header};
use serde_json::{Value, json};
use symbolon_jose::{NumericDate, Object};
use symbolon_oauth::ErrorCode;
use symbolon_relying_party::{Callback, ExchangeError, Flow, LoginError, Step};

use crate::attempt::Attempt;
use crate::parties::{answer, arriving, begin, now, rp};

fn body_with(name: &'static str, value: Option<Value>) -> Attempt {
    Attempt::new().body(move |body: &mut Object| {
        body.remove(name);
        body.insert_some(name, value);
    })
}

fn with_status(status: StatusCode, body: &str) -> Response<Vec<u8>> {
    let mut response = answer("application/json", body.as_bytes());
    *response.status_mut() = status;
    response
}

#[test]
fn attack_128_members_of_another_shape() {
    for (name, value, code) in [
        ("access_token", None, "token_response.missing"),
        ("access_token", Some(json!(1)), "json.member"),
        ("access_token", Some(json!("a\nb")), "access_token.syntax"),
        ("token_type", None, "token_response.missing"),
        ("token_type", Some(json!("N_A")), "token_response.not_an_access_token"),
        ("token_type", Some(json!("DPoP")), "token_response.token_type"),
        ("token_type", Some(json!("mac")), "token_response.token_type"),
        ("expires_in", Some(json!("an hour")), "token_response.expires_in"),
        ("expires_in", Some(json!(-1)), "token_response.expires_in"),
        ("refresh_token", Some(json!(1)), "json.member"),
        ("scope", Some(json!(["openid"])), "json.member"),
        ("scope", Some(json!("a\"b")), "scope.syntax"),
        ("id_token", None, "login.missing_id_token"),
        ("id_token", Some(json!("")), "login.missing_id_token"),
        ("id_token", Some(json!(null)), "login.missing_id_token"),
        ("id_token", Some(json!("e30.e30")), "jws.not_compact"),
        ("error", Some(json!("invalid_grant")), "token_response.refused"),
        ("error", Some(json!(1)), "token_response.error_in_success"),
    ] {
        let outcome = body_with(name, value).run();
        assert_eq!(outcome.asked(), ["/token"], "{name}");
        assert_eq!(outcome.result.unwrap_err().code(), code, "{name}");
    }
}

#[test]
fn rfc6749_5_1_optional_and_unknown_members() {
    for name in ["refresh_token", "expires_in", "scope"] {
        assert!(body_with(name, None).run().result.is_ok(), "{name}");
    }
    assert!(body_with("token_type", Some(json!("bEARER"))).run().result.is_ok());
    let login = body_with("refresh_token", Some(json!(null))).run().result.unwrap();
    assert_eq!(login.session.refresh_token, None);
    let login = body_with("scope", Some(json!("openid  email"))).run().result.unwrap();
    assert_eq!(login.session.scope.to_string(), "openid email");
    let login = body_with("session_state", Some(json!("x"))).run().result.unwrap();
    assert_eq!(login.extra.get("session_state"), Some(&json!("x")));
}

#[test]
fn attack_128_http_responses_of_another_kind() {
    let moved = Response::builder()
        .status(StatusCode::FOUND)
        .header(header::LOCATION, "https://evil.example/token")
        .body(Vec::new())
        .unwrap();
    for (response, code) in [
        (answer("text/html", b"<html>"), "token_response.content_type"),
        (answer("application/json", b"[]"), "json.not_an_object"),
        (answer("application/json", b""), "json.syntax"),
        (
            answer("application/json", br#"{"access_token":"a","access_token":"b"}"#),
            "json.duplicate_member",
        ),
        (answer("application/json", &vec![b' '; 5 << 20]), "json.too_large"),
        (moved, "token_response.status"),
        (with_status(StatusCode::INTERNAL_SERVER_ERROR, "{}"), "token_response.status"),
        (with_status(StatusCode::NO_CONTENT, ""), "token_response.status"),
        (with_status(StatusCode::BAD_REQUEST, "{}"), "error_response.missing_error"),
        (with_status(StatusCode::BAD_REQUEST, "<html>"), "json.syntax"),
    ] {
        let outcome = Attempt::new().answer(response).run();
        assert_eq!(outcome.asked(), ["/token"], "{code}");
        assert_eq!(outcome.result.unwrap_err().code(), code);
    }
}

#[test]
fn rfc6749_5_2_the_provider_refuses_the_code() {
    let refusal = r#"{"error":"invalid_grant","error_description":"the code is spent"}"#;
    let outcome = Attempt::new().answer(with_status(StatusCode::BAD_REQUEST, refusal)).run();
    let error = outcome.result.unwrap_err();
    assert_eq!(error.code(), "token_response.refused");
    assert_eq!(error.refusal().unwrap().error, ErrorCode::INVALID_GRANT);
}

#[test]
fn rfc6749_5_1_expires_in_counts_from_the_response() {
    let login = Attempt::new().run().result.unwrap();
    let expires = NumericDate::from(now()).after(Duration::from_secs(3600));
    assert_eq!(login.session.expires_at, Some(expires));
}

#[test]
fn attack_128_an_expires_in_that_is_a_string_or_too_long_is_read() {
    let century = NumericDate::from(now()).after(Duration::from_secs(u32::MAX.into()));
    let hour = NumericDate::from(now()).after(Duration::from_secs(3600));
    for (value, expires) in [
        (json!("3600"), hour),
        (json!(3600.5), hour),
        (json!(1e18), century),
        (json!(1_000_000_000_000_u64), century),
    ] {
        let login = body_with("expires_in", Some(value)).run().result.unwrap();
        assert_eq!(login.session.expires_at, Some(expires));
    }
}

#[test]
fn attack_129_an_expires_in_of_zero_is_read() {
    let login = body_with("expires_in", Some(json!(0))).run().result.unwrap();
    assert_eq!(login.session.expires_at, Some(NumericDate::from(now())));
    let login = body_with("expires_in", None).run().result.unwrap();
    assert_eq!(login.session.expires_at, None);
}

#[test]
fn rfc6749_5_1_the_scope_of_the_response_replaces_the_requested_scope() {
    let login = body_with("scope", Some(json!("openid"))).run().result.unwrap();
    assert_eq!(login.session.scope.to_string(), "openid");
    assert_eq!(login.session.granted_scope.to_string(), "openid");
}

#[test]
fn a_flow_called_out_of_turn_returns_an_error() {
    let rp = rp();
    let (_, pending) = begin(&rp);
    let query = format!("code=a&state={}", pending.state().expose());
    let callback = Callback::from_http(&arriving(&query)).unwrap();
    let mut flow = rp.finish(pending, callback, rp.key_cache()).unwrap();
    let nothing = || answer("text/plain", b"");
    assert!(matches!(
        flow.receive(nothing(), now()),
        Err(LoginError::Exchange(ExchangeError::OutOfTurn(_)))
    ));
    assert!(matches!(flow.start(now()), Err(LoginError::Exchange(ExchangeError::OutOfTurn(_)))));

    let (_, pending) = begin(&rp);
    let callback = crate::parties::callback(&pending);
    let mut flow = rp.finish(pending, callback, rp.key_cache()).unwrap();
    assert!(matches!(flow.start(now()), Ok(Step::Send(_))));
    assert!(matches!(flow.start(now()), Err(LoginError::Exchange(ExchangeError::OutOfTurn(_)))));

    let (_, pending) = begin(&rp);
    let callback = crate::parties::callback(&pending);
    let mut flow = rp.finish(pending, callback, rp.key_cache()).unwrap();
    assert!(matches!(flow.start(now()), Ok(Step::Send(_))));
    let error = flow.receive(nothing(), now()).unwrap_err();
    assert_eq!(error.code(), "token_response.content_type");
    assert!(matches!(
        flow.receive(nothing(), now()),
        Err(LoginError::Exchange(ExchangeError::OutOfTurn(_)))
    ));
}
