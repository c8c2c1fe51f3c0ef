//! Token requests and token responses.

use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Request, Response, StatusCode};
use symbolon_oauth::{
    AccessToken, ErrorResponse, RefreshToken, TokenRequest, TokenResponse, TokenResponseError,
    TokenResponseQuirks,
};
use url::Url;

use crate::{Accepted, first_line};

const FORM: &str = "application/x-www-form-urlencoded";

/// Takes `Authorization` on a line, and the form of a token request. A request that is read is printed
/// and read again as the same request.
pub(crate) fn token_request(data: &[u8]) -> Option<Accepted> {
    let (authorization, body) = first_line(data);
    let mut request = Request::post("/token").header(CONTENT_TYPE, FORM);
    if !authorization.is_empty() {
        request = request.header(AUTHORIZATION, HeaderValue::from_bytes(authorization).ok()?);
    }
    let request = request.body(body).expect("the parts are valid");
    let request = TokenRequest::from_http(&request).ok()?;
    let endpoint = Url::parse("https://server.example.com/token").expect("a valid URL");
    let printed = request.clone().into_http(&endpoint).expect("what was read can be printed");
    assert_eq!(TokenRequest::from_http(&printed), Ok(request));
    Some(Accepted)
}

/// Takes the status on a line, and the body of a token response. It is a success or an error, and is
/// printed and read again as the same response. Quirks change nothing about a response that is read
/// without them, and never turn a reported error into a success.
pub(crate) fn token_response(data: &[u8]) -> Option<Accepted> {
    let (status, body) = first_line(data);
    let status = StatusCode::from_bytes(status).ok()?;
    let response = Response::builder().status(status).header(CONTENT_TYPE, "application/json");
    let response = response.body(body).expect("the parts are valid");
    let error = ErrorResponse::from_http(&response);
    if let Ok(error) = &error {
        let again = ErrorResponse::from_http(&error.clone().into_http(status));
        // Characters that `error_description` may not have are replaced when it is printed.
        assert_eq!(again.map(|again| again.error), Ok(error.error.clone()));
    }
    let quirks = TokenResponseQuirks::default()
        .scope_array(true)
        .token_type_missing(true)
        .access_token_missing(true)
        .any_success_status(true)
        .any_content_type(true);
    let tolerant = TokenResponse::from_http_with_quirks(&response, &quirks);
    match TokenResponse::from_http(&response) {
        Ok(tokens) => {
            assert_eq!(tolerant.as_ref(), Ok(&tokens));
            assert!(error.is_err() && status == StatusCode::OK);
            assert_eq!(TokenResponse::from_http(&tokens.clone().into_http()).as_ref(), Ok(&tokens));
            // The text of a token may be in another member too. So the tokens are changed, not searched.
            let mut others = tokens.clone();
            others.access_token = Some(AccessToken::new("another".to_owned()));
            others.refresh_token =
                others.refresh_token.map(|_| RefreshToken::new("other".to_owned()));
            assert_eq!(format!("{tokens:?}"), format!("{others:?}"), "a token is printed by Debug");
            Some(Accepted)
        }
        Err(TokenResponseError::Refused { status: found, error: refusal }) => {
            assert_eq!(found, status);
            assert_eq!(tolerant.as_ref().err().and_then(|it| it.refusal()), Some(&refusal));
            // A server can report an error with a status of success; `ErrorResponse` refuses that.
            if !status.is_success() {
                assert_eq!(error, Ok(refusal));
            }
            Some(Accepted)
        }
        Err(_) => {
            let tokens = tolerant.ok()?;
            assert!(
                status.is_success() && (tokens.access_token.is_some() || tokens.id_token.is_some())
            );
            let again = TokenResponse::from_http_with_quirks(&tokens.clone().into_http(), &quirks);
            assert_eq!(again, Ok(tokens));
            Some(Accepted)
        }
    }
}
