//! `oidcc-alternate-happy-flow`: the parameters and the scope values in another order.

use super::login::Suite;
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut suite = Suite::new(variant);
    let mut request = suite.request().set("scope", "email openid");
    request.0.reverse();
    let tokens = suite.login(&request);
    assert_eq!(tokens.about_user()["email"], "alice@alice.example");
}

#[test]
fn alternate_happy_flow() {
    every(module);
}
