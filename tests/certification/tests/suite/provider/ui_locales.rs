//! `oidcc-ui-locales`: a request with `ui_locales`.

use super::login::Suite;
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut suite = Suite::new(variant);
    let request = suite.request().set("ui_locales", "se");
    let tokens = suite.login(&request);
    assert_eq!(tokens.claims()["sub"], "alice");
}

#[test]
fn ui_locales() {
    every(module);
}
