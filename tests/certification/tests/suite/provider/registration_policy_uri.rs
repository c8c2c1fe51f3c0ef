//! `oidcc-registration-policy-uri`: the consent page has the link to the privacy policy of the client.

use super::login::Suite;
use crate::variants::{Variant, registered};

const URI: &str = "https://client.example/policy";

fn module(variant: Variant) {
    let mut suite = Suite::with(variant, |metadata| metadata["policy_uri"] = URI.into());
    assert_eq!(suite.client.information["policy_uri"], URI);
    let request = suite.request();
    suite.login(&request);
    let shown = suite.browser.client_pages.policy_uri.as_ref();
    assert_eq!(shown.map(|uri| uri.as_str()), Some(URI));

    let error = suite.refused_registration(|metadata| {
        metadata["policy_uri"] = "javascript:alert(1)".into();
    });
    assert_eq!(error, "invalid_client_metadata");
}

#[test]
fn registration_policy_uri() {
    registered(12, |_| true, module);
}
