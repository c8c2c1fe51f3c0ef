//! The requests of the flow, in their order, and what ends it.

use http::Response;
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::webfinger::Identifier;
use symbolon_discovery::{KeyCache, Lookup};
use symbolon_jose::jwk::PublicJwkSet;
use symbolon_oauth::obligation::AddressFrom;
use symbolon_oauth::{ErrorCode, ErrorResponse, Issuer};
use symbolon_relying_party::{DiscoverRelyingPartyError, Flow, OutOfTurn, RelyingParty, Step};

use super::world::{
    JWKS, METADATA, REGISTER, WEBFINGER, World, answer, discover, issuer, jrd, metadata, provider,
    registered, resource,
};
use crate::attempt::Attempt;
use crate::parties::{CLIENT, ISSUER, json, now, redirect_uri};

#[test]
fn discovery_2_from_the_identifier_to_a_login() {
    let world = World::new();
    let found = world.run(discover().register(metadata())).unwrap();
    assert_eq!(world.asked(), [WEBFINGER, METADATA, JWKS, REGISTER]);
    let query = world.requests.borrow()[0].uri().query().unwrap().to_owned();
    assert!(query.contains("acct%3Ajoe%40example.com"), "{query} {:?}", resource());
    assert_eq!(found.rp.issuer().as_str(), ISSUER);
    assert_eq!(found.rp.client_id().as_str(), CLIENT);
    let registration = found.registration.unwrap();
    assert_eq!(registration.address, AddressFrom::Stranger);

    // The keys are in the cache, so that the login fetches no keys.
    let mut login = Attempt::of(found.rp);
    login.keys = found.keys;
    let outcome = login.run();
    outcome.result.unwrap();
    assert_eq!(outcome.requests.len(), 1);
}

#[test]
fn discovery_4_from_the_issuer() {
    let world = World::new();
    let found = world.run(RelyingParty::at(issuer(), &CRYPTO).register(metadata())).unwrap();
    assert_eq!(world.asked(), [METADATA, JWKS, REGISTER]);
    let (url, _) = found.rp.login(&redirect_uri()).begin(now()).unwrap();
    assert!(url.as_str().starts_with("https://op.example/authorize?"));
}

#[test]
fn attack_105_every_address_counts_as_chosen_by_a_stranger() {
    let world = World::new();
    let mut found = world.run(discover().register(metadata())).unwrap();
    assert_eq!(world.addresses(), [AddressFrom::Stranger; 4]);
    // Later requests have the same value.
    let later = now() + time::Duration::days(30);
    let Lookup::Fetch { fetch, .. } = found.keys.keys(None, later) else { unreachable!() };
    assert_eq!(fetch.address, AddressFrom::Stranger);
    let Lookup::Fetch { fetch, .. } = KeyCache::keys(&mut found.rp.key_cache(), None, now()) else {
        unreachable!()
    };
    assert_eq!(fetch.address, AddressFrom::Stranger);
}

#[test]
fn an_issuer_on_this_machine_counts_as_configured() {
    let local = "http://localhost:9400";
    let mut provider = provider().to_object().to_json();
    provider = provider.replace("https://op.example", local);
    let mut world = World::new();
    let document = symbolon_jose::Object::parse(provider.as_bytes()).unwrap();
    let at = |path: &str| format!("{local}{path}");
    world.set(&at("/.well-known/webfinger"), jrd(local));
    world.set(&at("/.well-known/openid-configuration"), json(&document));
    world.set(&at("/jwks"), world.responses[JWKS].clone());
    world.set(&at("/register"), registered(&answer()));
    let identifier = Identifier::on_loopback("https://joe@localhost:9400").unwrap();
    let found = world.run(RelyingParty::discover(identifier, &CRYPTO).register(metadata()));
    assert_eq!(found.unwrap().rp.issuer().as_str(), local);
    assert_eq!(world.addresses(), [AddressFrom::Configuration; 4]);
}

#[test]
fn attack_080_webfinger_and_metadata_agree() {
    // The document at the issuer that WebFinger named states another issuer.
    let mut world = World::new();
    let mut document = provider().to_object();
    document.insert("issuer", "https://evil.example");
    world.set(METADATA, json(&document));
    let error = world.run(discover().register(metadata())).unwrap_err();
    assert_eq!(error.code(), "metadata.issuer_mismatch");
    assert_eq!(world.asked(), [WEBFINGER, METADATA]);

    // WebFinger names another issuer, which publishes the document of the provider.
    let mut world = World::new();
    world.set(WEBFINGER, jrd("https://evil.example"));
    let evil = "https://evil.example/.well-known/openid-configuration";
    world.set(evil, json(&provider().to_object()));
    let error = world.run(discover().register(metadata())).unwrap_err();
    assert_eq!(error.code(), "metadata.issuer_mismatch");
    assert_eq!(world.asked(), [WEBFINGER, evil]);
}

/// A change of the hosts, the error, and the number of requests.
type Mutation = (fn(&mut World), &'static str, usize);

fn status(status: u16) -> Response<Vec<u8>> {
    Response::builder().status(status).body(Vec::new()).unwrap()
}

const MUTATIONS: [Mutation; 9] = [
    (|world| world.set(WEBFINGER, status(404)), "document.status", 1),
    (|world| world.set(WEBFINGER, status(302)), "webfinger.no_location", 1),
    (|world| world.set(METADATA, status(404)), "document.status", 2),
    (|world| world.set(METADATA, status(302)), "document.status", 2),
    (
        |world| {
            let mut provider = provider();
            provider.registration_endpoint = None;
            world.set(METADATA, json(&provider.to_object()));
        },
        "register.no_endpoint",
        2,
    ),
    (
        |world| {
            let mut provider = provider();
            provider.id_token_signing_alg_values_supported = vec!["RS256".to_owned()];
            world.set(METADATA, json(&provider.to_object()));
        },
        "client_metadata.not_offered",
        2,
    ),
    // No client is registered at a provider whose keys cannot be read.
    (|world| world.set(JWKS, status(500)), "document.status", 3),
    (
        |world| {
            let refusal = ErrorResponse::new(ErrorCode::INVALID_REDIRECT_URI);
            world.set(REGISTER, refusal.into_http(http::StatusCode::BAD_REQUEST));
        },
        "client_information.refused",
        4,
    ),
    (
        |world| {
            let mut answer = answer();
            answer.insert("registration_client_uri", "http://127.0.0.1/register");
            answer.insert("registration_access_token", "token");
            world.set(REGISTER, registered(&answer));
        },
        "endpoint.scheme",
        4,
    ),
];

#[test]
fn each_mutation_ends_the_flow() {
    for (change, code, requests) in MUTATIONS {
        let mut world = World::new();
        change(&mut world);
        let error = world.run(discover().register(metadata())).unwrap_err();
        assert_eq!(error.code(), code, "{error}");
        assert_eq!(world.asked().len(), requests, "{error}");
        assert_eq!(error.into_registration(), None);
    }
}

#[test]
fn rfc7591_3_2_1_a_registration_that_cannot_be_used_is_returned() {
    let mut world = World::new();
    let mut weaker = answer();
    weaker.insert("id_token_signed_response_alg", "none");
    world.set(REGISTER, registered(&weaker));
    let error = world.run(discover().register(metadata())).unwrap_err();
    assert_eq!(error.code(), "registered.weaker");
    assert_eq!(error.into_registration().unwrap().client_id().as_str(), CLIENT);

    let mut other_type = answer();
    other_type.insert("response_types", vec!["code id_token"]);
    world.set(REGISTER, registered(&other_type));
    let error = world.run(discover().register(metadata())).unwrap_err();
    assert_eq!(error.code(), "configuration.unsupported_response_type");
    assert_eq!(error.into_registration().unwrap().client_id().as_str(), CLIENT);
}

#[test]
fn a_provider_that_withdrew_its_keys_can_be_used_later() {
    let mut world = World::new();
    let empty = symbolon_discovery::jwk_set::to_http(&PublicJwkSet::new(Vec::new()), 3600);
    world.set(JWKS, empty);
    world.run(discover().register(metadata())).unwrap();
}

#[test]
fn the_flow_runs_once() {
    let mut flow = discover().register(metadata());
    let out_of_turn = DiscoverRelyingPartyError::OutOfTurn(OutOfTurn);
    assert_eq!(flow.receive(jrd(ISSUER), now()).unwrap_err(), out_of_turn);
    let mut flow = discover().register(metadata());
    assert!(matches!(flow.start(now()), Ok(Step::Send(_))));
    assert_eq!(flow.start(now()).unwrap_err(), out_of_turn);
}

#[test]
fn discovery_2_a_client_is_needed() {
    let world = World::new();
    let error = world.run(discover()).unwrap_err();
    assert_eq!(error, DiscoverRelyingPartyError::NoClient(Issuer::new(ISSUER).unwrap()));
    assert_eq!(error.code(), "discover.no_client");
    assert_eq!(world.asked(), [WEBFINGER]);
}

#[test]
fn the_algorithm_is_one_that_the_provider_offers() {
    let mut world = World::new();
    let mut provider = provider();
    provider.id_token_signing_alg_values_supported = vec!["ES256".to_owned()];
    world.set(METADATA, json(&provider.to_object()));
    let mut open = metadata();
    open.id_token_signed_response_alg = None;
    let found = world.run(discover().register(open)).unwrap();
    let asked = found.registration.unwrap().asked;
    assert_eq!(asked.id_token_signed_response_alg.as_deref(), Some("ES256"));
    assert_eq!(found.rp.id_token_algorithms(), [symbolon_jose::SignatureAlgorithm::Es256]);
}
