//! `oidcc-client-test-discovery-openid-config`: the relying party reads the metadata and uses it.

use symbolon_oauth::Issuer;

use super::scripted::{Script, accepted};
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let script = Script::dynamic(variant);
    let (metadata, urls) = script.discover();
    assert_eq!(urls, ["https://op.example/.well-known/openid-configuration"]);
    assert_eq!(metadata.unwrap().authorization_endpoint.as_str(), "https://op.example/authorize");
    accepted(&script);
}

/// The issuer of the suite has a path, and ends with a slash.
fn with_path(variant: Variant) {
    let mut script = Script::dynamic(variant);
    script.issuer = "https://op.example/test/a/suite/";
    let (metadata, urls) = script.discover_at(Issuer::new(script.issuer).unwrap());
    assert_eq!(urls, ["https://op.example/test/a/suite/.well-known/openid-configuration"]);
    assert_eq!(metadata.unwrap().issuer.as_str(), script.issuer);

    // Without the slash, it is another issuer.
    let (metadata, _) = script.discover_at(Issuer::new("https://op.example/test/a/suite").unwrap());
    assert_eq!(metadata.unwrap_err(), "metadata.issuer_mismatch");
}

#[test]
fn discovery_openid_config() {
    every(module);
    every(with_path);
}
