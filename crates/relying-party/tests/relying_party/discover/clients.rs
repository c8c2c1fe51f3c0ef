//! The clients, tokens and keys of the program, which go to their own providers only.

use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::jwk::PublicJwkSet;
use symbolon_oauth::obligation::AddressFrom;
use symbolon_oauth::{AccessToken, Issuer};
use symbolon_relying_party::{Callback, ClientConfiguration, RelyingParty};

use super::world::{
    JWKS, METADATA, REGISTER, WEBFINGER, World, answer, discover, issuer, jrd, metadata, provider,
    registered,
};
use crate::keys;
use crate::parties::{CLIENT, arriving, client, json, now, parameters, redirect_uri};

const EVIL: &str = "https://evil.example";

fn evil() -> Issuer {
    Issuer::new(EVIL).unwrap()
}

/// Returns hosts where WebFinger names the provider of an attacker.
fn attacked() -> World {
    let mut world = World::new();
    let document = provider().to_object().to_json().replace("https://op.example", EVIL);
    let document = symbolon_jose::Object::parse(document.as_bytes()).unwrap();
    world.set(WEBFINGER, jrd(EVIL));
    world.set(&format!("{EVIL}/.well-known/openid-configuration"), json(&document));
    world.set(&format!("{EVIL}/jwks"), world.responses[JWKS].clone());
    world.set(&format!("{EVIL}/register"), registered(&answer()));
    world
}

#[test]
fn a_known_client_is_used_and_not_registered_again() {
    let world = World::new();
    let flow = discover().client(evil(), client()).client(issuer(), client()).register(metadata());
    let found = world.run(flow).unwrap();
    assert_eq!(world.asked(), [WEBFINGER, METADATA, JWKS]);
    assert_eq!(found.registration, None);
    // The program configured this issuer. Only the host of the identifier is a stranger's.
    use AddressFrom::{Configuration, Stranger};
    assert_eq!(world.addresses(), [Stranger, Configuration, Configuration]);
}

#[test]
fn a_stored_registration_is_used_the_next_time() {
    let world = World::new();
    let found = world.run(discover().register(metadata())).unwrap();
    let stored = serde_json::to_string(&found.registration.unwrap()).unwrap();
    let registration = serde_json::from_str(&stored).unwrap();
    let client = ClientConfiguration::registered(&registration, None).unwrap();
    let world = World::new();
    let flow = discover().client(registration.issuer, client).register(metadata());
    world.run(flow).unwrap();
    assert_eq!(world.asked(), [WEBFINGER, METADATA, JWKS]);
    assert_eq!(world.addresses(), [AddressFrom::Stranger; 3]);
}

#[test]
fn attack_082_credentials_go_to_their_own_provider_only() {
    // A user names a provider of an attacker. The client of the other provider is not used there.
    let world = attacked();
    let error = world.run(discover().client(issuer(), client())).unwrap_err();
    assert_eq!(error.code(), "discover.no_client");
    assert_eq!(world.asked(), [WEBFINGER]);

    let token = || AccessToken::new("initial.token".to_owned());
    let flow = || discover().register(metadata()).initial_access_token(issuer(), token());
    let bearer = |world: &World| {
        let requests = world.requests.borrow();
        let header = requests[3].headers().get("authorization");
        header.map(|value| value.to_str().unwrap().to_owned())
    };
    let world = attacked();
    world.run(flow()).unwrap();
    assert_eq!(bearer(&world), None);
    let world = World::new();
    world.run(flow()).unwrap();
    assert_eq!(bearer(&world).as_deref(), Some("Bearer initial.token"));
}

#[test]
fn core_9_the_registered_client_signs_with_its_key() {
    let mut metadata = metadata();
    metadata.token_endpoint_auth_method = Some("private_key_jwt".parse().unwrap());
    metadata.jwks = Some(PublicJwkSet::new(vec![keys::es().public()]));
    let mut provider = provider();
    provider.token_endpoint_auth_methods_supported = vec!["private_key_jwt".parse().unwrap()];
    let mut answer = metadata.to_object();
    answer.insert("client_id", "s6BhdRkqt3");
    let mut world = World::new();
    world.set(METADATA, json(&provider.to_object()));
    world.set(REGISTER, registered(&answer));
    let flow = || RelyingParty::at(issuer(), &CRYPTO).register(metadata.clone());
    assert_eq!(world.run(flow()).unwrap_err().code(), "registered.no_key");
    world.run(flow().signing_key(keys::es().signing(&CRYPTO))).unwrap();
}

/// The attacker names the authorization endpoint of an honest provider in its own metadata, and
/// "registers" the identifier that the client has there. The user signs in at the honest provider,
/// and the code must not go to the attacker.
#[test]
fn attack_078_a_registration_does_not_move_a_code_to_another_provider() {
    let mut world = attacked();
    let mut document = provider();
    document.issuer = evil();
    let mut document = document.to_object();
    document.insert("token_endpoint", format!("{EVIL}/token"));
    document.insert("jwks_uri", format!("{EVIL}/jwks"));
    document.insert("registration_endpoint", format!("{EVIL}/register"));
    world.set(&format!("{EVIL}/.well-known/openid-configuration"), json(&document));
    let found = world.run(discover().register(metadata())).unwrap();
    assert_eq!(found.rp.issuer(), &evil());
    let (url, pending) = found.rp.login(&redirect_uri()).begin(now()).unwrap();
    assert_eq!((url.host_str(), url.path()), (Some("op.example"), "/authorize"));
    assert_eq!(parameters(&url).get("client_id"), Some(CLIENT));

    let state = pending.state().expose();
    let answer = format!("code=SplxlOBeZQQYbYS6WxSbIA&state={state}&iss=https://op.example");
    let callback = Callback::from_http(&arriving(&answer)).unwrap();
    let error = found.rp.finish(pending, callback, found.keys).unwrap_err();
    assert_eq!(error.code(), "iss.mismatch");
}
