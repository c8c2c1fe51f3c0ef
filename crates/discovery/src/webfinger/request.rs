//! The WebFinger request as a provider reads it, and its response.

use http::{Method, Request, Response, StatusCode};

use super::request_error::empty;
use super::{Jrd, Resource, WebFingerRequestError, query};

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
/// # let cases = [("acct:a@example.com", 200), ("acct:a@other.example", 404), ("", 400)];
/// # for (resource, status) in cases {
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

    /// Returns the link relation types that the request asks for. If there are no types, the
    /// request asks for all links.
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
