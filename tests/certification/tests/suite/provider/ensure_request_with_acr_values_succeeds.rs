//! `oidcc-ensure-request-with-acr-values-succeeds`: an `acr` of the requested values.

use super::login::Suite;
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut suite = Suite::new(variant);
    let request = suite.request().set("acr_values", "1 2");
    let tokens = suite.login(&request);
    assert_eq!(tokens.claims()["sub"], "alice");
    assert_eq!(tokens.claims()["acr"], "1");
}

#[test]
fn ensure_request_with_acr_values_succeeds() {
    every(module);
}
