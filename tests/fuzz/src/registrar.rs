//! The provider's registration endpoint, from the bytes of a request to the response.

use std::convert::Infallible;
use std::sync::LazyLock;

use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{Method, Request, Response};
use symbolon_discovery::Endpoint;
use symbolon_jose::SignatureAlgorithm;
use symbolon_jose::jwk::KeyKind;
use symbolon_oauth::flow::drive_blocking;
use symbolon_oauth::obligation::{AddressFrom, FetchLimits};
use symbolon_oauth::{AccessToken, ErrorCode, ErrorResponse};
use symbolon_provider::{
    ClientRegistration, ConfigurationRequest, Configured, IdTokenKey, NewRegistration, Provider,
    ProviderPolicy, RegisteredBy, RegistrationPolicy, RegistrationRefusal, RegistrationRequest,
    RequestObjects, Stored,
};
use symbolon_registration::{ClientInformation, ClientMetadata};
use symbolon_test_support::metadata;
use symbolon_test_support::names::issuer;

use crate::checksum::CHECKSUM;
use crate::{Accepted, first_line, jwt, keys};

/// Takes the document that every address serves on a line, and the body of a registration request.
/// What is registered is what was asked for, or less. A client that is registered reads the same, and
/// an update with everything that it read changes nothing.
pub(crate) fn provider_register(data: &[u8]) -> Option<Accepted> {
    let (document, body) = first_line(data);
    let request = request(Method::POST, "https://op.example/register", None, body);
    let (records, information) = match register(&request, document) {
        Ok(registered) => registered,
        Err(refusal) => {
            refused(refusal);
            return None;
        }
    };
    let asked = RegistrationRequest::from_http(&request).expect("it was registered").metadata;
    let ClientRegistration { client, registration, .. } = records.registration;
    assert_eq!(records.spends, None);
    assert_eq!(client.registered_by, RegisteredBy::Itself);
    assert_eq!((&client.pkce, client.assertion_audience_token_endpoint), (&None, false));
    assert_eq!(client.redirect_uris, asked.redirect_uris);
    assert_eq!(information.metadata, client.metadata());
    assert!(information.metadata.unread().is_empty());
    assert_eq!(information.metadata.validate(), Ok(()));
    let secret = information.client_secret.as_ref().map(|secret| secret.fingerprint(&CHECKSUM));
    assert_eq!(secret, client.client_secret_fingerprint);
    let access = information.access.as_ref().expect("the response has a token");
    assert_eq!(access.token.fingerprint(&CHECKSUM), registration.token);

    let stored = ClientRegistration::new(client, registration);
    let json = serde_json::to_string(&stored).expect("a record can be written");
    let read: ClientRegistration = serde_json::from_str(&json).expect("it was written");
    assert_eq!(read, stored);
    assert_eq!(update(stored, access.uri.as_str(), &access.token, document), information.metadata);
    Some(Accepted)
}

/// A refused registration has the error response of RFC 7591 or a challenge.
fn refused(refusal: RegistrationRefusal) {
    let token = refusal.reason().error_code() == ErrorCode::INVALID_TOKEN;
    let response = refusal.into_response();
    assert!(response.status().is_client_error());
    assert!(response.headers().contains_key("cache-control"));
    assert!(token || ErrorResponse::from_http(&response).is_ok());
}

fn request(
    method: Method,
    uri: &str,
    token: Option<&AccessToken>,
    body: &[u8],
) -> Request<Vec<u8>> {
    let mut request = Request::builder().method(method).uri(uri);
    request = request.header(CONTENT_TYPE, "application/json");
    if let Some(token) = token {
        request = request.header(AUTHORIZATION, format!("Bearer {}", token.expose()));
    }
    request.body(body.to_vec()).expect("the parts are valid")
}

fn register(
    request: &Request<Vec<u8>>,
    document: &[u8],
) -> Result<(NewRegistration, ClientInformation), RegistrationRefusal> {
    let request = RegistrationRequest::from_http(request)?;
    let flow = registrar().register(request, None, jwt::now())?;
    let new = drive_blocking(flow, |request| serve(&request, document), jwt::now)?;
    let records = new.records().clone();
    let response = new.into_response(Stored::Confirmed);
    let information = ClientInformation::from_http(&response).expect("a response of ours");
    Ok((records, information))
}

/// Reads a registration, and updates it with everything that was read. Returns the updated
/// registration.
fn update(
    stored: ClientRegistration,
    uri: &str,
    token: &AccessToken,
    document: &[u8],
) -> ClientMetadata {
    let configure = |method, body: &[u8]| {
        let request = request(method, uri, Some(token), body);
        let request = ConfigurationRequest::from_http(&request).expect("a request of ours");
        let configured = registrar().configure(request, Some(stored.clone()), jwt::now());
        configured.expect("the client has its token, and states what it read")
    };
    let Configured::Read(read) = configure(Method::GET, b"") else { panic!("a read") };
    let read = ClientInformation::from_http(&read).expect("a response of ours");
    let mut body = read.metadata.to_object();
    body.insert("client_id", read.client_id.as_str());
    let Configured::Update(flow) = configure(Method::PUT, body.to_json().as_bytes()) else {
        panic!("an update")
    };
    let new = drive_blocking(*flow, |request| serve(&request, document), jwt::now);
    let response = new.expect("the documents are the same").into_response(Stored::Confirmed);
    let Configured::Delete(_) = configure(Method::DELETE, b"") else { panic!("a deletion") };
    ClientInformation::from_http(&response).expect("a response of ours").metadata
}

/// Serves a document. The type fits the first requests of a registration.
fn serve(request: &Request<Vec<u8>>, document: &[u8]) -> Result<Response<Vec<u8>>, Infallible> {
    let limits = request.extensions().get::<FetchLimits>().expect("an address of a stranger");
    assert_eq!(limits.address, AddressFrom::Stranger);
    let response = Response::builder().header(CONTENT_TYPE, "application/json");
    Ok(response.body(document.to_vec()).expect("the parts are valid"))
}

/// Returns a provider at which everyone can register, with the features that a client can ask for.
fn registrar() -> &'static Provider {
    static PROVIDER: LazyLock<Provider> = LazyLock::new(|| {
        let mut registration = RegistrationPolicy::open();
        registration.checks_jwks_uri = true;
        registration.keeps_secrets_in_clear = true;
        registration.kept_members = vec!["zoo".to_owned()];
        let mut objects = RequestObjects::default();
        objects.by_reference = true;
        objects.accept_unsigned = true;
        objects.algorithms.push(SignatureAlgorithm::Hs512);
        let mut policy = ProviderPolicy::default();
        policy.response_types = symbolon_oauth::ResponseType::ALL.to_vec();
        policy.request_objects = Some(objects);
        policy.information.acr_values = vec!["gold".to_owned()];
        policy.registration = Some(registration);
        let key =
            IdTokenKey::new(&keys::private(KeyKind::Rsa), SignatureAlgorithm::Rs256, &CHECKSUM);
        let keys = vec![key.expect("our key is valid")];
        let url = |path: &str| Endpoint::new(&format!("https://op.example/{path}"));
        let endpoints = metadata::provider_endpoints()
            .pushed_authorization_request(url("par").expect("our URL is valid"))
            .registration(url("register").expect("our URL is valid"));
        Provider::new(issuer(), endpoints, keys, policy, CHECKSUM).expect("our settings are valid")
    });
    &PROVIDER
}
