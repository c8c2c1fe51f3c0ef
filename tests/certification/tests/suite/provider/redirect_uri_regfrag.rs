//! `oidcc-redirect-uri-regfrag`: a redirect URI with a fragment cannot be registered.

use serde_json::json;

use super::login::Suite;
use crate::variants::{Variant, registered};

fn module(variant: Variant) {
    let suite = Suite::new(variant);
    let error = suite.refused_registration(|metadata| {
        metadata["redirect_uris"] = json!(["https://client.example/cb#foobar"]);
    });
    assert_eq!(error, "invalid_redirect_uri");
}

#[test]
fn redirect_uri_regfrag() {
    registered(12, |_| true, module);
}
