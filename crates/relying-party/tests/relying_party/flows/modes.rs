//! The response modes: a response arrives in the mode that was asked for.

use symbolon_oauth::{Parameters, ParametersError, ResponseMode, ResponseType};
use symbolon_relying_party::{Callback, CallbackError, MalformedCallback};

use super::trip::{ALL, Failure, Trip, posted};
use crate::parties::{arriving, begin, callback, now, redirect_uri, rp};

/// Returns the code of the error of a login in this mode whose response arrives in this part.
fn arriving_in(
    response_type: &'static str,
    mode: fn() -> Option<ResponseMode>,
    part: &'static str,
) -> Option<&'static str> {
    let mut trip = Trip::new(response_type);
    trip.arrives_in = part;
    trip.login = match mode().as_ref().map(ResponseMode::as_str) {
        None => |it| it,
        Some("query") => |it| it.response_mode(ResponseMode::QUERY),
        Some("fragment") => |it| it.response_mode(ResponseMode::FRAGMENT),
        Some(_) => |it| it.response_mode(ResponseMode::FORM_POST),
    };
    trip.flow().err().map(|failure| failure.code())
}

#[test]
fn multiple_response_types_2_1_a_response_in_another_mode_is_refused() {
    const OTHER: Option<&str> = Some("callback.response_mode");
    for response_type in ALL.into_iter().filter(|it| *it != "none") {
        let in_fragment = response_type != "code";
        let by_default = if in_fragment {
            [("query", OTHER), ("fragment", None), ("form_post", None)]
        } else {
            [("query", None), ("fragment", OTHER), ("form_post", OTHER)]
        };
        for (part, expected) in by_default {
            assert_eq!(arriving_in(response_type, || None, part), expected, "{response_type}");
        }
        // A page at the redirect URI posts the parameters of the fragment.
        for (part, expected) in [("query", OTHER), ("fragment", None), ("form_post", None)] {
            let found = arriving_in(response_type, || Some(ResponseMode::FRAGMENT), part);
            assert_eq!(found, expected, "{response_type} {part}");
        }
        for (part, expected) in [("query", OTHER), ("fragment", OTHER), ("form_post", None)] {
            let found = arriving_in(response_type, || Some(ResponseMode::FORM_POST), part);
            assert_eq!(found, expected, "{response_type} {part}");
        }
    }
    let query = |part| arriving_in("code", || Some(ResponseMode::QUERY), part);
    assert_eq!([query("query"), query("fragment"), query("form_post")], [None, OTHER, OTHER]);
}

#[test]
fn multiple_response_types_5_tokens_in_the_query_are_refused_with_both_modes_in_the_error() {
    let mut trip = Trip::new("id_token token");
    trip.arrives_in = "query";
    let failure = trip.flow().map(drop).unwrap_err();
    let Failure::Callback(error) = failure else { panic!("{failure:?}") };
    let expected = ResponseMode::FRAGMENT;
    assert_eq!(error, CallbackError::ResponseMode { found: "query", expected });
    let printed = "the response arrived in the query; expected the response mode `fragment`";
    assert_eq!(error.to_string(), printed);
}

#[test]
fn an_error_is_read_in_every_mode() {
    for part in ["query", "fragment", "form_post"] {
        let mut trip = Trip::new("code id_token");
        trip.arrives_in = part;
        trip.parameters = |it| {
            it.take("code");
            it.push("error", "login_required");
        };
        let failure = trip.flow().map(drop).unwrap_err();
        assert_eq!(failure.code(), "callback.refused", "{part}");
    }
}

#[test]
fn a_mode_that_this_library_does_not_know_is_not_compared() {
    let rp = Trip::new("code").rp;
    let login = rp.login(&redirect_uri()).response_mode(ResponseMode::new("web_message").unwrap());
    let (_, pending) = login.begin(now()).unwrap();
    let arrived = callback(&pending);
    assert!(rp.finish(pending, arrived, rp.key_cache()).is_ok());
}

#[test]
fn parameters_that_the_caller_read_have_no_mode() {
    let rp = Trip::new("code").rp;
    let login = rp.login(&redirect_uri()).response_mode(ResponseMode::FORM_POST);
    let (_, pending) = login.begin(now()).unwrap();
    let mut parameters = Parameters::new();
    parameters.push("code", "a");
    parameters.push("state", pending.state().expose());
    let arrived = Callback::from_parameters(redirect_uri().as_str(), parameters).unwrap();
    assert!(rp.finish(pending, arrived, rp.key_cache()).is_ok());
}

#[test]
fn attack_079_a_response_in_query_and_fragment() {
    for uri in [
        "https://client.example/cb?code=a&state=b#id_token=c&state=b",
        "https://client.example/cb?state=b#code=a",
        "https://client.example/cb?%73tate=b#state=b",
        "https://client.example/cb?error=x#state=b",
    ] {
        let error = Callback::from_uri(uri).unwrap_err();
        assert_eq!(error, MalformedCallback::QueryAndFragment, "{uri}");
        assert_eq!(error.code(), "callback.query_and_fragment");
    }
}

#[test]
fn attack_079_a_parameter_twice_in_the_fragment() {
    let error = Callback::from_uri("com.example.app:/cb#state=a&state=b").unwrap_err();
    let twice = ParametersError::Duplicate { name: Some("state") };
    assert_eq!(error, MalformedCallback::Parameters(twice));
}

#[test]
fn the_fragment_of_a_native_app_is_read() {
    for (uri, state) in [
        ("com.example.app:/cb#state=a&code=b", "a"),
        // The redirect URI has a query.
        ("com.example.app:/cb?tenant=1#state=a&code=b", "a"),
        // Some providers add a fragment to a response in the query.
        ("com.example.app:/cb?state=a&code=b#_=_", "a"),
        ("com.example.app:/cb?state=a&code=b#", "a"),
    ] {
        assert_eq!(Callback::from_uri(uri).unwrap().state().expose(), state, "{uri}");
    }
    let error = Callback::from_uri("com.example.app:/cb#_=_").unwrap_err();
    assert_eq!(error.code(), "callback.missing_state");
}

#[test]
fn attack_078_a_fragment_arrives_at_the_redirect_uri_of_the_login() {
    for (uri, accepted) in
        [("https://client.example/cb", true), ("https://client.example/x", false)]
    {
        let rp = Trip::new("id_token").rp;
        let login = rp.login(&redirect_uri()).response_type(ResponseType::ID_TOKEN);
        let (_, pending) = login.begin(now()).unwrap();
        let uri = format!("{uri}#id_token=a.b.c&state={}", pending.state().expose());
        let arrived = Callback::from_uri(&uri).unwrap();
        assert_eq!(rp.finish(pending, arrived, rp.key_cache()).is_ok(), accepted, "{uri}");
    }
}

#[test]
fn a_login_that_an_earlier_version_stored_is_a_login_with_code_in_any_mode() {
    let rp = rp();
    for request in [arriving as fn(&str) -> _, posted] {
        let (_, pending) = begin(&rp);
        let mut stored = serde_json::to_value(&pending).unwrap();
        for name in ["response_type", "response_mode"] {
            assert!(stored.as_object_mut().unwrap().remove(name).is_some(), "{name}");
        }
        let stored = serde_json::from_value(stored).unwrap();
        let arrived = request(&format!("code=a&state={}", pending.state().expose()));
        let arrived = Callback::from_http(&arrived).unwrap();
        assert!(rp.finish(stored, arrived, rp.key_cache()).is_ok());
    }
}
