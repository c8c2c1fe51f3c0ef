//! Authorization requests and responses.

use http::Request;
use http::header::CONTENT_TYPE;
use symbolon_oauth::iss::Expectation::Required;
use symbolon_oauth::{
    AuthorizationError, AuthorizationRequest, AuthorizationResponse, AuthorizationResponseError,
    Parameters, ResponseType, iss,
};
use symbolon_oidc::AuthenticationRequest;
use symbolon_relying_party::Callback;
use symbolon_test_support::names::issuer;

use crate::{Accepted, text};

/// Reads the query of an authorization request as OAuth does. A request that is read is printed and
/// read again as the same request.
pub(crate) fn authorization_request(data: &[u8]) -> Option<Accepted> {
    let parameters = Parameters::parse(text(data)?).ok()?;
    let request = AuthorizationRequest::from_parameters(parameters).ok()?;
    let again = AuthorizationRequest::from_parameters(request.to_parameters());
    assert_eq!(again.as_ref(), Ok(&request));
    Some(Accepted)
}

/// Reads the same input as OpenID Connect does, and as the endpoint of the provider does.
pub(crate) fn authentication_request(data: &[u8]) -> Option<Accepted> {
    let encoded = text(data)?;
    let posted = Request::post("/authorize")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(data)
        .expect("the parts are valid");
    let at_endpoint = symbolon_provider::ReceivedRequest::from_http(&posted);
    let parameters = Parameters::parse(encoded).ok()?;
    if let Ok(request) = &at_endpoint {
        assert_eq!(parameters.get("client_id"), Some(request.client_id().as_str()));
    }
    let request = AuthenticationRequest::from_parameters(parameters).ok()?;
    let again = AuthenticationRequest::from_parameters(request.to_parameters());
    assert_eq!(again.as_ref(), Ok(&request));
    // Core §3.1.2.1: the request has a redirect URI, so every response has an address.
    assert!(at_endpoint.is_ok());
    Some(Accepted)
}

/// Reads an authorization response in every way: it is a success or an error, never both.
pub(crate) fn authorization_response(data: &[u8]) -> Option<Accepted> {
    let parameters = Parameters::parse(text(data)?).ok()?;
    let posted = Request::post("/callback")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(data)
        .expect("the parts are valid");
    match Callback::from_http(&posted) {
        Ok(callback) => assert_eq!(parameters.get("state"), Some(callback.state().expose())),
        Err(error) => assert!(!error.code().is_empty()),
    }
    let mut accepted = None;
    for response_type in ["code", "id_token token", "code id_token token"] {
        let response_type = ResponseType::new(response_type).expect("the grammar holds");
        if authorization_response_to(&parameters, &response_type).is_some() {
            accepted = Some(Accepted);
        }
    }
    accepted
}

fn authorization_response_to(
    parameters: &Parameters,
    response_type: &ResponseType,
) -> Option<Accepted> {
    let read = |parameters| AuthorizationResponse::from_parameters(parameters, response_type);
    let refused = match read(parameters.clone()) {
        Ok(response) => {
            assert!(AuthorizationError::from_parameters(parameters.clone()).is_err(), "both");
            let again = read(response.to_parameters());
            assert_eq!(again.as_ref(), Ok(&response));
            // RFC 9207 §2.4: `iss` is compared character by character.
            let is_ours = response.iss.as_deref() == Some(issuer().as_str());
            assert_eq!(iss::verify(response.iss.as_deref(), &issuer(), Required).is_ok(), is_ours);
            return Some(Accepted);
        }
        Err(AuthorizationResponseError::Refused(refused)) => refused,
        Err(_) => return None,
    };
    // Characters that `error_description` must not have are replaced when the response is sent. After
    // that, the response stays as it is.
    let sent = refused.to_parameters();
    let again = AuthorizationError::from_parameters(sent.clone());
    assert_eq!(again.as_ref().map(AuthorizationError::to_parameters), Ok(sent));
    assert_eq!(again.map(|again| again.error.error), Ok(refused.error.error));
    Some(Accepted)
}
