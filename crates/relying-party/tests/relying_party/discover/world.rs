//! The hosts that the flow asks, and the requests that they received.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::convert::Infallible;

use http::{Request, Response, StatusCode};
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::webfinger::{Identifier, Jrd, Resource};
use symbolon_discovery::{Endpoint, ProviderMetadata};
use symbolon_jose::Object;
use symbolon_oauth::obligation::{AddressFrom, FetchLimits};
use symbolon_oauth::{Issuer, RedirectUri};
use symbolon_registration::ClientMetadata;
use symbolon_relying_party::{
    DiscoverRelyingParty, DiscoverRelyingPartyError, DriveError, FoundProvider, RelyingParty,
    drive_blocking,
};

use crate::parties::{ISSUER, SECRET, json, now, redirect_uri, usual_jwks};

/// The identifier of the user.
pub(super) const USER: &str = "joe@example.com";

pub(super) const WEBFINGER: &str = "https://example.com/.well-known/webfinger";
pub(super) const METADATA: &str = "https://op.example/.well-known/openid-configuration";
pub(super) const JWKS: &str = "https://op.example/jwks";
pub(super) const REGISTER: &str = "https://op.example/register";

/// The hosts: one response for each URL without its query.
pub(super) struct World {
    pub(super) responses: BTreeMap<String, Response<Vec<u8>>>,
    pub(super) requests: RefCell<Vec<Request<Vec<u8>>>>,
}

impl World {
    /// Returns a host that names the provider for its user, and the provider, which registers
    /// clients.
    pub(super) fn new() -> Self {
        let mut world = Self { responses: BTreeMap::new(), requests: RefCell::default() };
        world.set(WEBFINGER, jrd(ISSUER));
        world.set(METADATA, json(&provider().to_object()));
        world.set(JWKS, usual_jwks());
        world.set(REGISTER, registered(&answer()));
        world
    }

    pub(super) fn set(&mut self, uri: &str, response: Response<Vec<u8>>) {
        self.responses.insert(uri.to_owned(), response);
    }

    fn send(&self, request: Request<Vec<u8>>) -> Response<Vec<u8>> {
        let uri = request.uri().to_string();
        let uri = uri.split('?').next().unwrap();
        let response = self.responses.get(uri).cloned();
        self.requests.borrow_mut().push(request);
        response.unwrap_or_else(|| Response::builder().status(404).body(Vec::new()).unwrap())
    }

    /// Runs a flow to its end.
    pub(super) fn run(
        &self,
        flow: DiscoverRelyingParty,
    ) -> Result<FoundProvider, DiscoverRelyingPartyError> {
        let send = |request| Ok::<_, Infallible>(self.send(request));
        drive_blocking(flow, send, now).map_err(|error| match error {
            DriveError::Flow(error) => error,
            other => unreachable!("{other:?}"),
        })
    }

    /// Returns the URLs that were requested, without their queries.
    pub(super) fn asked(&self) -> Vec<String> {
        let uris = self.requests.borrow();
        uris.iter().map(|it| it.uri().to_string().split('?').next().unwrap().to_owned()).collect()
    }

    /// Returns who chose the address of each request.
    pub(super) fn addresses(&self) -> Vec<AddressFrom> {
        let requests = self.requests.borrow();
        requests.iter().map(|it| it.extensions().get::<FetchLimits>().unwrap().address).collect()
    }
}

pub(super) fn provider() -> ProviderMetadata {
    let mut provider = crate::parties::metadata();
    provider.registration_endpoint = Some(Endpoint::new(REGISTER).unwrap());
    provider
}

pub(super) fn issuer() -> Issuer {
    Issuer::new(ISSUER).unwrap()
}

pub(super) fn jrd(issuer: &str) -> Response<Vec<u8>> {
    let identifier = Identifier::new(USER).unwrap();
    let issuer = Issuer::on_loopback(issuer).unwrap();
    let jrd = Jrd::of_issuer(identifier.resource(), &issuer);
    let mut response = json(&jrd.to_object());
    response.headers_mut().insert("content-type", "application/jrd+json".parse().unwrap());
    response
}

pub(super) fn answer() -> Object {
    let mut answer = metadata().to_object();
    answer.insert("client_id", "s6BhdRkqt3");
    answer.insert("client_secret", SECRET);
    answer.insert("client_secret_expires_at", 0);
    answer.insert("id_token_signed_response_alg", "ES256");
    answer
}

pub(super) fn registered(answer: &Object) -> Response<Vec<u8>> {
    let mut response = json(answer);
    *response.status_mut() = StatusCode::CREATED;
    response
}

/// Returns the metadata of the client.
pub(super) fn metadata() -> ClientMetadata {
    let redirect_uri: RedirectUri = redirect_uri();
    let mut metadata = ClientMetadata::new(vec![redirect_uri]);
    metadata.id_token_signed_response_alg = Some("ES256".to_owned());
    metadata
}

/// Starts the flow for the user.
pub(super) fn discover() -> DiscoverRelyingParty {
    RelyingParty::discover(Identifier::new(USER).unwrap(), &CRYPTO)
}

/// Returns the resource of a query, so that a test can compare it.
pub(super) fn resource() -> Resource {
    Identifier::new(USER).unwrap().resource().clone()
}
