//! What the tests share: a provider with open registration, requests, and a store of one record.

use http::{Method, Request, Response};
use serde_json::{Value, json};
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::Endpoint;
use symbolon_jose::{Crypto, Fingerprint};
use symbolon_oauth::AccessToken;
use symbolon_oauth::flow::drive_blocking;
use symbolon_provider::*;
pub(crate) use symbolon_test_support::clock::{at, date};
use symbolon_test_support::keys;
use symbolon_test_support::metadata::provider_endpoints;
pub(crate) use symbolon_test_support::names::issuer;
use time::OffsetDateTime;

pub(crate) const REGISTER: &str = "https://op.example/register";
pub(crate) const CALLBACK: &str = "https://wiki.example/callback";

/// Returns a provider that everyone may register at, after a change of its policy.
pub(crate) fn op_with(change: impl FnOnce(&mut ProviderPolicy)) -> Provider {
    op_of(change, CRYPTO)
}

pub(crate) fn op_of(change: impl FnOnce(&mut ProviderPolicy), crypto: Crypto) -> Provider {
    let mut policy = ProviderPolicy::default();
    policy.registration = Some(RegistrationPolicy::open());
    change(&mut policy);
    let keys = [keys::rsa("rsa-1"), keys::p256("ec-1")];
    let keys = keys.map(|pair| IdTokenKey::new(&pair.jwk, pair.algorithm, &CRYPTO).unwrap());
    let endpoints = provider_endpoints().registration(Endpoint::new(REGISTER).unwrap());
    Provider::new(issuer(), endpoints, keys.into(), policy, crypto).unwrap()
}

/// Returns a provider after a change of its registration policy.
pub(crate) fn op_that(change: impl FnOnce(&mut RegistrationPolicy)) -> Provider {
    op_with(|policy| change(policy.registration.as_mut().unwrap()))
}

pub(crate) fn op() -> Provider {
    op_with(|_| ())
}

/// Returns a provider that only the holders of a token may register at.
pub(crate) fn op_by_token() -> Provider {
    op_that(|policy| policy.access = RegistrationAccessRule::InitialAccessToken)
}

/// Returns the metadata of a valid client.
pub(crate) fn wiki() -> Value {
    json!({ "redirect_uris": [CALLBACK], "client_name": "Wiki" })
}

/// Returns the metadata of a valid client after a change of one member. `null` removes the member.
pub(crate) fn wiki_with(member: &str, value: Value) -> Value {
    let mut metadata = wiki();
    metadata[member] = value;
    metadata
}

pub(crate) fn request(
    method: Method,
    uri: &str,
    token: Option<&str>,
    body: &str,
) -> Request<Vec<u8>> {
    let mut request = Request::builder().method(method).uri(uri);
    if !body.is_empty() {
        request = request.header("content-type", "application/json");
    }
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    request.body(body.as_bytes().to_vec()).unwrap()
}

pub(crate) fn post(metadata: &Value) -> Request<Vec<u8>> {
    request(Method::POST, REGISTER, None, &metadata.to_string())
}

/// Answers the requests of a registration that must send no request.
pub(crate) fn no_request(request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, ()> {
    panic!("a request to {}", request.uri());
}

/// Registers a client at second 0, without requests to addresses in its metadata.
pub(crate) fn register(op: &Provider, metadata: &Value) -> Result<Registered, RegistrationRefusal> {
    register_as(op, &post(metadata), None)
}

pub(crate) fn register_as(
    op: &Provider,
    request: &Request<Vec<u8>>,
    token: Option<InitialAccessTokenRecord>,
) -> Result<Registered, RegistrationRefusal> {
    register_through(op, request, token, no_request)
}

/// Registers a client. `send` answers the requests to addresses in its metadata.
pub(crate) fn register_through(
    op: &Provider,
    request: &Request<Vec<u8>>,
    token: Option<InitialAccessTokenRecord>,
    send: impl FnMut(Request<Vec<u8>>) -> Result<Response<Vec<u8>>, ()>,
) -> Result<Registered, RegistrationRefusal> {
    let request = RegistrationRequest::from_http(request)?;
    let flow = op.register(request, token, at(0))?;
    let new = drive_blocking(flow, send, || at(0))?;
    let records = new.records().clone();
    let response = new.into_response(Stored::Confirmed);
    let json = json_of(&response);
    Ok(Registered { records, response, json })
}

/// A client that is registered: what is stored, and what the client knows.
#[derive(Debug)]
pub(crate) struct Registered {
    pub(crate) records: NewRegistration,
    pub(crate) response: Response<Vec<u8>>,
    pub(crate) json: Value,
}

impl Registered {
    pub(crate) fn stored(&self) -> ClientRegistration {
        self.records.registration.clone()
    }

    pub(crate) fn client(&self) -> &RegisteredClient {
        &self.records.registration.client
    }

    pub(crate) fn text(&self, member: &str) -> &str {
        self.json[member].as_str().unwrap_or_else(|| panic!("{member} is no string"))
    }

    /// Returns a request to the configuration endpoint, with the token of the client.
    pub(crate) fn request(&self, method: Method, body: &str) -> Request<Vec<u8>> {
        let token = self.text("registration_access_token");
        request(method, self.text("registration_client_uri"), Some(token), body)
    }

    /// Returns an update to this metadata.
    pub(crate) fn put(&self, metadata: &Value) -> Request<Vec<u8>> {
        let mut body = metadata.clone();
        body["client_id"] = self.json["client_id"].clone();
        self.request(Method::PUT, &body.to_string())
    }
}

/// A client after an update.
#[derive(Debug)]
pub(crate) struct Updated {
    pub(crate) records: ReplacedRegistration,
    pub(crate) response: Response<Vec<u8>>,
    pub(crate) json: Value,
}

pub(crate) fn configure(
    op: &Provider,
    request: &Request<Vec<u8>>,
    stored: Option<ClientRegistration>,
    now: OffsetDateTime,
) -> Result<Configured, RegistrationRefusal> {
    op.configure(ConfigurationRequest::from_http(request)?, stored, now)
}

pub(crate) fn read(op: &Provider, client: &Registered) -> Response<Vec<u8>> {
    let request = client.request(Method::GET, "");
    match configure(op, &request, Some(client.stored()), at(1)).unwrap() {
        Configured::Read(response) => response,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn update_at(
    op: &Provider,
    request: &Request<Vec<u8>>,
    stored: ClientRegistration,
    now: OffsetDateTime,
) -> Result<Updated, RegistrationRefusal> {
    let Configured::Update(flow) = configure(op, request, Some(stored), now)? else {
        panic!("the request is an update");
    };
    let new = drive_blocking(*flow, no_request, || now)?;
    let records = new.records().clone();
    let response = new.into_response(Stored::Confirmed);
    let json = json_of(&response);
    Ok(Updated { records, response, json })
}

/// Updates a client to this metadata.
pub(crate) fn update(
    op: &Provider,
    client: &Registered,
    metadata: &Value,
) -> Result<Updated, RegistrationRefusal> {
    update_at(op, &client.put(metadata), client.stored(), at(1))
}

pub(crate) fn json_of(response: &Response<Vec<u8>>) -> Value {
    serde_json::from_slice(response.body()).unwrap()
}

pub(crate) fn fingerprint(text: &str) -> Fingerprint {
    AccessToken::new(text.to_owned()).fingerprint(&CRYPTO)
}

/// Asserts that a refusal has this error code, and that its description names the member. Returns the
/// name of the reason.
#[track_caller]
pub(crate) fn assert_refused(
    result: Result<Registered, RegistrationRefusal>,
    error: &str,
    member: &str,
) -> &'static str {
    let refusal = result.map(|it| it.json).unwrap_err();
    let code = refusal.code();
    let response = refusal.into_response();
    assert_eq!(response.status(), 400, "{member}");
    assert_eq!(response.headers()["cache-control"], "no-store");
    let json = json_of(&response);
    assert_eq!(json["error"], error, "{member}: {json}");
    let description = json["error_description"].as_str().unwrap();
    assert!(description.contains(member), "{member}: {description}");
    assert!(description.is_ascii(), "{description}");
    code
}
