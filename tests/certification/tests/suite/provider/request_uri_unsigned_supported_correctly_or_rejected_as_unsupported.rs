//! `oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported`: the suite hosts a request
//! object with `alg: none`, which the provider fetches.

use super::login::Suite;
use super::objects;
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let metadata = Suite::new(variant.clone()).op.provider.metadata().clone();
    assert_eq!(metadata.request_uri_parameter_supported, Some(true));
    objects::assert_login_by_reference(variant, objects::registers_unsigned, objects::unsigned);
}

#[test]
fn request_uri_unsigned_supported_correctly_or_rejected_as_unsupported() {
    every(module);
}
