//! The HTTP response with a page that contains one script.

use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderValue, Response};

/// Builds the response with a page that browsers and proxies do not store.
pub(super) fn response(
    html: String,
    content_security_policy: &'static str,
    referrer_policy: &'static str,
) -> Response<Vec<u8>> {
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CACHE_CONTROL, "no-store"),
        (CONTENT_SECURITY_POLICY, content_security_policy),
        (REFERRER_POLICY, referrer_policy),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    let mut response = Response::new(html.into_bytes());
    let value = |(name, value)| (name, HeaderValue::from_static(value));
    response.headers_mut().extend(headers.map(value));
    response
}

/// Returns the source that allows a script in a `Content-Security-Policy`.
#[cfg(test)]
pub(super) fn source_of(script: &str) -> String {
    use base64::Engine as _;

    let hash = symbolon_crypto_ring::CRYPTO.digests.sha256(script.as_bytes());
    format!("'sha256-{}'", base64::prelude::BASE64_STANDARD.encode(hash))
}
