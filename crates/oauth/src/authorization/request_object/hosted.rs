//! A request object that the client hosts, and that the server fetches.
//!
//! [RFC 9101 §5.2](https://www.rfc-editor.org/rfc/rfc9101#section-5.2).
//!
//! ```
//! use symbolon_oauth::EncodedJwt;
//! use symbolon_oauth::request_object::{RequestObjectUri, hosted};
//!
//! let uri = RequestObjectUri::new("https://client.example/request.jwt#hash")?;
//! let request = hosted::fetch(&uri)?.into_request(); // the server sends it
//! assert_eq!(request.uri(), "https://client.example/request.jwt");
//! let response = hosted::to_http(&EncodedJwt::new("e30.e30.e30".to_owned())); // of the client
//! assert_eq!(hosted::from_http(&response)?.expose(), "e30.e30.e30");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderValue, Request, Response, StatusCode};
use symbolon_jose::Excerpt;

use super::{RequestObjectUri, RequestObjectUriError};
use crate::EncodedJwt;
use crate::obligation::{AddressFrom, Fetch};
use crate::syntax::media_type;

/// The media type of a hosted request object
/// ([RFC 9101 §5.2.3](https://www.rfc-editor.org/rfc/rfc9101#section-5.2.3)).
pub const MEDIA_TYPE: &str = "application/oauth-authz-req+jwt";

/// The media type of JWTs. Clients that were written before RFC 9101 send it.
const JWT: &str = "application/jwt";

/// The largest request object that is read, in bytes.
pub const MAX_BYTES: usize = 64 * 1024;

/// Creates the request for a request object that a client hosts at this URI, with limits for its
/// size and its time.
///
/// The client chose the address, so the address is [`AddressFrom::Stranger`]
/// ([RFC 9101 §10.4.1](https://www.rfc-editor.org/rfc/rfc9101#section-10.4.1)).
///
/// # Errors
/// [`RequestObjectUriError`] when an HTTP library cannot represent the URI.
pub fn fetch(uri: &RequestObjectUri) -> Result<Fetch, RequestObjectUriError> {
    let mut request = Request::new(Vec::new());
    *request.uri_mut() = uri.target()?;
    let accept = HeaderValue::from_static("application/oauth-authz-req+jwt, application/jwt");
    request.headers_mut().insert(ACCEPT, accept);
    let mut fetch = Fetch::new(request, AddressFrom::Stranger);
    fetch.max_body = MAX_BYTES;
    Ok(fetch)
}

/// Reads the response to the request of [`fetch`].
///
/// White space around the object is left out. The object is **not verified**.
///
/// # Errors
/// [`HostedObjectError`] when the status code is not 200, when the media type is neither
/// `application/oauth-authz-req+jwt` nor `application/jwt`, or when the body is too long or not
/// ASCII.
pub fn from_http<B: AsRef<[u8]>>(response: &Response<B>) -> Result<EncodedJwt, HostedObjectError> {
    // RFC 9101 §10.4.1 (d): no redirect is followed.
    if response.status() != StatusCode::OK {
        return Err(HostedObjectError::Status(response.status()));
    }
    // RFC 9101 §10.4.1 (b): the media type is checked.
    let headers = response.headers();
    if ![MEDIA_TYPE, JWT].iter().any(|it| media_type::is(headers, it)) {
        return Err(HostedObjectError::ContentType { found: media_type::found(headers) });
    }
    let body = response.body().as_ref();
    if body.len() > MAX_BYTES {
        return Err(HostedObjectError::TooLarge { found: body.len() });
    }
    let text = str::from_utf8(body.trim_ascii()).ok().filter(|text| text.is_ascii());
    text.map(|text| EncodedJwt::new(text.to_owned())).ok_or(HostedObjectError::NotText)
}

/// Creates the response with which a client hosts a request object.
#[must_use]
pub fn to_http(object: &EncodedJwt) -> Response<Vec<u8>> {
    let mut response = Response::new(object.expose().as_bytes().to_vec());
    let content_type = HeaderValue::from_static(MEDIA_TYPE);
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    response
}

/// The reason why a response is not a hosted request object.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HostedObjectError {
    /// The status code of the response is not 200. A redirect is also refused
    /// ([RFC 9101 §10.4.1](https://www.rfc-editor.org/rfc/rfc9101#section-10.4.1)).
    #[error("the response with the request object has the status code {0}; expected 200")]
    Status(StatusCode),
    /// The response has another media type, no media type, or several media types
    /// ([RFC 9101 §10.4.1](https://www.rfc-editor.org/rfc/rfc9101#section-10.4.1)).
    #[error(
        "the response with the request object has {}; expected `application/oauth-authz-req+jwt` \
         or `application/jwt`",
        media_type::print_found(.found.as_ref())
    )]
    ContentType {
        /// The `Content-Type` of the response, if it has a `Content-Type`.
        found: Option<Excerpt>,
    },
    /// The response is longer than [`MAX_BYTES`]
    /// ([RFC 9101 §10.4.1](https://www.rfc-editor.org/rfc/rfc9101#section-10.4.1)).
    #[error("the response with the request object has {found} bytes; expected at most {MAX_BYTES}")]
    TooLarge {
        /// The number of bytes of the response.
        found: usize,
    },
    /// The response contains bytes that are not ASCII, so it is not a JWT
    /// ([RFC 9101 §4](https://www.rfc-editor.org/rfc/rfc9101#section-4)).
    #[error("the response with the request object is not ASCII text; expected a JWT")]
    NotText,
}

impl HostedObjectError {
    /// Returns a stable name for logs and metrics, such as `"hosted_object.status"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Status(_) => "hosted_object.status",
            Self::ContentType { .. } => "hosted_object.content_type",
            Self::TooLarge { .. } => "hosted_object.too_large",
            Self::NotText => "hosted_object.not_text",
        }
    }
}
