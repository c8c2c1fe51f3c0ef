//! The order of the requests: keys, then the code.

use symbolon_relying_party::{Flow as _, LoginError, Step};

use super::trip::Trip;
use crate::attempt::signed_in;
use crate::parties::{answer, now};

#[test]
fn with_keys_in_the_cache_an_id_token_needs_no_request() {
    let (_, keys) = signed_in();
    let mut trip = Trip::new("id_token");
    trip.keys = keys;
    assert_eq!(trip.run().asked, [""; 0]);
}

#[test]
fn with_keys_in_the_cache_only_the_code_is_sent() {
    let (_, keys) = signed_in();
    let mut trip = Trip::new("code id_token");
    trip.keys = keys;
    assert_eq!(trip.run().asked, ["/token"]);
}

#[test]
fn with_keys_in_the_cache_nothing_is_sent_after_a_failure() {
    let (_, keys) = signed_in();
    let mut trip = Trip::new("code id_token");
    trip.keys = keys;
    trip.claims = |claims| drop(claims.remove("c_hash"));
    let (mut flow, _) = trip.flow().map_err(|it| it.code()).unwrap();
    let error = flow.start(now()).unwrap_err();
    assert!(matches!(error, LoginError::CallbackIdToken(_)), "{error:?}");
    assert!(error.to_string().starts_with("the ID Token in the callback is refused"), "{error}");
    // The flow is over.
    assert_eq!(flow.start(now()).unwrap_err().code(), "flow.out_of_turn");
    let response = answer("application/json", b"{}");
    assert_eq!(flow.receive(response, now()).unwrap_err().code(), "flow.out_of_turn");
}

#[test]
fn without_keys_no_code_is_sent() {
    let mut trip = Trip::new("code id_token");
    let (mut flow, _) = trip.flow().map_err(|it| it.code()).unwrap();
    assert!(matches!(flow.start(now()), Ok(Step::Send(_))));
    assert!(matches!(flow.unanswered(now()), Ok(None)));

    let mut trip = Trip::new("code id_token");
    trip.jwks = answer("text/html", b"down");
    let ended = trip.run();
    assert_eq!(ended.asked, ["/jwks"]);
    assert_eq!(ended.result.unwrap_err().code(), "document.content_type");
}

#[test]
fn a_flow_called_out_of_turn_returns_an_error() {
    let mut trip = Trip::new("code id_token");
    let (mut flow, _) = trip.flow().map_err(|it| it.code()).unwrap();
    let response = answer("application/json", b"{}");
    assert_eq!(flow.receive(response, now()).unwrap_err().code(), "flow.out_of_turn");
}
