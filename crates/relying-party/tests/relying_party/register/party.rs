//! A provider that registers clients, its answers, and a client.

use http::{Request, Response, StatusCode};
use symbolon_discovery::{Endpoint, ProviderMetadata};
use symbolon_jose::Object;
use symbolon_oauth::AccessToken;
use symbolon_registration::ClientMetadata;
use symbolon_relying_party::{Flow, Register, RegisterError, Registration, Step};

use crate::parties::{self, ISSUER, SECRET, now};

/// The URL at which the client manages its registration.
pub(super) const CONFIGURATION: &str = "https://op.example/register?client_id=s6BhdRkqt3";

pub(super) const REGISTRATION_TOKEN: &str = "the.registration.token";

/// Returns the metadata of a provider that registers clients.
pub(super) fn provider() -> ProviderMetadata {
    let mut provider = parties::metadata();
    let endpoint = format!("{ISSUER}/register");
    provider.registration_endpoint = Some(Endpoint::new(&endpoint).unwrap());
    let methods = ["client_secret_basic", "client_secret_post", "private_key_jwt", "none"];
    provider.token_endpoint_auth_methods_supported = methods.map(|it| it.parse().unwrap()).to_vec();
    provider
}

/// Returns the metadata of the client.
pub(super) fn wiki() -> ClientMetadata {
    ClientMetadata::new(vec![parties::redirect_uri()])
}

/// Returns the answer of a provider that registered the client with everything that it asked for.
pub(super) fn answer(asked: &ClientMetadata) -> Object {
    let mut answer = asked.to_object();
    answer.insert("client_id", parties::CLIENT);
    answer.insert("client_secret", SECRET);
    answer.insert("client_secret_expires_at", 0);
    answer.insert("client_id_issued_at", now().unix_timestamp());
    answer.insert("registration_client_uri", CONFIGURATION);
    answer.insert("registration_access_token", REGISTRATION_TOKEN);
    answer
}

pub(super) fn response(status: StatusCode, object: &Object) -> Response<Vec<u8>> {
    let mut response = parties::json(object);
    *response.status_mut() = status;
    response
}

/// Starts a flow, and returns its request.
pub(super) fn sent<F: Flow>(flow: &mut F) -> Request<Vec<u8>>
where
    F::Error: std::fmt::Debug,
{
    match flow.start(now()).unwrap() {
        Step::Send(request) => request,
        Step::Done(_) => unreachable!("the flow sends a request"),
    }
}

/// Runs a flow of one request to its end, with this response.
pub(super) fn run<F: Flow>(mut flow: F, response: Response<Vec<u8>>) -> Result<F::Output, F::Error>
where
    F::Error: std::fmt::Debug,
{
    sent(&mut flow);
    match flow.receive(response, now())? {
        Step::Done(output) => Ok(output),
        Step::Send(_) => unreachable!("the flow sends one request"),
    }
}

/// Registers a client with this metadata. `change` changes the answer of the provider.
pub(super) fn register(
    metadata: ClientMetadata,
    change: impl FnOnce(&mut Object),
) -> Result<Registration, RegisterError> {
    let mut flow = Register::new(&provider(), metadata)?;
    let request = sent(&mut flow);
    let asked = ClientMetadata::parse(request.body()).unwrap();
    let mut object = answer(&asked);
    change(&mut object);
    match flow.receive(response(StatusCode::CREATED, &object), now())? {
        Step::Done(registration) => Ok(registration),
        Step::Send(_) => unreachable!("the flow sends one request"),
    }
}

/// Returns the registration of the client.
pub(super) fn registration() -> Registration {
    register(wiki(), |_| {}).unwrap()
}

/// Returns the bearer token of a request.
pub(super) fn token(request: &Request<Vec<u8>>) -> AccessToken {
    symbolon_oauth::bearer::token_from_http(request).unwrap().unwrap()
}
