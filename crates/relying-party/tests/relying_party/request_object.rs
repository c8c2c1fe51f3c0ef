//! Logins whose parameters are in a signed request object: RFC 9101, Core §6.1.

use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::{Excerpt, Excerpts, SignatureAlgorithm};
use symbolon_oauth::Parameters;
use symbolon_oauth::request_object::{
    ExpectedRequestObject, SignRequestObjectError, UnverifiedRequestObject,
};
use symbolon_oidc::ClaimRequest;
use symbolon_relying_party::{LoginRequest, LoginRequestError, PendingLogin, RelyingParty};
use symbolon_test_support::keys::{KeyPair, ed25519, p256};
use symbolon_test_support::names::{client_id, issuer};

use crate::parties::{CLIENT, client, metadata, now, parameters, redirect_uri};

/// Returns a client of a provider that lists these algorithms for request objects.
fn party(algorithms: &[&str]) -> RelyingParty {
    let mut metadata = metadata();
    metadata.request_parameter_supported = Some(true);
    metadata.request_object_signing_alg_values_supported =
        algorithms.iter().map(|name| (*name).to_owned()).collect();
    RelyingParty::new(metadata, client(), &CRYPTO).unwrap()
}

fn key() -> KeyPair {
    ed25519("rp-1")
}

fn login(rp: &RelyingParty) -> LoginRequest {
    rp.login(&redirect_uri()).request_object(key().signing(&CRYPTO))
}

/// Begins a login. Returns the parameters in its URL, and those in its request object.
fn begun(login: LoginRequest) -> (Parameters, Parameters, PendingLogin) {
    let (url, pending) = login.begin(now()).unwrap();
    let outside = parameters(&url);
    let object = UnverifiedRequestObject::parse(outside.get("request").unwrap()).unwrap();
    let expected = ExpectedRequestObject::new(&client_id(), &issuer());
    let inside = object.verify(&key().verification(&CRYPTO), &expected, now()).unwrap();
    (outside, inside, pending)
}

#[test]
fn rfc9101_5_1_every_parameter_is_in_the_object_and_few_are_outside() {
    let request = login(&party(&[])).scope("email").login_hint("alice@example.com");
    let (outside, inside, pending) = begun(request.claim("email", ClaimRequest::essential()));

    let mut names: Vec<_> = outside.iter().map(|(name, _)| name).collect();
    names.sort_unstable();
    // Core §6.1: `scope` is outside, too, and contains `openid`.
    assert_eq!(names, ["client_id", "request", "response_type", "scope"]);
    assert_eq!(outside.get("scope"), Some("openid"));
    assert_eq!(outside.get("response_type"), Some("code"));

    for (name, value) in [
        ("client_id", CLIENT),
        ("response_type", "code"),
        ("scope", "openid email"),
        ("redirect_uri", redirect_uri().as_str()),
        ("login_hint", "alice@example.com"),
        ("state", pending.state().expose()),
        ("code_challenge_method", "S256"),
        ("claims", r#"{"userinfo":{"email":{"essential":true}}}"#),
    ] {
        assert_eq!(inside.get(name), Some(value), "{name}");
    }
    assert!(inside.contains("nonce") && inside.contains("code_challenge"));
}

#[test]
fn core_6_1_a_provider_that_does_not_list_the_parameter_gets_no_request_object() {
    for supported in [None, Some(false)] {
        let mut metadata = metadata();
        metadata.request_parameter_supported = supported;
        let rp = RelyingParty::new(metadata, client(), &CRYPTO).unwrap();
        let error = login(&rp).begin(now()).unwrap_err();
        assert_eq!(error, LoginRequestError::NoRequestObjects);
        assert_eq!(error.code(), "login.no_request_objects");
        // Without a request object, the login begins.
        assert!(rp.login(&redirect_uri()).begin(now()).is_ok());
    }
}

#[test]
fn discovery_3_the_provider_lists_the_algorithm_of_the_key() {
    assert!(login(&party(&["RS256", "EdDSA"])).begin(now()).is_ok());
    let error = login(&party(&["RS256", "none"])).begin(now()).unwrap_err();
    let advertised = Excerpts::new(&["RS256".to_owned(), "none".to_owned()]);
    let asked = SignatureAlgorithm::EdDsa;
    assert_eq!(error, LoginRequestError::RequestObjectAlgorithm { asked, advertised });
    assert_eq!(error.code(), "login.request_object_algorithm");
    let other = p256("rp-2").signing(&CRYPTO);
    let rp = party(&["ES256"]);
    assert!(rp.login(&redirect_uri()).request_object(other).begin(now()).is_ok());
}

#[test]
fn rfc9101_4_a_parameter_that_a_request_object_cannot_contain() {
    for name in ["request", "request_uri", "sub"] {
        let error = login(&party(&[])).parameter(name, "x").begin(now()).unwrap_err();
        let name = Excerpt::new(name);
        assert_eq!(error, SignRequestObjectError::Parameter { name }.into());
        assert_eq!(error.code(), "request_object.parameter");
    }
}
