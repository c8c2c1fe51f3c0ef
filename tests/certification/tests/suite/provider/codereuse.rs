//! `oidcc-codereuse`: a code is sent a second time.

use super::login::{Suite, assert_invalid_grant, redeeming};
use crate::variants::{Variant, each};

fn module(variant: Variant) {
    let mut suite = Suite::new(variant);
    let request = suite.request();
    let parameters = suite.visit(&request);
    suite.finish(&parameters, &request);
    let again = redeeming(parameters.get("code").unwrap()).basic(&suite.client);
    assert_invalid_grant(&suite.op.token(&again, suite.browser.now));
}

#[test]
fn codereuse() {
    each(8, |variant| variant.has("code"), module);
}
