//! `oidcc-ensure-request-object-with-redirect-uri`: the redirect URI in the request object counts, and not
//! the other redirect URI outside it.

use super::login::Suite;
use super::objects;
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut suite = Suite::with(variant, objects::registers_unsigned);
    let form = suite.request();
    let sent = objects::outside(&form)
        .set("redirect_uri", "https://client.example/cb/another")
        .set("request", &objects::unsigned(&form));
    objects::assert_login(&mut suite, &sent, &form);
}

#[test]
fn ensure_request_object_with_redirect_uri() {
    every(module);
}
