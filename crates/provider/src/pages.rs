//! The header fields of the provider's pages.

use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use http::{HeaderMap, HeaderValue};

/// The header fields that every page of a provider needs.
const HEADERS: [(HeaderName, &str); 5] = [
    // RFC 9700 §4.16: no other page can show this page in a frame. `form-action` is left out,
    // because browsers would apply it to the redirect that follows the form and goes to the client.
    (
        CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; \
         frame-ancestors 'none'",
    ),
    // RFC 9700 §4.16: for browsers that do not know `frame-ancestors`.
    (X_FRAME_OPTIONS, "DENY"),
    // RFC 9700 §4.2.4: the address of the page contains the authorization request, which other
    // sites must not see. With `no-referrer`, browsers would also send `Origin: null` with the
    // page's own forms (Fetch, "append a request `Origin` header"), and a server that compares
    // `Origin` would refuse them.
    (REFERRER_POLICY, "same-origin"),
    // The page contains data of one user and one request.
    (CACHE_CONTROL, "no-store"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
];

/// Returns the headers that every page of your provider must have: the sign-in page, the consent
/// page and the error pages.
///
/// - No site can show the page in a frame and trick the user into a click
///   ([RFC 9700 §4.16](https://www.rfc-editor.org/rfc/rfc9700#section-4.16)).
/// - The page runs no script, and loads styles, images and fonts from your server only. If your
///   page needs a script, replace `Content-Security-Policy` and keep `frame-ancestors 'none'`.
/// - The page is not cached, and its address is not sent to other sites. `Referrer-Policy` is
///   `same-origin`. Do not change it to `no-referrer`: browsers would send `Origin: null` with the
///   forms of the page, and your server could not compare `Origin` with its own origin.
///
/// The headers do not protect against forged forms: another site can send the form of your page.
/// Put a token into each form, as the [crate documentation](crate#pages) shows.
///
/// ```
/// let mut page = http::Response::new("<!doctype html>...");
/// page.headers_mut().extend(symbolon_provider::page_headers());
/// assert_eq!(page.headers()["x-frame-options"], "DENY");
/// ```
#[must_use]
pub fn page_headers() -> HeaderMap {
    let value = |(name, value)| (name, HeaderValue::from_static(value));
    HEADERS.into_iter().map(value).collect()
}
