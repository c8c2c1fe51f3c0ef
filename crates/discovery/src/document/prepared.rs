//! A document that a server sends many times.

use http::{HeaderValue, Method, Request, Response, StatusCode, header};

use super::etag;

/// A public document that is written once and sent many times: the metadata of a provider or of a
/// protected resource, or a JWK Set.
///
/// Created by [`ProviderMetadata::prepare`](crate::ProviderMetadata::prepare),
/// [`ResourceMetadata::prepare`](crate::ResourceMetadata::prepare) and
/// [`jwk_set::prepare`](crate::jwk_set::prepare). [`answer`](Self::answer) and
/// [`to_http`](Self::to_http) only copy the bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreparedDocument {
    content_type: &'static str,
    json: Vec<u8>,
    etag: HeaderValue,
}

impl PreparedDocument {
    pub(crate) fn new(content_type: &'static str, json: String) -> Self {
        let etag = etag::of(json.as_bytes());
        Self { content_type, json: json.into_bytes(), etag }
    }

    /// Returns the JSON text of the document.
    #[must_use]
    pub fn json(&self) -> &[u8] {
        &self.json
    }

    /// Returns the entity tag of the document
    /// ([RFC 9110 §8.8.3](https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3)). Two documents
    /// with the same bytes have the same tag, also in different programs.
    #[must_use]
    pub fn etag(&self) -> &HeaderValue {
        &self.etag
    }

    /// Creates the response with the document. Caches are allowed to keep the response for
    /// `max_age` seconds, and every web page is allowed to read it.
    #[must_use]
    pub fn to_http(&self, max_age: u32) -> Response<Vec<u8>> {
        let mut response = Response::new(self.json.clone());
        let content_type = HeaderValue::from_static(self.content_type);
        response.headers_mut().insert(header::CONTENT_TYPE, content_type);
        self.add_headers(&mut response, max_age);
        response
    }

    /// Creates the response to a request for the document: the document, or `304 Not Modified` if
    /// the client already has it, so that the body is not sent again
    /// ([RFC 9110 §13.1.2](https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2)). Caches are
    /// allowed to keep the response for `max_age` seconds.
    ///
    /// If the method is neither `GET` nor `HEAD`, the response has the status 405. The response to
    /// a `HEAD` request has no body.
    ///
    /// ```
    /// # fn f(metadata: &symbolon_discovery::ProviderMetadata) -> Result<(), Box<dyn std::error::Error>> {
    /// use http::{Request, header::IF_NONE_MATCH};
    ///
    /// let document = metadata.prepare()?; // when the program starts
    /// let request = Request::get("/").header(IF_NONE_MATCH, document.etag()).body(())?;
    /// assert_eq!(document.answer(&request, 3600).status(), 304);
    /// # Ok(())
    /// # }
    /// # let json = br#"{"issuer":"https://op.example", "jwks_uri":"https://op.example/jwks",
    /// #     "authorization_endpoint":"https://op.example/authorize",
    /// #     "token_endpoint":"https://op.example/token",
    /// #     "response_types_supported":["code"], "subject_types_supported":["public"],
    /// #     "id_token_signing_alg_values_supported":["RS256"]}"#;
    /// # let issuer = symbolon_oauth::Issuer::new("https://op.example").unwrap();
    /// # f(&symbolon_discovery::ProviderMetadata::parse(json, &issuer).unwrap()).unwrap();
    /// ```
    #[must_use]
    pub fn answer<B>(&self, request: &Request<B>, max_age: u32) -> Response<Vec<u8>> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return not_allowed();
        }
        let mut response = if etag::is_listed(&self.etag, request.headers()) {
            let mut response = Response::new(Vec::new());
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            // RFC 9110 §15.4.5: the fields of the response with the document, without its content
            // type.
            self.add_headers(&mut response, max_age);
            response
        } else {
            self.to_http(max_age)
        };
        if request.method() == Method::HEAD && response.status() == StatusCode::OK {
            // RFC 9110 §8.6: the length of the body that the response to a GET has.
            let length = HeaderValue::from(self.json.len());
            response.headers_mut().insert(header::CONTENT_LENGTH, length);
            response.body_mut().clear();
        }
        response
    }

    fn add_headers(&self, response: &mut Response<Vec<u8>>, max_age: u32) {
        let headers = response.headers_mut();
        // RFC 9111 §5.2.2.1: max-age has the form of a token, not of a quoted string.
        let cache_control = HeaderValue::try_from(format!("public, max-age={max_age}"))
            .unwrap_or(HeaderValue::from_static("no-cache"));
        headers.insert(header::CACHE_CONTROL, cache_control);
        headers.insert(header::ETAG, self.etag.clone());
        // Discovery §3 and §4: CORS lets clients in a browser read the document.
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }
}

/// Creates the response to a request with another method.
fn not_allowed() -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
    // RFC 9110 §15.5.6: the response lists the methods.
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    response
}
