//! `oidcc-request-uri-signed-rs256`: the provider fetches a request object that is signed with RS256. The
//! fragment of the `request_uri` is not the hash of the object.

use super::login::Suite;
use super::objects;
use super::under_test::HOSTED;
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut suite = Suite::with(variant.clone(), objects::registers_hosted);
    let metadata = suite.op.provider.metadata().clone();
    assert!(metadata.request_object_signing_alg_values_supported.contains(&"RS256".to_owned()));
    let sign = objects::signed(variant.client);
    objects::assert_login_by_reference(variant, objects::registers_hosted, sign);
    // An object with another signature is refused.
    let form = suite.request();
    let object = sign(&form);
    let other = sign(&form.clone().set("state", "other"));
    let (kept, _) = object.rsplit_once('.').unwrap();
    let (_, signature) = other.rsplit_once('.').unwrap();
    objects::host(&suite, format!("{kept}.{signature}"));
    let refused = suite.refused(&form.set("request_uri", HOSTED));
    assert_eq!(refused, "invalid_request_object");
}

#[test]
fn request_uri_signed_rs256() {
    every(module);
}
