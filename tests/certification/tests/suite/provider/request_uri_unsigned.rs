//! `oidcc-request-uri-unsigned`: the provider lists `none`, and fetches a request object with `alg: none`.

use super::login::Suite;
use super::objects;
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let metadata = Suite::new(variant.clone()).op.provider.metadata().clone();
    assert!(metadata.request_object_signing_alg_values_supported.contains(&"none".to_owned()));
    objects::assert_login_by_reference(variant, objects::registers_unsigned, objects::unsigned);
}

#[test]
fn request_uri_unsigned() {
    every(module);
}
