//! `oidcc-display-page`: a request with `display=page`.

use super::login::Suite;
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut suite = Suite::new(variant);
    let request = suite.request().set("display", "page");
    let tokens = suite.login(&request);
    assert_eq!(tokens.claims()["sub"], "alice");
}

#[test]
fn display_page() {
    every(module);
}
