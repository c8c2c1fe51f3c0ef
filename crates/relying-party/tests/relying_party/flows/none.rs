//! The response type `none`: the provider returns neither a code nor a token.

use symbolon_oauth::ResponseType;
use symbolon_relying_party::{Callback, CallbackError, Flow as _, Step, WithoutTokens};

use super::trip::{Trip, posted};
use crate::parties::{arriving, now, redirect_uri};

/// Finishes a login without tokens, with a callback that has this query.
fn finish(response_type: &str, query: &str) -> Result<WithoutTokens, CallbackError> {
    let rp = Trip::new("none").rp;
    let login = rp.login(&redirect_uri()).scope("email");
    let login = login.response_type(ResponseType::new(response_type).unwrap());
    let (_, pending) = login.begin(now()).unwrap();
    let query = query.replace("{state}", pending.state().expose());
    let callback = Callback::from_http(&arriving(&query)).unwrap();
    let mut flow = rp.finish_without_tokens(pending, callback, rp.key_cache())?;
    let Ok(Step::Done(allowed)) = flow.start(now()) else { panic!("nothing is sent") };
    Ok(allowed)
}

fn refused(query: &str) -> &'static str {
    finish("none", query).unwrap_err().code()
}

#[test]
fn multiple_response_types_4_none() {
    let allowed = finish("none", "state={state}&session_state=f2a").unwrap();
    assert_eq!(allowed.requested_scope.to_string(), "openid email");
    assert_eq!(allowed.extra.get("session_state"), Some("f2a"));

    assert_eq!(refused("state=guess"), "callback.state");
    assert_eq!(refused("state={state}&iss=https://as2.example"), "iss.mismatch");
    assert_eq!(refused("state={state}&error=access_denied"), "callback.refused");
}

#[test]
fn multiple_response_types_4_a_token_beside_none_is_not_used() {
    let allowed = finish("none", "state={state}&code=a&access_token=b&id_token=c").unwrap();
    assert!(allowed.extra.is_empty());
}

#[test]
fn multiple_response_types_4_none_arrives_in_the_query() {
    let rp = Trip::new("none").rp;
    let login = rp.login(&redirect_uri()).response_type(ResponseType::NONE);
    let (_, pending) = login.begin(now()).unwrap();
    let callback = posted(&format!("state={}", pending.state().expose()));
    let callback = Callback::from_http(&callback).unwrap();
    let error = rp.finish_without_tokens(pending, callback, rp.key_cache()).unwrap_err();
    assert_eq!(error.code(), "callback.response_mode");
}

#[test]
fn a_login_without_tokens_signs_no_user_in() {
    let mut trip = Trip::new("none");
    let failure = trip.flow().map(drop).unwrap_err();
    assert_eq!(failure.code(), "callback.response_type");
    let error = finish("code", "state={state}&code=a").unwrap_err();
    assert_eq!(error, CallbackError::ResponseType(ResponseType::CODE));
}
