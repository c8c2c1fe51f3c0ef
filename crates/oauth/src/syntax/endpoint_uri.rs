//! The address of an endpoint, as the target of an HTTP request.

use http::Uri;
use symbolon_jose::Excerpt;
use thiserror::Error;
use url::Url;

/// Converts the URL of an endpoint to the `Uri` of an HTTP request.
///
/// A query of the URL is kept, as
/// [RFC 6749 §3.2](https://www.rfc-editor.org/rfc/rfc6749#section-3.2) demands. A fragment is left
/// out.
///
/// # Errors
/// [`EndpointUriError`] when the URL is not an `https` or `http` URL, or is longer than 65534
/// bytes.
pub fn endpoint_uri(endpoint: &Url) -> Result<Uri, EndpointUriError> {
    let error = || EndpointUriError { scheme: Excerpt::new(endpoint.scheme()) };
    if !matches!(endpoint.scheme(), "https" | "http") || endpoint.host().is_none() {
        return Err(error());
    }
    let without_fragment = endpoint.as_str().split('#').next().unwrap_or_default();
    without_fragment.parse().map_err(|_| error())
}

/// The URL of an endpoint cannot be used for an HTTP request: the configuration of your program is
/// wrong.
///
/// The scheme is not `https` or `http`, or the URL is longer than `http::Uri` allows (65534 bytes).
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error(
    "the URL of the endpoint, whose scheme is {scheme}, cannot be requested over HTTP; expected an \
     https or http URL of at most 65534 bytes"
)]
#[non_exhaustive]
pub struct EndpointUriError {
    /// The scheme of the URL.
    pub scheme: Excerpt,
}

impl EndpointUriError {
    /// Returns a stable name for logs and metrics: `"endpoint"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        "endpoint"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uri(url: &str) -> Result<String, EndpointUriError> {
        endpoint_uri(&url.parse().unwrap()).map(|uri| uri.to_string())
    }

    #[test]
    fn rfc6749_3_2_a_query_is_retained_and_a_fragment_is_not_sent() {
        assert_eq!(uri("https://op.example/t?a=b#c").unwrap(), "https://op.example/t?a=b");
    }

    #[test]
    fn only_https_and_http_are_accepted() {
        for url in ["mailto:a@b.example", "ftp://op.example/", "data:,x"] {
            let scheme = url.split(':').next().unwrap();
            let error = EndpointUriError { scheme: Excerpt::new(scheme) };
            assert_eq!(uri(url), Err(error), "{url}");
        }
    }
}
