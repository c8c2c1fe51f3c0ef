//! Tests of the return path.

use super::*;
use crate::{AuthorizationCode, ErrorCode};

fn path(mode: ResponseMode) -> ReturnPath {
    let redirect_uri = RedirectUri::new("https://client.example/cb?tenant=1").unwrap();
    ReturnPath::new(redirect_uri, &ResponseType::CODE, Some(&mode))
        .unwrap()
        .state(Some(State::parse("af0".to_owned()).unwrap()))
        .issuer(&Issuer::new("https://op.example").unwrap())
}

fn location(response: &Response<Vec<u8>>) -> &str {
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(response.headers()["cache-control"], "no-store");
    response.headers()["location"].to_str().unwrap()
}

fn success() -> AuthorizationResponse {
    AuthorizationResponse::new(AuthorizationCode::new("Splx".to_owned()))
}

#[test]
fn rfc6749_4_1_2_a_success_in_the_query() {
    let response = path(ResponseMode::QUERY).respond(success());
    assert_eq!(
        location(&response),
        "https://client.example/cb?tenant=1&code=Splx&state=af0&iss=https%3A%2F%2Fop.example"
    );
}

#[test]
fn multiple_response_types_2_1_a_success_in_the_fragment() {
    let response = path(ResponseMode::FRAGMENT).respond(success());
    assert_eq!(
        location(&response),
        "https://client.example/cb?tenant=1#code=Splx&state=af0&iss=https%3A%2F%2Fop.example"
    );
}

#[test]
fn an_error_takes_the_same_path_as_a_success() {
    let error = || ErrorResponse::new(ErrorCode::ACCESS_DENIED);
    let query = path(ResponseMode::QUERY).refuse(error());
    assert_eq!(
        location(&query),
        "https://client.example/cb?tenant=1&error=access_denied&state=af0\
         &iss=https%3A%2F%2Fop.example"
    );
    let fragment = path(ResponseMode::FRAGMENT).refuse(error());
    assert!(location(&fragment).contains("/cb?tenant=1#error=access_denied&state=af0"));
}

#[test]
fn the_state_of_the_path_replaces_that_of_the_message() {
    let mut message = success();
    message.state = Some(State::parse("another".to_owned()).unwrap());
    message.iss = Some("https://evil.example".to_owned());
    let response = path(ResponseMode::QUERY).respond(message);
    assert!(location(&response).ends_with("&state=af0&iss=https%3A%2F%2Fop.example"));
}

#[test]
fn the_location_header_is_marked_as_sensitive() {
    let response = path(ResponseMode::QUERY).respond(success());
    assert!(response.headers()["location"].is_sensitive());
}

#[test]
fn an_unsupported_mode_is_refused_with_its_name() {
    let redirect_uri = RedirectUri::new("https://client.example/cb").unwrap();
    let mode = ResponseMode::new("web_message").unwrap();
    let error = ReturnPath::new(redirect_uri, &ResponseType::CODE, Some(&mode)).unwrap_err();
    assert_eq!(error, ResponseModeError::Unsupported { found: mode });
    assert_eq!(error.code(), "response_mode.unsupported");
    assert_eq!(
        error.to_string(),
        "the response mode web_message is not supported; expected query, fragment, form_post, jwt, \
         query.jwt, fragment.jwt or form_post.jwt"
    );
}

#[test]
fn a_form_is_posted_to_a_website_only() {
    let build = |uri: &str, mode: ResponseMode| {
        let redirect_uri = RedirectUri::new(uri).unwrap();
        ReturnPath::new(redirect_uri, &ResponseType::CODE, Some(&mode)).map(drop)
    };
    for mode in [ResponseMode::FORM_POST, ResponseMode::FORM_POST_JWT] {
        assert_eq!(build("https://client.example/cb", mode.clone()), Ok(()));
        assert_eq!(build("http://127.0.0.1:8000/cb", mode.clone()), Ok(()));
        let found = Excerpt::new("com.example.app");
        let error = ResponseModeError::FormScheme { found };
        assert_eq!(build("com.example.app:/cb", mode), Err(error));
    }
    assert_eq!(build("com.example.app:/cb", ResponseMode::QUERY), Ok(()));
}

#[test]
fn a_jwt_mode_without_a_key_sends_no_parameter() {
    let modes = ResponseMode::ALL.into_iter().filter(ResponseMode::is_jwt);
    for path in modes.map(path) {
        for response in
            [path.respond(success()), path.refuse(ErrorResponse::new(ErrorCode::ACCESS_DENIED))]
        {
            assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
            assert!(!response.headers().contains_key("location"));
            let text = format!("{response:?} {}", String::from_utf8_lossy(response.body()));
            assert!(["Splx", "af0", "access_denied"].iter().all(|it| !text.contains(it)));
            let reason = response.extensions().get::<UndeliverableResponse>();
            assert_eq!(reason, Some(&UndeliverableResponse::MissingJwt));
        }
    }
}
