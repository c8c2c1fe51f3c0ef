//! `oidcc-client-test-discovery-webfinger-url`: the relying party finds the issuer with WebFinger.

use super::dynamic::{find, signs_in};
use super::scripted::Script;
use crate::variants::{Variant, registered};

const IDENTIFIER: &str = "https://op.example/test-url";

fn module(variant: Variant) {
    let mut script = Script::dynamic(variant);
    let seen = find(&script, IDENTIFIER);
    assert_eq!(seen.resource.as_deref(), Some(IDENTIFIER));
    assert_eq!(
        seen.asked,
        [
            "op.example/.well-known/webfinger",
            "op.example/.well-known/openid-configuration",
            "op.example/jwks",
            "op.example/register",
        ]
    );
    // The metadata states another issuer than WebFinger.
    script.issuer = "https://op.exampleINVALID";
    assert_eq!(find(&script, IDENTIFIER).result.map(drop), Err("metadata.issuer_mismatch"));

    script.issuer = "https://op.example";
    signs_in(script, seen.result.unwrap());
}

#[test]
fn discovery_webfinger_url() {
    registered(12, |_| true, module);
}
