//! Properties that hold for all input: attack 123.

use http::{Method, Request, Response, header};
use proptest::prelude::*;
use symbolon_oauth::ResponseType;
use symbolon_relying_party::{Callback, Flow as _, Step};

use crate::attempt::{Attempt, Run, signed_in};
use crate::parties::{answer, arriving, begin, now, redirect_uri, rp};

/// Generates queries of likely and of arbitrary parameters.
fn parameters() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("code=a".to_owned()),
        Just("state={state}".to_owned()),
        Just("error=access_denied".to_owned()),
        Just("iss=https://op.example".to_owned()),
        "[ -~]{0,20}",
        "(code|state|iss|error|error_description)=[!-~]{0,12}",
    ];
    proptest::collection::vec(piece, 0..6).prop_map(|pieces| pieces.join("&"))
}

/// Generates responses of likely parameters, whose ID Tokens have no valid signature.
fn response() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("code=a".to_owned()),
        Just("state={state}".to_owned()),
        Just("state={state}".to_owned()),
        Just("access_token=a".to_owned()),
        Just("token_type=Bearer".to_owned()),
        Just("id_token=eyJhbGciOiJFUzI1NiJ9.e30.c2ln".to_owned()),
        "(id_token|response)=[A-Za-z0-9_-]{0,9}[.][A-Za-z0-9_-]{0,9}[.][A-Za-z0-9_-]{0,9}",
        "(iss|error|expires_in|scope)=[!-~]{0,12}",
    ];
    proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.join("&"))
}

proptest! {
    #[test]
    fn attack_123_no_callback_body_panics(body in proptest::collection::vec(any::<u8>(), 0..200)) {
        let request = Request::builder()
            .method(Method::POST)
            .uri("/callback")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body)
            .unwrap();
        let _ = Callback::from_http(&request);
    }

    #[test]
    fn attack_123_no_likely_callback_panics_and_only_the_right_state_is_accepted(
        query in parameters(),
    ) {
        let rp = rp();
        let (_, pending) = begin(&rp);
        let state = pending.state().clone();
        let query = query.replace("{state}", state.expose()).replace(['{', '}', ' ', '#'], "");
        let Ok(request) = Request::get(format!("/cb?{query}")).body(Vec::new())
        else { return Ok(()) };
        let Ok(callback) = Callback::from_http(&request) else { return Ok(()) };
        let is_right = *callback.state() == state;
        let finished = rp.finish(pending, callback, rp.key_cache());
        prop_assert!(is_right || finished.is_err());
    }

    #[test]
    fn attack_123_no_uri_of_a_native_app_panics(uri in "[ -~]{0,80}") {
        let _ = Callback::from_uri(&uri);
        let _ = Callback::from_uri(&format!("com.example.app:/cb#{uri}"));
    }

    #[test]
    fn attack_123_no_likely_response_of_any_type_signs_in_without_a_signature(
        response_type in 0_usize..7,
        part in prop_oneof![Just('?'), Just('#')],
        encoded in response(),
    ) {
        let rp = crate::flows::party();
        let response_type = ResponseType::ALL[response_type].clone();
        let login = rp.login(&redirect_uri()).response_type(response_type.clone());
        let (_, pending) = login.begin(now()).unwrap();
        let encoded = encoded.replace("{state}", pending.state().expose());
        let uri = format!("{}{part}{}", redirect_uri().as_str(), encoded.replace(['{', '}'], ""));
        let Ok(callback) = Callback::from_uri(&uri) else { return Ok(()) };
        let Ok(mut flow) = rp.finish(pending, callback, signed_in().1) else { return Ok(()) };
        // The keys are in the cache, so the only request is the request with the code.
        match flow.start(now()) {
            Ok(Step::Done(_)) => prop_assert!(false, "signed in with {encoded}"),
            Ok(Step::Send(request)) => {
                prop_assert_eq!(request.uri().path(), "/token");
                prop_assert!(!response_type.includes("id_token"), "sent a code after {encoded}");
            }
            Err(_) => {}
        }
    }

    #[test]
    fn attack_123_no_token_response_panics_or_logs_in_without_a_signature(
        status in 100_u16..600,
        json in any::<bool>(),
        body in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        let mut response: Response<Vec<u8>> =
            answer(if json { "application/json" } else { "text/html" }, &body);
        *response.status_mut() = http::StatusCode::from_u16(status).unwrap();
        let outcome = Attempt::new().answer(response).run();
        prop_assert!(outcome.result.is_err());
    }

    #[test]
    fn attack_123_no_id_token_panics(token in "[A-Za-z0-9_.-]{0,80}") {
        let attempt = Attempt::new().body(move |body| { body.insert("id_token", token); });
        prop_assert!(attempt.run().result.is_err());
    }

    #[test]
    fn attack_123_no_user_info_panics(body in proptest::collection::vec(any::<u8>(), 0..200)) {
        let (session, _) = signed_in();
        let flow = rp().user_info(&session).unwrap();
        let Run { result, .. } = crate::attempt::run(flow, [answer("application/json", &body)], now());
        prop_assert!(result.is_err());
    }

    #[test]
    fn the_state_survives_every_value_of_other_parameters(hint in "[ -~é]{0,30}") {
        let rp = rp();
        let (url, pending) = rp
            .login(&redirect_uri())
            .login_hint(&hint)
            .parameter("example", &hint)
            .begin(now())
            .unwrap();
        let sent = crate::parties::parameters(&url);
        prop_assert_eq!(sent.get("login_hint").unwrap_or_default(), hint.as_str());
        let query = format!("code=a&state={}", sent.get("state").unwrap());
        let callback = Callback::from_http(&arriving(&query)).unwrap();
        prop_assert!(rp.finish(pending, callback, rp.key_cache()).is_ok());
    }
}
