//! The parts of the provider with which a relying party finds it and registers a client.

use std::convert::Infallible;

use http::{Request, Response, StatusCode};
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::{Endpoint, Identifier, Jrd, ProviderMetadata, WebFingerRequest};
use symbolon_jose::json::document::StatedList;
use symbolon_jose::jwk::PublicJwkSet;
use symbolon_oauth::{
    AccessToken, ClientAuthenticationMethod, ClientId, ClientSecret, Parameters, ResponseType,
};
use symbolon_registration::{
    ClientInformation, ClientMetadata, RegistrationAccess, RegistrationRequest,
};
use symbolon_relying_party::{
    ClientConfiguration, DiscoverRelyingParty, DriveError, FoundProvider, Register, RelyingParty,
    drive_blocking,
};
use symbolon_test_support::clock::now;
use symbolon_test_support::keys;
use symbolon_test_support::metadata::JWKS;
use symbolon_test_support::names::{ISSUER, issuer, redirect_uri};

use super::scripted::{CLIENT_KEY, REGISTER, SECRET, Script, accepted, json};

/// The identifier of the client. It has characters that HTTP Basic needs to have encoded.
pub(super) const CLIENT_ID: &str = "suite:/+ %&=~ \"7\"";

/// The address at which a third party starts a login.
pub(super) const INITIATE: &str = "https://client.example/start?tenant=1";

/// The path of the metadata.
const METADATA: &str = "/.well-known/openid-configuration";

/// What the suite saw of a relying party that looked for the provider.
pub(super) struct Seen {
    pub(super) result: Result<FoundProvider, &'static str>,
    /// The host and the path of each request.
    pub(super) asked: Vec<String>,
    /// The resource of the WebFinger request.
    pub(super) resource: Option<String>,
    /// The metadata in the registration request.
    pub(super) registered: Option<ClientMetadata>,
}

/// Returns the metadata of the client, with all response types of the plans.
pub(super) fn metadata(script: &Script) -> ClientMetadata {
    let mut metadata = ClientMetadata::new(vec![redirect_uri()]);
    metadata.response_types = Some(StatedList(ResponseType::ALL.to_vec()));
    metadata.contacts = vec!["client@client.example".to_owned()];
    metadata.initiate_login_uri = Some(Endpoint::new(INITIATE).unwrap());
    metadata.request_uris = script.request_uri.clone().into_iter().collect();
    metadata.request_object_signing_alg = script.request_object_alg.map(str::to_owned);
    if script.request_object_alg == Some("RS256") {
        metadata.jwks = Some(PublicJwkSet::new(vec![keys::rsa(CLIENT_KEY).public()]));
    }
    metadata.userinfo_signed_response_alg = script.signed_user_info.map(|_| "RS256".to_owned());
    metadata
}

/// Lets the relying party register its client for a module, and returns the settings of the client.
pub(super) fn configuration(script: &Script, provider: &ProviderMetadata) -> ClientConfiguration {
    let mut metadata = metadata(script);
    metadata.response_types = Some(StatedList(vec![script.variant.response_type.clone()]));
    let flow = Register::new(provider, metadata).unwrap();
    let send = |request: Request<Vec<u8>>| Ok::<_, Infallible>(answer(&read(&request)));
    let registration = drive_blocking(flow, send, now).unwrap();
    ClientConfiguration::registered(&registration, None).unwrap()
}

/// Lets the relying party look for the provider of this identifier, and register its client.
pub(super) fn find(script: &Script, identifier: &str) -> Seen {
    let identifier = Identifier::new(identifier).unwrap();
    drive(script, RelyingParty::discover(identifier, &CRYPTO).register(metadata(script)))
}

/// Lets the relying party use the issuer of the provider, and register a client with this metadata.
pub(super) fn register(script: &Script, metadata: ClientMetadata) -> Seen {
    drive(script, RelyingParty::at(issuer(), &CRYPTO).register(metadata))
}

fn drive(script: &Script, flow: DiscoverRelyingParty) -> Seen {
    let (mut asked, mut resource, mut registered) = (Vec::new(), None, None);
    let send = |request: Request<Vec<u8>>| {
        let uri = request.uri();
        asked.push(format!("{}{}", uri.host().unwrap(), uri.path()));
        Ok::<_, Infallible>(match uri.path() {
            METADATA => json(&script.document()),
            JWKS => json(&script.jwks(false)),
            REGISTER => answer(registered.insert(read(&request))),
            _ => {
                // Discovery §2: the relying party asks for the issuer only.
                let asked = Parameters::parse(uri.query().unwrap()).unwrap();
                assert_eq!(asked.get("rel"), Some("http://openid.net/specs/connect/1.0/issuer"));
                let request = WebFingerRequest::from_http(&request).unwrap();
                resource = Some(request.resource().as_str().to_owned());
                request.respond(Some(Jrd::of_issuer(request.resource(), &issuer())))
            }
        })
    };
    let result = drive_blocking(flow, send, now).map_err(|error| match &error {
        DriveError::Flow(error) => error.code(),
        other => other.code(),
    });
    Seen { result, asked, resource, registered }
}

/// Reads a registration, and checks it as the suite does.
fn read(request: &Request<Vec<u8>>) -> ClientMetadata {
    assert_eq!(request.uri().path(), REGISTER);
    let metadata = RegistrationRequest::from_http(request).unwrap().metadata;
    metadata.validate().unwrap();
    let method = metadata.authentication_method();
    assert_eq!(method, ClientAuthenticationMethod::CLIENT_SECRET_BASIC);
    for uri in &metadata.redirect_uris {
        assert!(uri.as_str().starts_with("https://client.example/"));
    }
    assert!(metadata.jwks.is_none() || metadata.jwks_uri.is_none());
    metadata
}

/// Returns the response of the suite to a registration.
fn answer(metadata: &ClientMetadata) -> Response<Vec<u8>> {
    let client_id = ClientId::new(CLIENT_ID).unwrap();
    let mut information = ClientInformation::new(client_id, metadata.clone());
    information.client_secret = Some(ClientSecret::new(SECRET.to_owned()));
    let uri = format!("{ISSUER}{REGISTER}?client_id=7");
    let uri = Endpoint::new(&uri).unwrap();
    let token = AccessToken::new("this.is.an.access.token.value.ffx83".to_owned());
    information.access = Some(RegistrationAccess::new(uri, token));
    information.into_http(StatusCode::CREATED)
}

/// Checks that a login succeeds at the provider that the relying party found.
pub(super) fn signs_in(mut script: Script, found: FoundProvider) {
    script.found = Some(found.rp);
    accepted(&script);
}
