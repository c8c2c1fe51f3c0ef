//! `oidcc-3rd_party-init-login`: the client registers `initiate_login_uri`, and finds it in the response
//! and in its registration.

use http::StatusCode;

use super::login::{Suite, json};
use crate::variants::{Variant, registered};

const INITIATE: &str = "https://client.example/start";

fn module(variant: Variant) {
    let suite = Suite::with(variant, |metadata| metadata["initiate_login_uri"] = INITIATE.into());
    assert_eq!(suite.client.information["initiate_login_uri"], INITIATE);
    let read = suite.op.configure(&suite.client.manage("GET"), suite.browser.now);
    assert_eq!(read.status(), StatusCode::OK);
    let read = json(&read);
    assert_eq!(read["initiate_login_uri"], INITIATE);
    assert_eq!(read["client_id"], suite.client.id);
}

#[test]
fn third_party_init_login() {
    registered(12, |_| true, module);
}
