//! `oidcc-client-test-request-uri-signed-rs256`: the relying party hosts a request object that is signed
//! with RS256.

use symbolon_crypto_ring::CRYPTO;
use symbolon_oauth::request_object::RequestObjectUri;
use symbolon_test_support::keys;

use super::scripted::{CLIENT_KEY, Script, accepted};
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut script = Script::new(variant);
    script.login = |login| login.request_object(keys::rsa(CLIENT_KEY).signing(&CRYPTO));
    let uri = "https://client.example/requests/5f1c";
    script.request_uri = Some(RequestObjectUri::new(uri).unwrap());
    accepted(&script);
}

#[test]
fn request_uri_signed_rs256() {
    every(module);
}
