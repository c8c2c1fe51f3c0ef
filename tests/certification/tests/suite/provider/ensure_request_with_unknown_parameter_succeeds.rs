//! `oidcc-ensure-request-with-unknown-parameter-succeeds`: a parameter that no specification
//! defines is ignored.

use super::login::Suite;
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut suite = Suite::new(variant);
    let request = suite.request().set("extra", "foobar");
    let tokens = suite.login(&request);
    assert_eq!(tokens.claims()["sub"], "alice");
}

#[test]
fn ensure_request_with_unknown_parameter_succeeds() {
    every(module);
}
