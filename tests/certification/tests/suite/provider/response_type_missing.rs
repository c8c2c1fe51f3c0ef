//! `oidcc-response-type-missing`: a request without `response_type`.

use symbolon_test_support::names::STATE;

use super::login::Suite;
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut suite = Suite::new(variant);
    let request = suite.request().without("response_type");
    let refusal = suite.send(&request.navigate()).unwrap_err();
    // A page is allowed, too. This provider answers the client.
    let (_, parameters) = suite.sent_back(refusal, &request);
    assert_eq!(parameters.get("error"), Some("invalid_request"));
    assert_eq!(parameters.get("state"), Some(STATE));
    for name in ["code", "id_token", "access_token"] {
        assert!(!parameters.contains(name));
    }
}

#[test]
fn response_type_missing() {
    every(module);
}
