//! `oidcc-registration-tos-uri`: the consent page has the link to the terms of service of the client.

use super::login::Suite;
use crate::variants::{Variant, registered};

const URI: &str = "https://client.example/tos";

fn module(variant: Variant) {
    let mut suite = Suite::with(variant, |metadata| metadata["tos_uri"] = URI.into());
    assert_eq!(suite.client.information["tos_uri"], URI);
    let request = suite.request();
    suite.login(&request);
    let shown = suite.browser.client_pages.tos_uri.as_ref();
    assert_eq!(shown.map(|uri| uri.as_str()), Some(URI));

    let error = suite.refused_registration(|metadata| {
        metadata["tos_uri"] = "javascript:alert(1)".into();
    });
    assert_eq!(error, "invalid_client_metadata");
}

#[test]
fn registration_tos_uri() {
    registered(12, |_| true, module);
}
