//! `oidcc-redirect-uri-query-OK`: the response keeps the query of the redirect URI.

use serde_json::json;

use super::login::Suite;
use super::under_test::WITH_QUERY;
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut suite =
        Suite::with(variant, |metadata| metadata["redirect_uris"] = json!([WITH_QUERY]));
    let request = suite.request().set("redirect_uri", WITH_QUERY);
    // The suite compares the address in front of the parameters with the whole redirect URI.
    let parameters = suite.visit(&request);
    assert!(parameters.contains("code") || parameters.contains("id_token"));
}

#[test]
fn redirect_uri_query_ok() {
    every(module);
}
