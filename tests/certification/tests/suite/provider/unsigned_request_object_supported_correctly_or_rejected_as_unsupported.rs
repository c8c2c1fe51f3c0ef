//! `oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported`: a request object with
//! `alg: none` in `request`. The client registered `none`, so the provider reads it.

use super::login::Suite;
use super::objects;
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut suite = Suite::with(variant, objects::registers_unsigned);
    let form = suite.request();
    let sent = objects::outside(&form).set("request", &objects::unsigned(&form));
    objects::assert_login(&mut suite, &sent, &form);
}

#[test]
fn unsigned_request_object_supported_correctly_or_rejected_as_unsupported() {
    every(module);
}
