//! `oidcc-login-hint`: a request with `login_hint`.

use super::login::Suite;
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut suite = Suite::new(variant);
    let request = suite.request().set("login_hint", "buffy@op.example");
    let tokens = suite.login(&request);
    assert_eq!(tokens.claims()["sub"], "alice");
}

#[test]
fn login_hint() {
    every(module);
}
