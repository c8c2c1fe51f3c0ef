//! `oidcc-client-test-discovery-openid-config`: the relying party reads the metadata and uses it.

use super::scripted::{Script, accepted};
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let script = Script::dynamic(variant);
    let (metadata, urls) = script.discover();
    assert_eq!(urls, ["https://op.example/.well-known/openid-configuration"]);
    assert_eq!(metadata.unwrap().authorization_endpoint.as_str(), "https://op.example/authorize");
    accepted(&script);
}

#[test]
fn discovery_openid_config() {
    every(module);
}
