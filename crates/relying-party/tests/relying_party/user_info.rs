//! The UserInfo request and its response.

use http::{Method, Response, StatusCode, header};
use symbolon_crypto_ring::CRYPTO;
use symbolon_oauth::{ClientId, Issuer};
use symbolon_oidc::{UserInfo, UserInfoError};
use symbolon_relying_party::{BearerMethod, FetchUserInfoError, Flow, OutOfTurn, RelyingParty};

use crate::attempt::{Run, run, signed_in};
use crate::parties::{answer, client, metadata, now, rp};

const USER_INFO: &str = "https://op.example/userinfo";

fn fetch(response: Response<Vec<u8>>) -> Result<UserInfo, FetchUserInfoError> {
    let (session, _) = signed_in();
    run(rp().user_info(&session).unwrap(), [response], now()).result
}

#[test]
fn core_5_3_1_the_access_token_is_in_the_authorization_field() {
    let (session, _) = signed_in();
    let body = br#"{"sub":"alice","email":"alice@example.com"}"#;
    let flow = rp().user_info(&session).unwrap();
    let Run { result, requests } = run(flow, [answer("application/json", body)], now());
    assert_eq!(requests[0].uri(), "https://op.example/userinfo");
    assert_eq!(requests[0].headers()[header::AUTHORIZATION], "Bearer SlAV32hkKG");
    assert_eq!(result.unwrap().claims.email.as_deref(), Some("alice@example.com"));
}

#[test]
fn rfc6750_2_2_a_policy_puts_the_access_token_into_the_body() {
    let (session, _) = signed_in();
    let mut client = client();
    client.policy.user_info_token = BearerMethod::Body;
    let rp = RelyingParty::new(metadata(), client, &CRYPTO).unwrap();
    let flow = rp.user_info(&session).unwrap();
    let body = br#"{"sub":"alice","email":"alice@example.com"}"#;
    let Run { result, requests } = run(flow, [answer("application/json", body)], now());
    let request = &requests[0];
    assert_eq!((request.method(), request.uri()), (&Method::POST, &USER_INFO.parse().unwrap()));
    assert_eq!(request.headers()[header::CONTENT_TYPE], "application/x-www-form-urlencoded");
    assert_eq!(request.headers()[header::ACCEPT], "application/json");
    assert_eq!(request.body(), b"access_token=SlAV32hkKG");
    // RFC 6750 §2: one method in one request.
    assert!(!request.headers().contains_key(header::AUTHORIZATION));
    assert_eq!(result.unwrap().claims.email.as_deref(), Some("alice@example.com"));
}

#[test]
fn attack_073_user_info_sub_mismatch() {
    for (body, expected) in [
        (r#"{"sub":"mallory","email":"m@example.com"}"#, UserInfoError::Subject),
        (r#"{"sub":"Alice"}"#, UserInfoError::Subject),
        (r#"{"sub":"alice "}"#, UserInfoError::Subject),
        (r#"{"email":"alice@example.com"}"#, UserInfoError::MissingSubject),
    ] {
        let error = fetch(answer("application/json", body.as_bytes())).unwrap_err();
        assert_eq!(error, FetchUserInfoError::Response(expected), "{body}");
    }
}

#[test]
fn attack_074_a_jwt_is_refused() {
    let error = fetch(answer("application/jwt", b"e30.e30.e30")).unwrap_err();
    assert_eq!(error.code(), "user_info.jwt");
}

#[test]
fn attack_128_malformed_responses() {
    for (response, code) in [
        (answer("text/html", b"<html>"), "user_info.content_type"),
        (answer("application/json", b"[]"), "json.not_an_object"),
        (answer("application/json", br#"{"sub":"alice","sub":"alice"}"#), "json.duplicate_member"),
        (answer("application/json", br#"{"sub":1}"#), "user_info.member"),
        (answer("application/json", &vec![b' '; 5 << 20]), "json.too_large"),
    ] {
        assert_eq!(fetch(response).unwrap_err().code(), code);
    }
}

#[test]
fn core_5_3_3_the_provider_refuses_the_access_token() {
    let refusal = Response::builder()
        .status(StatusCode::UNAUTHORIZED)
        .header(header::WWW_AUTHENTICATE, r#"Bearer error="invalid_token""#)
        .body(Vec::new())
        .unwrap();
    assert_eq!(fetch(refusal).unwrap_err().code(), "user_info.refused");
}

#[test]
fn rfc6750_5_2_an_access_token_is_not_sent_to_another_provider() {
    let (session, _) = signed_in();
    let mut other = metadata();
    other.issuer = Issuer::new("https://as2.example").unwrap();
    let other = RelyingParty::new(other, client(), &CRYPTO).unwrap();
    assert_eq!(other.user_info(&session).unwrap_err(), FetchUserInfoError::OtherProvider);

    let mut without = metadata();
    without.userinfo_endpoint = None;
    let without = RelyingParty::new(without, client(), &CRYPTO).unwrap();
    assert_eq!(without.user_info(&session).unwrap_err(), FetchUserInfoError::NoEndpoint);
}

#[test]
fn a_flow_called_out_of_turn_returns_an_error() {
    let (session, _) = signed_in();
    let mut flow = rp().user_info(&session).unwrap();
    assert!(flow.start(now()).is_ok());
    let error = flow.start(now()).unwrap_err();
    assert_eq!(error, FetchUserInfoError::OutOfTurn(OutOfTurn));

    let body = || answer("application/json", br#"{"sub":"alice"}"#);
    let mut flow = rp().user_info(&session).unwrap();
    let error = flow.receive(body(), now()).unwrap_err();
    assert_eq!(error, FetchUserInfoError::OutOfTurn(OutOfTurn));

    let mut flow = rp().user_info(&session).unwrap();
    assert!(flow.start(now()).is_ok());
    assert!(flow.receive(body(), now()).is_ok());
    let error = flow.receive(body(), now()).unwrap_err();
    assert_eq!(error, FetchUserInfoError::OutOfTurn(OutOfTurn));
}

#[test]
fn rfc6750_5_2_an_access_token_is_not_sent_for_another_client() {
    let (session, _) = signed_in();
    let mut other = client();
    other.client_id = ClientId::new("other").unwrap();
    let other = RelyingParty::new(metadata(), other, &CRYPTO).unwrap();
    assert_eq!(other.user_info(&session).unwrap_err(), FetchUserInfoError::OtherProvider);
}

#[test]
fn core_5_3_1_a_session_without_an_access_token_sends_no_request() {
    let (mut session, _) = signed_in();
    session.access_token = None;
    let error = rp().user_info(&session).unwrap_err();
    assert_eq!(error, FetchUserInfoError::NoAccessToken);
    assert_eq!(error.code(), "user_info.no_access_token");
}
