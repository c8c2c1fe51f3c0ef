//! `oidcc-client-test-request-uri-signed-rs256`: the relying party hosts a request object that is signed
//! with RS256.

use super::scripted::{Script, accepted};
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut script = Script::new(variant);
    script.hosts_signed_request_objects();
    accepted(&script);
}

#[test]
fn request_uri_signed_rs256() {
    every(module);
}
