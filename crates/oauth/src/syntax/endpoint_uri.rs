use http::Uri;
use thiserror::Error;
use url::Url;

/// The address of an endpoint, as a request carries it.
///
/// A query that the address has is kept, as
/// [RFC 6749 §3.2](https://www.rfc-editor.org/rfc/rfc6749#section-3.2) demands; a fragment is not
/// sent.
///
/// # Errors
/// [`EndpointUriError`] when nothing can be sent there over HTTP.
pub fn endpoint_uri(endpoint: &Url) -> Result<Uri, EndpointUriError> {
    if !matches!(endpoint.scheme(), "https" | "http") || endpoint.host().is_none() {
        return Err(EndpointUriError);
    }
    let without_fragment = endpoint.as_str().split('#').next().unwrap_or_default();
    without_fragment.parse().map_err(|_| EndpointUriError)
}

/// An endpoint's URL is no address for an HTTP request. A wrong setting, never a peer's fault.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("the endpoint's URL cannot be requested over HTTP")]
pub struct EndpointUriError;

impl EndpointUriError {
    /// A stable name: `"endpoint"`.
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
    fn only_http() {
        for url in ["mailto:a@b.example", "ftp://op.example/", "data:,x"] {
            assert_eq!(uri(url), Err(EndpointUriError), "{url}");
        }
    }
}
