//! The response types `code id_token`, `code token` and `code id_token token`: a code comes through
//! the browser together with tokens.

use core::time::Duration;

use symbolon_crypto_ring::CRYPTO;
use symbolon_oauth::{AuthorizationCode, ResponseType};
use symbolon_oidc::{ExpectedIdToken, IdTokenClaims, Nonce, NonceExpectation, ReceivedFrom};
use symbolon_relying_party::{Callback, Flow as _, Step};
use symbolon_test_support::names::{client_id, issuer};

use super::rows::{self, Row, table};
use super::trip::{self, Trip};
use crate::attempt::signed_in;
use crate::keys;
use crate::parties::{now, parameters, redirect_uri};

/// The rules of the token response. The code was sent before.
const EXCHANGE: &[Row] = &[
    (|it| it.body = |it| drop(it.remove("id_token")), "login.missing_id_token", SENT),
    (|it| it.body = |it| drop(it.remove("access_token")), "token_response.missing", SENT),
    (|it| it.endpoint_claims = |it| drop(it.insert("nonce", "x")), "id_token.nonce_mismatch", SENT),
    (|it| it.endpoint_claims = |it| drop(it.insert("at_hash", "x")), "id_token.at_hash", SENT),
    (|it| it.endpoint_claims = |it| drop(it.insert("c_hash", "x")), "id_token.c_hash", SENT),
    (|it| it.endpoint_claims = |it| drop(it.insert("s_hash", "x")), "id_token.s_hash", SENT),
];

const SENT: &[&str] = &["/jwks", "/token"];

#[test]
fn core_3_3_2_8_code_id_token() {
    let groups = [rows::SENDER, rows::TOKENS, rows::CODE, rows::ID_TOKEN, rows::C_HASH, EXCHANGE];
    table("code id_token", SENT, &groups);
}

#[test]
fn core_3_3_2_8_code_id_token_token() {
    let groups = [
        rows::SENDER,
        rows::TOKENS,
        rows::CODE,
        rows::ACCESS_TOKEN,
        rows::ID_TOKEN,
        rows::AT_HASH,
        rows::C_HASH,
        EXCHANGE,
    ];
    table("code id_token token", SENT, &groups);
}

#[test]
fn core_3_3_2_8_code_token() {
    const AFTER: &[Row] = &[
        (|it| it.body = |it| drop(it.remove("id_token")), "login.missing_id_token", &["/token"]),
        (
            |it| it.endpoint_claims = |it| drop(it.insert("nonce", "x")),
            "id_token.nonce_mismatch",
            &["/token", "/jwks"],
        ),
    ];
    let groups = [rows::SENDER, rows::TOKENS, rows::CODE, rows::ACCESS_TOKEN, AFTER];
    table("code token", &["/token", "/jwks"], &groups);
}

#[test]
fn attack_068_a_code_in_the_browser_needs_its_c_hash() {
    table("code id_token", SENT, &[rows::C_HASH]);
    table("code id_token token", SENT, &[rows::C_HASH, rows::AT_HASH]);
}

#[test]
fn core_3_3_3_8_the_session_has_the_tokens_of_the_token_endpoint() {
    for response_type in ["code id_token token", "code token"] {
        let login = Trip::new(response_type).run().result.unwrap();
        assert_eq!(login.session.access_token.unwrap().expose(), "SlAV32hkKG");
        assert!(login.session.refresh_token.is_some());
        let from_browser = login.from_browser.unwrap();
        assert_eq!(from_browser.access_token.unwrap().expose(), trip::ACCESS_TOKEN);
        let has_id_token = response_type.contains("id_token");
        assert_eq!(from_browser.id_token.is_some(), has_id_token, "{response_type}");
    }
}

#[test]
fn core_3_3_3_6_the_id_token_of_the_token_endpoint_is_that_of_the_login() {
    let mut trip = Trip::new("code id_token");
    trip.endpoint_claims = |claims| drop(claims.insert("email", "alice@example.com"));
    let login = trip.run().result.unwrap();
    assert!(login.id_token.extra.contains("email"));
    assert!(!login.from_browser.unwrap().id_token.unwrap().extra.contains("email"));
}

#[test]
fn core_3_3_2_11_an_id_token_that_a_provider_signs_is_accepted() {
    let rp = Trip::new("code id_token").rp;
    let login = rp.login(&redirect_uri()).response_type(ResponseType::CODE_ID_TOKEN);
    let (url, pending) = login.begin(now()).unwrap();
    let nonce = Nonce::new(parameters(&url).get("nonce").unwrap().to_owned());
    let code = AuthorizationCode::new(trip::CODE.to_owned());
    let expires = now() + Duration::from_secs(600);
    let mut claims =
        IdTokenClaims::new(&issuer(), "alice", &client_id(), now().into(), expires.into());
    claims.nonce = Some(nonce.clone());
    let expected = ExpectedIdToken::login(NonceExpectation::Sent(&nonce)).code(&code);
    let expected = expected.state(pending.state());
    let expected = expected.received_from(ReceivedFrom::AuthorizationEndpoint);
    let id_token = claims.sign_for(&expected, &keys::es().signing(&CRYPTO), &CRYPTO).unwrap();

    let state = pending.state().expose();
    let fragment = format!("code={}&state={state}&id_token={}", trip::CODE, id_token.expose());
    let callback = Callback::from_uri(&format!("{}#{fragment}", redirect_uri().as_str())).unwrap();
    let mut flow = rp.finish(pending, callback, signed_in().1).unwrap();
    let Ok(Step::Send(request)) = flow.start(now()) else { panic!("the code is sent") };
    assert_eq!(request.uri().path(), "/token");
}
