//! The response to a registration.

use serde_json::json;

use crate::common::*;

#[test]
fn registration_3_2_created_as_json_and_not_stored() {
    let registered = register(&op(), &wiki()).unwrap();
    assert_eq!(registered.response.status(), 201);
    assert_eq!(registered.response.headers()["content-type"], "application/json");
    assert_eq!(registered.response.headers()["cache-control"], "no-store");
    assert_eq!(registered.json["redirect_uris"], json!([CALLBACK]));
    assert_eq!(registered.json["client_name"], "Wiki");
    assert_eq!(registered.json["token_endpoint_auth_method"], "client_secret_basic");
    assert_eq!(registered.json["id_token_signed_response_alg"], "RS256");
    assert_eq!(registered.json["client_secret_expires_at"], 0);
    assert_eq!(registered.json["scope"], "openid profile email address phone offline_access");
}
