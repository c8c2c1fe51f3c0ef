//! `oidcc-client-test-request-uri-signed-none`: the relying party hosts a request object with `alg: none`.

use symbolon_relying_party::danger;

use super::scripted::{Script, accepted};
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut script = Script::new(variant);
    script.login = |login| danger::send_unsigned_request_object(login);
    script.hosts_request_objects("none");
    accepted(&script);
}

#[test]
fn request_uri_signed_none() {
    every(module);
}
