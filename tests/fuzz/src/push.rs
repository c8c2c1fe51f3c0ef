//! Pushed authorization requests: the endpoint of the provider, and the answer that the relying party
//! reads.

use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Request, Response, StatusCode};
use symbolon_oauth::Parameters;
use symbolon_oauth::pushed::{PushedAuthorizationResponse, PushedAuthorizationResponseError};
use symbolon_provider::{
    FirstUse, PushRefusal, PushedRequest, ReceivedRequest, RequestSource, Stored,
};

use crate::checksum::CHECKSUM;
use crate::provider::{client, provider};
use crate::{Accepted, first_line, jwt};

const FORM: &str = "application/x-www-form-urlencoded";

/// Takes `Authorization` on a line, and the form of a pushed request. A reference is returned only to
/// a client that authenticated, and the provider then accepts the request of the browser.
pub(crate) fn pushed_request(data: &[u8]) -> Option<Accepted> {
    let (authorization, body) = first_line(data);
    let mut request = Request::post("/par").header(CONTENT_TYPE, FORM);
    if !authorization.is_empty() {
        request = request.header(AUTHORIZATION, HeaderValue::from_bytes(authorization).ok()?);
    }
    let request = request.body(body).expect("the parts are valid");
    match answer(&request) {
        Ok(accepted) => Some(accepted),
        Err(refusal) => {
            let response = refusal.into_response();
            assert!(response.status().is_client_error());
            assert!(PushedAuthorizationResponse::from_http(&response).is_err());
            None
        }
    }
}

fn answer(request: &Request<&[u8]>) -> Result<Accepted, PushRefusal> {
    let request = PushedRequest::from_http(request)?;
    let client = client(request.client_id().as_str());
    let authenticated = provider().authenticate_push(&request, client.as_ref(), jwt::now())?;
    let authenticated = authenticated.accept(FirstUse::Confirmed).expect("the first use");
    let client = client.expect("only registered clients are authenticated");
    let pushed = provider().push(request, authenticated, jwt::now())?;
    let record = pushed.records().clone();
    assert_eq!(record.client_id, client.client_id);
    for name in ["client_secret", "client_assertion", "request", "request_uri"] {
        assert!(!record.parameters.contains(name), "{name} is in the record");
    }
    let response = pushed.into_response(Stored::Confirmed);
    let response = PushedAuthorizationResponse::from_http(&response).expect("our own response");
    assert_eq!(response.request_uri.fingerprint(&CHECKSUM), record.fingerprint);
    let mut query = Parameters::new();
    query.push("client_id", client.client_id.as_str());
    query.push("request_uri", response.request_uri.expose());
    let arrived = Request::get(format!("/authorize?{}", query.encode())).body("");
    let arrived = ReceivedRequest::from_http(&arrived.expect("a valid URL")).expect("readable");
    let RequestSource::Pushed(reference) = provider().source(arrived, Some(&client)) else {
        panic!("the reference is not recognised")
    };
    assert_eq!(*reference.fingerprint(), record.fingerprint);
    let arrived = reference.found(Some(record));
    let pending = provider().authorize(arrived, Some(&client), jwt::now());
    assert_eq!(*pending.expect("checked when it was pushed").client_id(), client.client_id);
    Ok(Accepted)
}

/// Takes the status on a line, and the body of the answer to a pushed request. An answer that is read
/// is printed and read again as the same answer.
pub(crate) fn pushed_response(data: &[u8]) -> Option<Accepted> {
    let (status, body) = first_line(data);
    let status = StatusCode::from_bytes(status).ok()?;
    let response = Response::builder().status(status).header(CONTENT_TYPE, "application/json");
    let response = response.body(body).expect("the parts are valid");
    match PushedAuthorizationResponse::from_http(&response) {
        Ok(answer) => {
            assert!(status.is_success() && answer.expires_in > 0);
            let again = PushedAuthorizationResponse::from_http(&answer.clone().into_http());
            assert_eq!(again.as_ref(), Ok(&answer));
            Some(Accepted)
        }
        Err(PushedAuthorizationResponseError::Refused { status: found, .. }) => {
            assert!(found == status && !status.is_success());
            Some(Accepted)
        }
        Err(_) => None,
    }
}
