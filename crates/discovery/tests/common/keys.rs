//! Key sets that the tests start from.

use http::Response;
use serde_json::{Value, json};
use symbolon_test_support::keys::P256;

use super::json_response;

/// Returns a public key as a member of a JWK Set.
pub(crate) fn key(kid: &str) -> Value {
    let mut key = private_key(kid);
    key.as_object_mut().unwrap().remove("d");
    key
}

/// Returns the same key as [`key`] with its private half, which no provider should publish.
pub(crate) fn private_key(kid: &str) -> Value {
    let mut key: Value = serde_json::from_str(P256).unwrap();
    key.as_object_mut().unwrap().insert("kid".to_owned(), kid.into());
    key
}

pub(crate) fn set(keys: &[Value]) -> String {
    json!({ "keys": keys }).to_string()
}

/// Returns a response with one key and this `Cache-Control`, which may be empty.
pub(crate) fn answer(kid: &str, cache_control: &str) -> Response<Vec<u8>> {
    let mut response = json_response("application/jwk-set+json", set(&[key(kid)]));
    if !cache_control.is_empty() {
        response.headers_mut().insert("cache-control", cache_control.parse().unwrap());
    }
    response
}
