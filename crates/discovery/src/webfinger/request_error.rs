//! The reasons why a provider refuses a WebFinger request, and the responses.

use http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, ALLOW};
use http::{HeaderValue, Method, Response, StatusCode};

use super::ResourceError;

/// The longest query that is read, in bytes.
pub(super) const MAX_LENGTH: usize = 16 * 1024;
/// The largest number of parameters that is read.
pub(super) const MAX_COUNT: usize = 100;

/// The reason why a request is not a WebFinger request.
///
/// [`into_http`](Self::into_http) returns the response to the request.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WebFingerRequestError {
    /// The method is neither `GET` nor `HEAD`
    /// ([RFC 7033 §4.2](https://www.rfc-editor.org/rfc/rfc7033#section-4.2)).
    #[error("the method of the request is {found}, and GET or HEAD was expected")]
    Method {
        /// The method of the request.
        found: Method,
    },
    /// The query has no `resource`, or its value is empty
    /// ([RFC 7033 §4.2](https://www.rfc-editor.org/rfc/rfc7033#section-4.2)).
    #[error("the query has no `resource`")]
    NoResource,
    /// The query has `resource` more than once
    /// ([RFC 7033 §4.2](https://www.rfc-editor.org/rfc/rfc7033#section-4.2)).
    #[error("the query has `resource` more than once")]
    RepeatedResource,
    /// `resource` is not an absolute URI
    /// ([RFC 7033 §4.1](https://www.rfc-editor.org/rfc/rfc7033#section-4.1)).
    #[error(transparent)]
    Resource(#[from] ResourceError),
    /// A name or a value of the query is not UTF-8 in percent-encoding
    /// ([RFC 7033 §4.1](https://www.rfc-editor.org/rfc/rfc7033#section-4.1)).
    #[error("the query is not UTF-8 in percent-encoding")]
    Encoding,
    /// The query is longer than 16384 bytes.
    #[error("the query has {length} bytes, and at most {MAX_LENGTH} bytes are read")]
    TooLong {
        /// The length of the query in bytes.
        length: usize,
    },
    /// The query has more than 100 parameters.
    #[error("the query has more than {MAX_COUNT} parameters")]
    TooMany,
}

impl WebFingerRequestError {
    /// Returns the stable name of the error, such as `"webfinger_request.no_resource"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Method { .. } => "webfinger_request.method",
            Self::NoResource => "webfinger_request.no_resource",
            Self::RepeatedResource => "webfinger_request.repeated_resource",
            Self::Resource(error) => error.code(),
            Self::Encoding => "webfinger_request.encoding",
            Self::TooLong { .. } => "webfinger_request.too_long",
            Self::TooMany => "webfinger_request.too_many",
        }
    }

    /// Creates the response to the request: status 405 if the method is wrong, otherwise 400.
    #[must_use]
    pub fn into_http(self) -> Response<Vec<u8>> {
        match self {
            Self::Method { .. } => {
                let mut response = empty(StatusCode::METHOD_NOT_ALLOWED);
                response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
                response
            }
            // RFC 7033 §4.2: an absent or malformed `resource` is a bad request.
            _ => empty(StatusCode::BAD_REQUEST),
        }
    }
}

/// Creates a response without a body. RFC 7033 §5: every web page may read each response.
pub(super) fn empty(status: StatusCode) -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = status;
    response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}
