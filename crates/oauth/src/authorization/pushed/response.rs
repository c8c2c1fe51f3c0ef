//! The success response of the pushed authorization request endpoint.

use http::{HeaderValue, Response, StatusCode, header};
use serde_json::Value;
use symbolon_jose::{Excerpt, Limits, Object};

use super::error::PushedAuthorizationResponseError;
use super::request_uri::RequestUri;
use crate::ErrorResponse;
use crate::syntax::{media_type, seconds};

/// The successful response of the pushed authorization request endpoint: the reference to the
/// request that the client pushed.
///
/// [RFC 9126 §2.2](https://www.rfc-editor.org/rfc/rfc9126#section-2.2). The endpoint refuses a
/// request with an [`ErrorResponse`], in the same form as the token endpoint
/// ([§2.3](https://www.rfc-editor.org/rfc/rfc9126#section-2.3)).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PushedAuthorizationResponse {
    /// The reference, which the client sends to the authorization endpoint as `request_uri`.
    pub request_uri: RequestUri,
    /// The lifetime of the reference in seconds. It begins when the server creates the response.
    pub expires_in: u64,
    /// The members for which this type has no field. A member with the name of a field of this
    /// type, such as `expires_in`, is not sent.
    pub extra: Object,
}

impl PushedAuthorizationResponse {
    /// Creates a response with a reference and its lifetime in seconds.
    #[must_use]
    pub fn new(request_uri: RequestUri, expires_in: u64) -> Self {
        Self { request_uri, expires_in, extra: Object::new() }
    }

    /// Reads the HTTP response of the endpoint.
    ///
    /// The status 200 is read like 201, because several servers send it.
    ///
    /// # Errors
    /// [`PushedAuthorizationResponseError`] when the server refused the request, when the status is
    /// neither 201 nor 200, when the `Content-Type` is not `application/json`, when the body is not
    /// a JSON object, or when [`from_object`](Self::from_object) refuses the JSON object.
    pub fn from_http<B: AsRef<[u8]>>(
        response: &Response<B>,
    ) -> Result<Self, PushedAuthorizationResponseError> {
        let status = response.status();
        if status.is_client_error() || status.is_server_error() {
            return Err(refused(response));
        }
        // RFC 9126 §2.2: 201. A redirect is not followed.
        if !matches!(status, StatusCode::CREATED | StatusCode::OK) {
            return Err(PushedAuthorizationResponseError::Status(status));
        }
        // RFC 9126 §2.2: application/json.
        if !media_type::is_json(response.headers()) {
            let found = media_type::found(response.headers());
            return Err(PushedAuthorizationResponseError::ContentType { found });
        }
        Self::from_object(Object::parse_document(response.body().as_ref(), &Limits::DEFAULT)?)
    }

    /// Reads a successful response from its JSON body.
    ///
    /// # Errors
    /// [`PushedAuthorizationResponseError`] when `request_uri` or `expires_in` is missing or
    /// malformed. `expires_in` must be at least 1.
    pub fn from_object(mut object: Object) -> Result<Self, PushedAuthorizationResponseError> {
        let missing = |name| PushedAuthorizationResponseError::Missing { name };
        let request_uri = object.take_string("request_uri")?.ok_or(missing("request_uri"))?;
        let request_uri = RequestUri::parse(request_uri)?;
        let expires_in = object.remove("expires_in").ok_or(missing("expires_in"))?;
        let expires_in = lifetime(&expires_in).ok_or_else(|| {
            let found = Excerpt::new(&expires_in.to_string());
            PushedAuthorizationResponseError::ExpiresIn { found }
        })?;
        Ok(Self { request_uri, expires_in, extra: object })
    }

    /// Returns the JSON body of the response.
    #[must_use]
    pub fn to_object(&self) -> Object {
        let mut object = self.extra.clone();
        object.insert("request_uri", self.request_uri.expose());
        object.insert("expires_in", self.expires_in);
        object
    }

    /// Builds the HTTP response: status 201, a JSON body, and headers that forbid caching.
    #[must_use]
    pub fn into_http(self) -> Response<Vec<u8>> {
        let mut response = Response::new(self.to_object().to_json().into_bytes());
        // RFC 9126 §2.2.
        *response.status_mut() = StatusCode::CREATED;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type::JSON));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
        response
    }
}

/// Reads RFC 9126 §2.2: a positive integer, as a JSON number.
fn lifetime(value: &Value) -> Option<u64> {
    let number = value.as_number()?;
    seconds::parse(&number.to_string()).filter(|seconds| *seconds > 0)
}

/// Reads a response whose status is 4xx or 5xx.
fn refused<B: AsRef<[u8]>>(response: &Response<B>) -> PushedAuthorizationResponseError {
    let status = response.status();
    match ErrorResponse::from_http(response) {
        Ok(error) => PushedAuthorizationResponseError::Refused { status, error },
        Err(_) => PushedAuthorizationResponseError::Status(status),
    }
}
