//! Key sets that the tests start from.

use http::Response;
use serde_json::{Value, json};

use super::json_response;

/// The public key of RFC 7515 Appendix A.3.
pub(crate) fn key(kid: &str) -> Value {
    json!({
        "kty": "EC", "crv": "P-256", "kid": kid,
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    })
}

pub(crate) fn set(keys: &[Value]) -> String {
    json!({ "keys": keys }).to_string()
}

/// An answer with one key, and what it says about keeping it.
pub(crate) fn answer(kid: &str, cache_control: &str) -> Response<Vec<u8>> {
    let mut response = json_response("application/jwk-set+json", set(&[key(kid)]));
    if !cache_control.is_empty() {
        response.headers_mut().insert("cache-control", cache_control.parse().unwrap());
    }
    response
}
