//! Logins whose requests are pushed, from the relying party to the provider (RFC 9126).

use std::convert::Infallible;

use http::{Request, Response};
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::{Endpoint, ProviderMetadata};
use symbolon_jose::jwk::PublicJwkSet;
use symbolon_oauth::pushed::RequestUri;
use symbolon_oauth::{Parameters, ResponseType};
use symbolon_provider::{
    IdTokenKey, Provider, ProviderPolicy, PushedRequest, RegisteredClient, RequestObjects,
};
use symbolon_relying_party::{
    ClientAuthentication, ClientConfiguration, DriveError, PendingLogin, RelyingParty,
    drive_blocking,
};
use symbolon_store::{ProviderStore, Store};
use symbolon_test_support::at_once::at_once;
use symbolon_test_support::clock::now;
use symbolon_test_support::names::{CLIENT_ID, client_id, client_secret, issuer, redirect_uri};
use symbolon_test_support::{clients, keys, metadata};
use url::Url;

use crate::flows::{World, for_each_flow_and_jwt};
use crate::party::PAR;

#[test]
fn each_response_type_in_each_mode_signs_the_user_in_after_a_pushed_request() {
    for_each_flow_and_jwt(|response_type, mode| {
        let mut world = World::pushing(1);
        let arriving = world.authorize(response_type, mode).unwrap();
        let expected = (*response_type != ResponseType::NONE).then(|| "alice".to_owned());
        assert_eq!(world.finish(arriving), Ok(expected), "{response_type} {mode:?}");
        assert_eq!(world.asked[0], PAR);
    });
}

/// RFC 9126 §4: the browser sees only the two parameters, and a change of one of them ends the login.
#[test]
fn attack_109_a_parameter_that_is_changed_in_the_browser_has_no_effect_or_is_refused() {
    let changed = |name: &str, value: &str| {
        let mut world = World::pushing(1);
        let (url, _) = world.begin(&ResponseType::CODE, None).unwrap();
        let mut parameters = Parameters::parse(url.query().unwrap()).unwrap();
        let names: Vec<_> = parameters.iter().map(|(name, _)| name.to_owned()).collect();
        assert_eq!(names, ["client_id", "request_uri"]);
        parameters.push(name, value);
        let url = format!("https://op.example/authorize?{}", parameters.encode());
        world.op.grant(&url, now()).map_err(|refusal| refusal.reason().code())
    };
    for (name, value) in [
        ("scope", "openid offline_access"),
        ("state", "evil"),
        ("nonce", "evil"),
        ("redirect_uri", "https://evil.example/cb"),
        ("response_type", "code id_token"),
        ("prompt", "none"),
    ] {
        let response = changed(name, value).unwrap();
        let location = response.headers()["location"].to_str().unwrap();
        assert!(location.starts_with(redirect_uri().as_str()), "{name}: {location}");
        assert!(!location.contains("evil"), "{name}: {location}");
    }
    let other = format!("{}{}", RequestUri::PREFIX, "A".repeat(43));
    for (name, value, code) in [
        ("request_uri", other.as_str(), "authorize.unknown_pushed_request"),
        ("request_uri", RequestUri::PREFIX, "authorize.unknown_pushed_request"),
        ("request_uri", "https://evil.example/", "authorize.missing_redirect_uri"),
        ("request_uri", "", "authorize.missing_redirect_uri"),
        ("request", "e30.e30.", "authorize.request_and_request_uri"),
        ("client_id", "other", "authorize.unknown_client"),
    ] {
        let found = changed(name, value).map(|_| ()).unwrap_err();
        assert_eq!(found, code, "{name}={value}");
    }
}

#[test]
fn attack_109_a_reference_is_used_once() {
    let mut world = World::pushing(1);
    let (url, _) = world.begin(&ResponseType::CODE, None).unwrap();
    assert!(world.op.grant(url.as_str(), now()).is_ok());
    let refusal = world.op.grant(url.as_str(), now()).map(|_| ()).unwrap_err();
    assert_eq!(refusal.reason().code(), "authorize.unknown_pushed_request");
}

#[test]
fn attack_109_a_reference_that_expired_is_refused() {
    let mut world = World::pushing(1);
    let (url, _) = world.begin(&ResponseType::CODE, None).unwrap();
    let late = now() + std::time::Duration::from_secs(60);
    let refusal = world.op.grant(url.as_str(), late).map(|_| ()).unwrap_err();
    assert_eq!(refusal.reason().code(), "authorize.expired_pushed_request");
}

fn provider(change: impl FnOnce(&mut ProviderPolicy)) -> Provider {
    let pair = keys::p256("op-1");
    let key = IdTokenKey::new(&pair.jwk, pair.algorithm, &CRYPTO).unwrap();
    let push = Endpoint::new("https://op.example/par").unwrap();
    let endpoints = metadata::provider_endpoints().pushed_authorization_request(push);
    let mut policy = ProviderPolicy::default();
    policy.request_objects = Some(RequestObjects::default());
    change(&mut policy);
    Provider::new(issuer(), endpoints, vec![key], policy, CRYPTO).unwrap()
}

fn store(client: &RegisteredClient) -> ProviderStore {
    let store = Store::memory().provider(&issuer());
    at_once(store.put_client(client)).unwrap();
    store
}

fn rp(metadata: ProviderMetadata, authentication: ClientAuthentication) -> RelyingParty {
    let settings = ClientConfiguration::new(client_id(), authentication);
    RelyingParty::new(metadata, settings, &CRYPTO).unwrap()
}

type Begun = Result<(Url, PendingLogin), &'static str>;

/// Pushes a login to a provider that answers with this function.
fn push(
    rp: &RelyingParty,
    sign: bool,
    answer: impl Fn(Request<Vec<u8>>) -> Response<Vec<u8>>,
) -> Begun {
    let mut login = rp.login(&redirect_uri()).scope("email");
    if sign {
        login = login.request_object(keys::ed25519("rp-1").signing(&CRYPTO));
    }
    let send = |request| -> Result<_, Infallible> { Ok(answer(request)) };
    drive_blocking(login.push(), send, now).map_err(|error| match error {
        DriveError::Flow(error) => error.code(),
        other => other.code(),
    })
}

/// Each method of client authentication, and the record of the client that uses it.
fn methods() -> [(ClientAuthentication, RegisteredClient); 4] {
    let key = keys::ed25519("rp-1");
    let web = || clients::web(CLIENT_ID, &CRYPTO);
    [
        (ClientAuthentication::ClientSecretBasic(client_secret()), web()),
        (
            ClientAuthentication::ClientSecretPost(client_secret()),
            clients::secret_in_body(CLIENT_ID, &CRYPTO),
        ),
        (
            ClientAuthentication::PrivateKeyJwt(key.signing(&CRYPTO)),
            web().private_key_jwt(PublicJwkSet::new(vec![key.public()])),
        ),
        (ClientAuthentication::None, web().public()),
    ]
}

#[test]
fn rfc9126_2_the_client_authenticates_by_each_method_with_and_without_a_request_object() {
    for (authentication, client) in methods() {
        for sign in [false, true] {
            let mut client =
                client.clone().jwks(PublicJwkSet::new(vec![keys::ed25519("rp-1").public()]));
            client.require_signed_request_object = sign;
            let (op, store) = (provider(|_| ()), store(&client));
            let rp = rp(op.metadata().clone(), authentication.clone());
            let answer = |request: Request<Vec<u8>>| {
                let form = Parameters::from_http(&request).unwrap();
                // RFC 9126 §3: nothing else is beside the request object.
                assert!(!sign || !form.contains("scope"));
                assert_eq!(form.get("client_id"), Some(CLIENT_ID));
                let request = PushedRequest::from_http(&request).unwrap();
                at_once(store.answer_push_request(&op, request, now())).response
            };
            let (url, pending) = push(&rp, sign, answer).unwrap();
            assert!(url.as_str().starts_with("https://op.example/authorize?client_id="), "{url}");
            assert!(!url.as_str().contains(pending.state().expose()));
        }
    }
}

/// One change of the provider's answer, one error.
#[test]
fn rfc9126_2_2_one_change_of_the_answer_one_error() {
    let rp = rp(provider(|_| ()).metadata().clone(), methods()[0].0.clone());
    let good = r#"{"request_uri":"urn:example:a","expires_in":60}"#;
    for (status, body, expected) in [
        (201, good, None),
        (200, good, None),
        (302, good, Some("pushed_response.status")),
        (201, "{}", Some("pushed_response.missing")),
        (201, "no JSON", Some("json.syntax")),
        (201, r#"{"request_uri":"","expires_in":60}"#, Some("request_uri.syntax")),
        (201, r#"{"request_uri":"urn:example:a"}"#, Some("pushed_response.missing")),
        (
            201,
            r#"{"request_uri":"urn:example:a","expires_in":0}"#,
            Some("pushed_response.expires_in"),
        ),
        (400, r#"{"error":"invalid_request"}"#, Some("pushed_response.refused")),
        (401, r#"{"error":"invalid_client"}"#, Some("pushed_response.refused")),
        (503, "", Some("pushed_response.status")),
    ] {
        let answer = |_| {
            Response::builder()
                .status(status)
                .header("content-type", "application/json")
                .body(body.as_bytes().to_vec())
                .unwrap()
        };
        let found = push(&rp, false, answer).err();
        assert_eq!(found, expected, "{status} {body}");
    }
}

#[test]
fn rfc9126_5_a_provider_that_requires_pushed_requests() {
    let op = provider(|policy| policy.require_pushed_authorization_requests = true);
    let rp = rp(op.metadata().clone(), methods()[0].0.clone());
    let error = rp.login(&redirect_uri()).begin(now()).unwrap_err();
    assert_eq!(error.code(), "login.push_required");
    assert!(error.to_string().contains("push"), "{error}");
}

#[test]
fn a_provider_without_the_endpoint() {
    let rp = rp(metadata::endpoints(&["ES256"]), methods()[0].0.clone());
    let nothing = |_| panic!("nothing is sent");
    assert_eq!(push(&rp, false, nothing).err(), Some("push.no_endpoint"));
}
