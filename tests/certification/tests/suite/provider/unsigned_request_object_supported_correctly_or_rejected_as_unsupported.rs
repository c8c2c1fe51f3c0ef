//! `oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported`: a request object with
//! `alg: none` in `request`. The client registered `none`, so the provider reads it.

use super::login::Suite;
use super::objects;
use super::under_test::SECOND_CLIENT;
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut suite = Suite::with(variant, objects::registers_unsigned);
    let form = suite.request();
    let sent = objects::outside(&form).set("request", &objects::unsigned(&form));
    objects::assert_login(&mut suite, &sent, &form);

    // A client that did not register `none` must sign its request objects.
    if suite.variant.is_registered() {
        let other = suite.another(SECOND_CLIENT, |_| {});
        let form = suite.request().set("client_id", &other.id);
        let sent = form.clone().set("request", &objects::unsigned(&form));
        assert_eq!(suite.refused(&sent), "invalid_request_object");
    }
}

#[test]
fn unsigned_request_object_supported_correctly_or_rejected_as_unsupported() {
    every(module);
}
