//! The check that a form was sent from a page of this server.

use http::HeaderMap;
use http::header::ORIGIN;

/// Returns whether a page of another origin sent the form. A page on another port or on a subdomain
/// is of the same site, so browsers send `Lax` cookies with its forms. Browsers always send
/// `Origin` with a POST ([Fetch §3.2](https://fetch.spec.whatwg.org/#origin-header)).
pub(crate) fn is_of_other_origin(headers: &HeaderMap, own: &str) -> bool {
    headers.get(ORIGIN).is_some_and(|origin| origin.as_bytes() != own.as_bytes())
}
