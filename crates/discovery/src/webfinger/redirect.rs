//! The redirects of a WebFinger host.

use http::header::LOCATION;
use http::{HeaderMap, StatusCode, Uri};
use url::Url;

use super::WebFingerError;
use crate::Endpoint;

/// Returns whether a status is a redirect to another address.
pub(super) fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// Returns the address to which a response redirects. `from` is the address of the request.
/// `is_local` allows `http` on this machine.
pub(super) fn target(
    headers: &HeaderMap,
    from: &Uri,
    is_local: bool,
) -> Result<Uri, WebFingerError> {
    let mut values = headers.get_all(LOCATION).iter();
    let (Some(location), None) = (values.next(), values.next()) else {
        return Err(WebFingerError::NoLocation);
    };
    // RFC 9110 §10.2.2: a relative reference is resolved against the address of the request.
    let resolve = |location: &str| Url::parse(&from.to_string()).ok()?.join(location).ok();
    let mut url = location.to_str().ok().and_then(resolve).ok_or(WebFingerError::NoLocation)?;
    url.set_fragment(None);
    // RFC 7033 §4.2: the client is redirected to an https URI only.
    let accept = if is_local { Endpoint::on_loopback } else { Endpoint::new };
    let endpoint = accept(url.as_str()).map_err(WebFingerError::Location)?;
    Ok(endpoint.uri().clone())
}
