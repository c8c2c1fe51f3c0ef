//! The store fails: each endpoint answers `temporarily_unavailable`.

use symbolon_jose::Object;
use symbolon_oauth::{ErrorCode, ErrorResponse};
use symbolon_provider::{
    GrantId, Presented, Refusal, SingleUse, StoreFailed, Stored, TokenRefusal, UserInfoRefusal,
};

use crate::common::*;

fn failing<T>() -> Result<T, StoreFailed> {
    Err(StoreFailed)
}

/// RFC 9110 §15.6.4: the status 503, with the time after which the client can try again.
#[track_caller]
fn assert_asks_to_try_again_later(response: &http::Response<Vec<u8>>) {
    assert_eq!(response.status(), 503);
    assert_eq!(response.headers()["retry-after"], "5");
}

#[test]
fn the_token_endpoint_says_temporarily_unavailable() {
    let answer = || -> Result<(), TokenRefusal> { Ok(failing()?) };
    let refusal = answer().unwrap_err();
    assert_eq!(refusal.code(), "store_failed");
    assert_eq!(refusal.grant_to_revoke(), None);
    let response = refusal.into_response(Stored::Confirmed);
    assert_asks_to_try_again_later(&response);
    assert_eq!(json(&response)["error"], "temporarily_unavailable");
    assert_refused(answer().unwrap_err(), 503, "temporarily_unavailable");
}

#[test]
fn the_user_info_endpoint_says_temporarily_unavailable() {
    let answer = || -> Result<(), UserInfoRefusal> { Ok(failing()?) };
    let refusal = answer().unwrap_err();
    assert_eq!(refusal.reason().code(), "store_failed");
    let response = refusal.into_response();
    assert_asks_to_try_again_later(&response);
    let error = ErrorResponse::from_http(&response).unwrap().error;
    assert_eq!(error, ErrorCode::TEMPORARILY_UNAVAILABLE);
    assert_eq!(response.headers()["cache-control"], "no-store");
}

#[test]
fn rfc6749_4_1_2_1_the_authorization_endpoint_shows_a_page_before_the_client_is_known() {
    let answer = || -> Result<(), Refusal> { Ok(failing()?) };
    let Refusal::ToUser(refusal) = answer().unwrap_err() else { panic!("a redirect") };
    assert_eq!(refusal.status(), 503);
    assert!(refusal.sentence().contains("later"));
    let headers = refusal.page_headers();
    assert_eq!(headers["retry-after"], "5");
    assert_eq!(headers["x-frame-options"], "DENY");
}

#[test]
fn rfc9110_10_2_3_a_page_or_response_that_is_final_has_no_retry_after() {
    let refused = authorize_as(&provider(), None, &asking().get()).unwrap_err();
    let Refusal::ToUser(refusal) = refused else { panic!("a redirect") };
    assert_eq!(refusal.status(), 400);
    assert_eq!(refusal.page_headers(), symbolon_provider::page_headers());
    let response = tokens().into_response(Stored::GrantRevoked);
    assert!(!response.headers().contains_key("retry-after"));
}

/// The browser goes back to the client, which can try again.
#[test]
fn rfc6749_4_1_2_1_a_code_that_was_not_stored_is_not_sent() {
    let pending = authorize(&asking()).unwrap();
    let issued = provider().respond(pending, yes(alice()), at(10)).unwrap();
    let response = response_of(&issued.into_response(Stored::Failed));
    assert_eq!(response.get("error"), Some("temporarily_unavailable"));
    assert_eq!(response.get("code"), None);
    assert_eq!(response.get("state"), Some(STATE));
    assert_eq!(response.get("iss"), Some(ISSUER));
}

#[test]
fn attack_090_tokens_that_were_not_stored_are_not_sent() {
    let response = tokens().into_response(Stored::Failed);
    assert_asks_to_try_again_later(&response);
    assert_eq!(json(&response), serde_json::json!({ "error": "temporarily_unavailable" }));
}

/// The client must not learn that the code was used while its tokens are still valid.
#[test]
fn attack_090_a_revocation_that_failed_is_no_invalid_grant() {
    let (code, record) = code_for(&asking());
    let presented = presented_code(&provider(), &redeeming(&code), &web()).unwrap();
    let spent = SingleUse::Spent(record.grant);
    let refusal = provider().redeem(presented, spent, Object::new(), at(11)).unwrap_err();
    let revoke = |_: &GrantId| failing();
    let stored = refusal.grant_to_revoke().map_or(Ok(Stored::Confirmed), revoke);
    let response = refusal.into_response(stored.unwrap_or(Stored::Failed));
    assert_asks_to_try_again_later(&response);
}

#[test]
fn rfc6749_5_2_a_program_refuses_what_it_does_not_handle() {
    let presented = presented_to(&provider(), &redeeming("c"), &web()).unwrap();
    assert!(matches!(presented, Presented::Code(_)));
    assert_refused(presented.refuse(), 400, "unsupported_grant_type");
    let presented = presented_to(&provider(), &refreshing("r"), &web()).unwrap();
    assert_refused(presented.refuse(), 400, "unsupported_grant_type");
}
