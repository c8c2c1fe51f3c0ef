//! What a fetched JSON document has to look like before it is read.

use http::{HeaderValue, Request, Response, StatusCode, Uri, header};

/// The largest document read, in bytes: some fifty times what large providers publish.
pub(crate) const MAX_BYTES: usize = 256 * 1024;

/// Why an answer is not the JSON document that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DocumentError {
    /// The status code is not 200; a redirect is not followed
    /// ([Discovery §4.2](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationResponse)).
    #[error("the status code is {0} instead of 200")]
    Status(StatusCode),
    /// The content type is missing, given twice, or not one the document may have
    /// ([Discovery §4.2](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationResponse),
    /// [RFC 7517 §8.5](https://www.rfc-editor.org/rfc/rfc7517#section-8.5)).
    #[error("the content type is not that of the document")]
    ContentType,
    /// More bytes than the limit.
    #[error("the document is larger than {limit} bytes")]
    TooLarge {
        /// The most bytes that are read.
        limit: usize,
    },
}

impl DocumentError {
    /// A stable name for logs and metrics.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Status(_) => "document.status",
            Self::ContentType => "document.content_type",
            Self::TooLarge { .. } => "document.too_large",
        }
    }
}

/// `GET` for a JSON document.
pub(crate) fn get(uri: Uri, accept: &'static str) -> Request<Vec<u8>> {
    let mut request = Request::new(Vec::new());
    *request.uri_mut() = uri;
    request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static(accept));
    request
}

/// The bytes of a document, once status, content type and size are right.
pub(crate) fn body<'a, B: AsRef<[u8]>>(
    response: &'a Response<B>,
    content_types: &[&str],
) -> Result<&'a [u8], DocumentError> {
    // Discovery §4.2: a successful response has the 200 status code.
    if response.status() != StatusCode::OK {
        return Err(DocumentError::Status(response.status()));
    }
    // Discovery §4.2: the content type is `application/json`. RFC 9110 §8.3: it is given once,
    // compared without regard to case, and parameters may follow it.
    let mut values = response.headers().get_all(header::CONTENT_TYPE).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return Err(DocumentError::ContentType);
    };
    let essence = value.to_str().ok().and_then(|text| text.split(';').next()).unwrap_or("").trim();
    if !content_types.iter().any(|expected| essence.eq_ignore_ascii_case(expected)) {
        return Err(DocumentError::ContentType);
    }
    let body = response.body().as_ref();
    if body.len() > MAX_BYTES {
        return Err(DocumentError::TooLarge { limit: MAX_BYTES });
    }
    Ok(body)
}

/// A document that everybody may read, and keep for `max_age` seconds.
pub(crate) fn publish(content_type: &'static str, max_age: u32, body: String) -> Response<Vec<u8>> {
    let mut response = Response::new(body.into_bytes());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    // RFC 9111 §5.2.2.1: max-age is sent in the token form.
    let cache_control = HeaderValue::try_from(format!("public, max-age={max_age}"))
        .unwrap_or(HeaderValue::from_static("no-cache"));
    headers.insert(header::CACHE_CONTROL, cache_control);
    // Discovery §3 and §4: browser-based clients should be able to read it, so CORS.
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}
