//! `oidcc-client-test-request-uri-signed-none`: the relying party hosts a request object with `alg: none`.

use symbolon_oauth::request_object::RequestObjectUri;
use symbolon_relying_party::danger;

use super::scripted::{Script, accepted};
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut script = Script::new(variant);
    script.login = |login| danger::send_unsigned_request_object(login);
    let uri = "https://client.example/requests/5f1c";
    script.request_uri = Some(RequestObjectUri::new(uri).unwrap());
    accepted(&script);
}

#[test]
fn request_uri_signed_none() {
    every(module);
}
