//! Documents that the tests start from.
#![expect(dead_code, reason = "each test file uses some of these")]

pub(crate) mod keys;

use http::Response;
use symbolon_jose::Object;
use symbolon_test_support::metadata::MINIMAL;

/// Returns a document with the required members only.
pub(crate) fn minimal() -> Object {
    Object::parse(MINIMAL.as_bytes()).unwrap()
}

/// Returns a document with every member of Discovery §3, RFC 8414 §2 and RFC 9207 §3, and with two
/// members without a field.
pub(crate) fn full() -> Object {
    Object::parse(include_bytes!("full.json")).unwrap()
}

pub(crate) fn json_response(content_type: &str, body: impl Into<Vec<u8>>) -> Response<Vec<u8>> {
    Response::builder().header("content-type", content_type).body(body.into()).unwrap()
}
