//! Whether a form was sent from a page of this server.

use http::HeaderMap;
use http::header::ORIGIN;

/// Returns whether a page of another origin sent the form. Other ports and subdomains are the same site, so
/// browsers send `Lax` cookies with their forms. A browser always sends `Origin` with a form that is posted
/// ([Fetch §3.2](https://fetch.spec.whatwg.org/#origin-header)).
pub(crate) fn is_of_other_origin(headers: &HeaderMap, own: &str) -> bool {
    headers.get(ORIGIN).is_some_and(|origin| origin.as_bytes() != own.as_bytes())
}
