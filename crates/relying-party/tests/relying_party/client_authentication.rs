//! The client's authentication at the token endpoint.

use http::{Request, header};
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::Endpoint;
use symbolon_jose::SignatureAlgorithm;
use symbolon_jose::VerificationKeys;
use symbolon_jose::jwk::PublicJwkSet;
use symbolon_jose::jws::CompactJws;
use symbolon_oauth::client::assertion;
use symbolon_oauth::{
    ClientCredentials, ClientId, ClientSecret, EncodedJwt, Parameters, TokenRequest,
};
use symbolon_relying_party::{ClientAuthentication, RelyingParty};

use crate::attempt::Attempt;
use crate::keys;
use crate::parties::{CLIENT, ISSUER, client, metadata, now, rp};

fn token_request(authentication: ClientAuthentication) -> Request<Vec<u8>> {
    let mut client = client();
    client.authentication = authentication;
    let rp = RelyingParty::new(metadata(), client, &CRYPTO).unwrap();
    Attempt::of(rp).run().requests.remove(0)
}

#[test]
fn core_9_client_secret_basic_form_encodes_both() {
    let mut client = client();
    client.client_id = ClientId::new("urn:client").unwrap();
    let secret = ClientSecret::new("100% a+b: &c".to_owned());
    client.authentication = ClientAuthentication::ClientSecretBasic(secret.clone());
    let rp = RelyingParty::new(metadata(), client, &CRYPTO).unwrap();
    let request = Attempt::of(rp).run().requests.remove(0);
    let credentials = TokenRequest::from_http(&request).unwrap().credentials;
    let ClientCredentials::Basic { client_id, client_secret } = credentials else {
        panic!("the request has other credentials");
    };
    assert_eq!(client_id.as_str(), "urn:client");
    assert_eq!(client_secret, secret);
    assert!(request.headers()[header::AUTHORIZATION].is_sensitive());
}

#[test]
fn core_9_client_secret_post() {
    let secret = ClientSecret::new("hunter2".to_owned());
    let request = token_request(ClientAuthentication::ClientSecretPost(secret));
    assert!(!request.headers().contains_key(header::AUTHORIZATION));
    let form = Parameters::from_http(&request).unwrap();
    assert_eq!(form.get("client_id"), Some(CLIENT));
    assert_eq!(form.get("client_secret"), Some("hunter2"));
}

#[test]
fn core_9_none() {
    let request = token_request(ClientAuthentication::None);
    assert!(!request.headers().contains_key(header::AUTHORIZATION));
    let form = Parameters::from_http(&request).unwrap();
    assert_eq!(form.get("client_id"), Some(CLIENT));
    assert_eq!(form.get("client_secret"), None);
    assert!(form.get("code_verifier").is_some());
}

fn assertion(request: &Request<Vec<u8>>) -> EncodedJwt {
    let form = Parameters::from_http(request).unwrap();
    EncodedJwt::parse(form.get("client_assertion").unwrap().to_owned()).unwrap()
}

fn client_keys() -> VerificationKeys {
    PublicJwkSet::new(vec![keys::ed().public()])
        .verification_keys(&[SignatureAlgorithm::EdDsa], &CRYPTO)
}

#[test]
fn attack_083_private_key_jwt_audience_injection() {
    // A malicious provider names a victim's endpoint as its own.
    let mut malicious = metadata();
    malicious.token_endpoint = Some(Endpoint::new("https://victim.example/token").unwrap());
    let mut client = client();
    client.authentication = ClientAuthentication::PrivateKeyJwt(keys::ed().signing(&CRYPTO));
    let rp = RelyingParty::new(malicious, client, &CRYPTO).unwrap();
    let request = Attempt::of(rp.clone()).run().requests.remove(0);
    assert_eq!(request.uri(), "https://victim.example/token");

    let assertion = assertion(&request);
    let jws = CompactJws::parse(assertion.expose()).unwrap();
    assert_eq!(jws.header().typ(), Some("client-authentication+jwt"));
    let verified = jws.verify(&client_keys()).unwrap();
    let claims = symbolon_jose::Object::parse(verified.payload()).unwrap();
    assert_eq!(claims.get("aud"), Some(&serde_json::json!(ISSUER)));

    let expected = assertion::ExpectedAssertion::new(rp.client_id(), rp.issuer());
    assert!(expected.verify(&assertion, &client_keys(), &CRYPTO, now()).is_ok());
    let victim = symbolon_oauth::Issuer::new("https://victim.example").unwrap();
    let expected = assertion::ExpectedAssertion::new(rp.client_id(), &victim);
    assert!(expected.verify(&assertion, &client_keys(), &CRYPTO, now()).is_err());
}

#[test]
fn attack_083_the_token_endpoint_is_the_audience_by_choice_only() {
    use symbolon_oauth::AssertionAudience;
    let audience = |audience: AssertionAudience| {
        let mut client = client();
        client.authentication = ClientAuthentication::PrivateKeyJwt(keys::ed().signing(&CRYPTO));
        client.policy.assertion_audience = audience;
        let rp = RelyingParty::new(metadata(), client, &CRYPTO).unwrap();
        let request = Attempt::of(rp).run().requests.remove(0);
        let assertion = assertion(&request);
        let jws = CompactJws::parse(assertion.expose()).unwrap();
        let verified = jws.verify(&client_keys()).unwrap();
        let claims = symbolon_jose::Object::parse(verified.payload()).unwrap();
        claims.get("aud").cloned().unwrap()
    };
    assert_eq!(audience(AssertionAudience::default()), ISSUER);
    assert_eq!(audience(AssertionAudience::TokenEndpoint), "https://op.example/token");
}

#[test]
fn core_9_every_request_has_a_new_assertion() {
    let request =
        || token_request(ClientAuthentication::PrivateKeyJwt(keys::ed().signing(&CRYPTO)));
    let jti = |request: &Request<Vec<u8>>| {
        let assertion = assertion(request);
        let jws = CompactJws::parse(assertion.expose()).unwrap().verify(&client_keys()).unwrap();
        let claims = symbolon_jose::Object::parse(jws.payload()).unwrap();
        claims.get("jti").cloned().unwrap()
    };
    assert_ne!(jti(&request()), jti(&request()));
}

#[test]
fn a_refresh_authenticates_the_client() {
    let (session, _) = crate::attempt::signed_in();
    let outcome = Attempt::of(rp()).refresh(&session);
    assert_eq!(outcome.asked(), ["/jwks", "/token"]);
    let credentials = TokenRequest::from_http(&outcome.requests[1]).unwrap().credentials;
    assert!(matches!(credentials, ClientCredentials::Basic { .. }));
}
