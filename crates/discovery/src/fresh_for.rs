//! The time for which a program may keep a response.

use core::time::Duration;

use http::HeaderMap;

use crate::freshness::Freshness;

/// Returns the time for which a response can be used again, by its headers `Cache-Control`, `Age`
/// and `Expires` ([RFC 9111 §4.2](https://www.rfc-editor.org/rfc/rfc9111#section-4.2)). Returns
/// zero if the headers forbid using the response again or cannot be read, and `None` if the headers
/// state no time.
///
/// ```
/// use std::time::Duration;
///
/// let response = http::Response::builder().header("cache-control", "max-age=600").body(())?;
/// assert_eq!(symbolon_discovery::fresh_for(response.headers()), Some(Duration::from_secs(600)));
/// let response = http::Response::builder().header("cache-control", "no-store").body(())?;
/// assert_eq!(symbolon_discovery::fresh_for(response.headers()), Some(Duration::ZERO));
/// # Ok::<(), http::Error>(())
/// ```
#[must_use]
pub fn fresh_for(headers: &HeaderMap) -> Option<Duration> {
    Freshness::of(headers).lifetime.map(Duration::from_secs)
}
