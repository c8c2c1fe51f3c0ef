//! `oidcc-client-test-discovery-issuer-mismatch`: the relying party refuses metadata of another
//! issuer, so it sends no authorization request.

use super::scripted::Script;
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut script = Script::dynamic(variant);
    script.issuer = "https://op.exampleINVALID";
    let (metadata, _) = script.discover();
    assert_eq!(metadata.unwrap_err(), "metadata.issuer_mismatch");
}

#[test]
fn discovery_issuer_mismatch() {
    every(module);
}
