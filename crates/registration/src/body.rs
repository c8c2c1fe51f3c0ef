//! The JSON body of requests and responses.

use http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use symbolon_jose::{Excerpt, Object};

/// The media type of every message.
const JSON: &str = "application/json";

/// Returns the `Content-Type` headers, with commas between several headers, if they are not exactly
/// one `application/json`.
pub(crate) fn other_content_type(headers: &HeaderMap) -> Option<Excerpt> {
    let values: Vec<_> = headers.get_all(header::CONTENT_TYPE).iter().collect();
    if let [value] = values[..] {
        // RFC 9110 §8.3.1: case and parameters do not matter.
        let essence = value.as_bytes().split(|byte| *byte == b';').next().unwrap_or_default();
        if essence.trim_ascii().eq_ignore_ascii_case(JSON.as_bytes()) {
            return None;
        }
    }
    let texts = values.iter().map(|value| String::from_utf8_lossy(value.as_bytes()));
    Some(Excerpt::new(&texts.collect::<Vec<_>>().join(", ")))
}

/// Creates a response with a JSON body that no cache keeps.
pub(crate) fn response(status: StatusCode, object: &Object) -> Response<Vec<u8>> {
    let mut response = Response::new(object.to_json().into_bytes());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, content_type());
    // RFC 7591 §3.2.1: the response can contain a secret.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
    response
}

/// Returns the value of the `Content-Type` header of a JSON body.
pub(crate) const fn content_type() -> HeaderValue {
    HeaderValue::from_static(JSON)
}
