//! The WebFinger request as a provider reads it, and its response.

use http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, ALLOW};
use http::{HeaderValue, Method, Request, Response, StatusCode};

use super::query::{self, MAX_COUNT, MAX_LENGTH};
use super::{Jrd, Resource, ResourceError};

/// A WebFinger request: the resource that it is about, and the types of the links that it asks for.
///
/// [RFC 7033 §4](https://www.rfc-editor.org/rfc/rfc7033#section-4). Answer it at
/// [`PATH`](super::PATH), over `https` only. Compare
/// [`Resource::host`] with the hosts for which your provider answers.
///
/// A response tells every stranger that the account exists. To keep this secret, return the
/// issuer for every well-formed name on your hosts, or limit the number of requests for each IP
/// address ([RFC 7033 §9.3](https://www.rfc-editor.org/rfc/rfc7033#section-9.3)). Add a personal
/// member to the [`Jrd`] only if the user has agreed to its publication
/// ([RFC 7033 §9.2](https://www.rfc-editor.org/rfc/rfc7033#section-9.2)).
///
/// ```
/// use symbolon_discovery::webfinger::{Jrd, WebFingerRequest, WebFingerRequestError};
/// use symbolon_oauth::Issuer;
///
/// fn answer(request: &http::Request<()>, issuer: &Issuer) -> http::Response<Vec<u8>> {
///     let request = match WebFingerRequest::from_http(request) {
///         Ok(request) => request,
///         Err(error) => return error.into_http(), // 400
///     };
///     let is_ours = request.resource().host() == Some("example.com");
///     let jrd = is_ours.then(|| Jrd::of_issuer(request.resource(), issuer));
///     request.respond(jrd) // 200 or 404
/// }
/// # let issuer = Issuer::new("https://op.example").unwrap();
/// # for (resource, status) in [("acct:a@example.com", 200), ("acct:a@other.example", 404), ("", 400)] {
/// #     let uri = format!("https://example.com/.well-known/webfinger?resource={resource}");
/// #     assert_eq!(answer(&http::Request::get(uri).body(()).unwrap(), &issuer).status(), status);
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebFingerRequest {
    resource: Resource,
    rels: Vec<String>,
}

impl WebFingerRequest {
    /// Reads the query of a `GET` or `HEAD` request. The path is not checked, and the header
    /// `Accept` is ignored, because a JRD is the only format.
    ///
    /// # Errors
    /// [`WebFingerRequestError::Method`] when the method is neither `GET` nor `HEAD`,
    /// [`NoResource`](WebFingerRequestError::NoResource) and
    /// [`RepeatedResource`](WebFingerRequestError::RepeatedResource) when the query does not have
    /// `resource` exactly once, [`Resource`](WebFingerRequestError::Resource) when its value is not
    /// a URI, [`Encoding`](WebFingerRequestError::Encoding) when the query is not encoded
    /// correctly, [`TooLong`](WebFingerRequestError::TooLong) and
    /// [`TooMany`](WebFingerRequestError::TooMany) when the query exceeds a limit.
    pub fn from_http<B>(request: &Request<B>) -> Result<Self, WebFingerRequestError> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return Err(WebFingerRequestError::Method { found: request.method().clone() });
        }
        let mut resource = None;
        let mut rels = Vec::new();
        for (name, value) in query::parse(request.uri().query().unwrap_or_default())? {
            match &*name {
                // RFC 7033 §4.2: `resource` occurs exactly once.
                "resource" if resource.is_some() => {
                    return Err(WebFingerRequestError::RepeatedResource);
                }
                "resource" => resource = Some(value),
                // RFC 7033 §4.3: `rel` is allowed several times.
                "rel" => rels.push(value),
                _ => {}
            }
        }
        let resource = resource.filter(|resource| !resource.is_empty());
        let resource = resource.ok_or(WebFingerRequestError::NoResource)?;
        Ok(Self { resource: Resource::parse(&resource)?, rels })
    }

    /// Returns the resource that the request is about.
    #[must_use]
    pub fn resource(&self) -> &Resource {
        &self.resource
    }

    /// Returns the link relation types that the request asks for. If there are no types, the request
    /// asks for all links.
    #[must_use]
    pub fn rels(&self) -> &[String] {
        &self.rels
    }

    /// Creates the response: the descriptor with the links that the request asks for, or the status
    /// 404 if `jrd` is `None`. Every web page is allowed to read the response.
    ///
    /// On an intranet, replace the header `Access-Control-Allow-Origin`, so that other web pages
    /// cannot read the response
    /// ([RFC 7033 §5](https://www.rfc-editor.org/rfc/rfc7033#section-5)).
    #[must_use]
    pub fn respond(&self, jrd: Option<Jrd>) -> Response<Vec<u8>> {
        match jrd {
            Some(mut jrd) => {
                // RFC 7033 §4.3: `rel` concerns the links only.
                if !self.rels.is_empty() {
                    jrd.links.retain(|link| self.rels.contains(&link.rel));
                }
                jrd.to_http()
            }
            // RFC 7033 §4.2: the server has no information about the resource.
            None => empty(StatusCode::NOT_FOUND),
        }
    }
}

/// Creates a response without a body. RFC 7033 §5: every web page may read each response.
fn empty(status: StatusCode) -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = status;
    response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

/// The reason why a request is not a WebFinger request.
///
/// [`into_http`](Self::into_http) returns the response to the request.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WebFingerRequestError {
    /// The method is neither `GET` nor `HEAD`
    /// ([RFC 7033 §4.2](https://www.rfc-editor.org/rfc/rfc7033#section-4.2)).
    #[error("the method of the request is {found}, and GET was expected")]
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
