//! `oidcc-claims-locales`: a request with `claims_locales`.

use super::login::Suite;
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut suite = Suite::new(variant);
    let request = suite.request().set("claims_locales", "se");
    let tokens = suite.login(&request);
    assert_eq!(tokens.claims()["sub"], "alice");
}

#[test]
fn claims_locales() {
    every(module);
}
