//! `oidcc-ensure-post-request-succeeds`: the authorization endpoint accepts a form.

use symbolon_oauth::ResponseType;
use symbolon_test_support::metadata::AUTHORIZE;

use super::login::Suite;
use crate::variants::{Variant, each};

fn module(variant: Variant) {
    let mut suite = Suite::new(variant);
    let request = suite.request();
    let response = suite.send(&request.post(AUTHORIZE)).unwrap();
    let parameters = suite.arrived(&response, &request);
    suite.finish(&parameters, &request);
}

#[test]
fn ensure_post_request_succeeds() {
    each(2, |variant| variant.response_type == ResponseType::CODE, module);
}
