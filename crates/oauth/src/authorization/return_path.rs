//! The path by which every authorization response reaches the client.

use http::{HeaderValue, Response, StatusCode, header};

use crate::{
    AuthorizationError, AuthorizationResponse, ErrorResponse, Issuer, Parameters, RedirectUri,
    ResponseMode, State,
};

/// The way in which the server returns authorization responses to the client: redirect URI,
/// response mode, `state` and `iss`.
///
/// Successful responses and error responses are sent in the same way
/// ([RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2),
/// [§4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1)), with the same `state` and
/// the same `iss` ([RFC 9207 §2](https://www.rfc-editor.org/rfc/rfc9207#section-2)). Before you
/// create a `ReturnPath`, check that the redirect URI is registered for the client.
///
/// ```
/// use symbolon_oauth::{ErrorCode, ErrorResponse, Issuer, RedirectUri, ResponseMode, ReturnPath};
///
/// let redirect_uri = RedirectUri::new("https://client.example/cb")?;
/// let path = ReturnPath::new(redirect_uri, ResponseMode::QUERY)?
///     .issuer(&Issuer::new("https://op.example")?);
/// let response = path.refuse(ErrorResponse::new(ErrorCode::ACCESS_DENIED));
/// assert_eq!(
///     response.headers()["Location"],
///     "https://client.example/cb?error=access_denied&iss=https%3A%2F%2Fop.example",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ReturnPath {
    redirect_uri: RedirectUri,
    carrier: Carrier,
    state: Option<State>,
    iss: Option<String>,
}

/// The part of the redirect URI that carries the parameters.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Carrier {
    Query,
    Fragment,
}

impl ReturnPath {
    /// Creates a `ReturnPath` with this redirect URI and the response mode `query`, and without
    /// `state` and `iss`.
    #[must_use]
    pub fn query(redirect_uri: RedirectUri) -> Self {
        Self { redirect_uri, carrier: Carrier::Query, state: None, iss: None }
    }

    /// Creates a `ReturnPath` with this redirect URI and this response mode, and without `state`
    /// and `iss`.
    ///
    /// # Errors
    /// [`UnsupportedResponseMode`] when the response mode is neither `query` nor `fragment`.
    pub fn new(
        redirect_uri: RedirectUri,
        response_mode: ResponseMode,
    ) -> Result<Self, UnsupportedResponseMode> {
        let carrier = match response_mode.as_str() {
            "query" => Carrier::Query,
            "fragment" => Carrier::Fragment,
            _ => return Err(UnsupportedResponseMode(response_mode)),
        };
        Ok(Self { redirect_uri, carrier, state: None, iss: None })
    }

    /// Sets the `state` of the request, which the server repeats unchanged in every response.
    #[must_use]
    pub fn state(mut self, state: Option<State>) -> Self {
        self.state = state;
        self
    }

    /// Sets the issuer identifier that every response contains as `iss`.
    #[must_use]
    pub fn issuer(mut self, issuer: &Issuer) -> Self {
        self.iss = Some(issuer.as_str().to_owned());
        self
    }

    /// Returns the redirect URI to which responses are sent.
    #[must_use]
    pub fn redirect_uri(&self) -> &RedirectUri {
        &self.redirect_uri
    }

    /// Returns the response mode: `query` or `fragment`.
    #[must_use]
    pub fn response_mode(&self) -> ResponseMode {
        match self.carrier {
            Carrier::Query => ResponseMode::QUERY,
            Carrier::Fragment => ResponseMode::FRAGMENT,
        }
    }

    /// Builds the HTTP redirect that takes a successful authorization response to the client.
    ///
    /// The `state` and `iss` of this `ReturnPath` replace the `state` and `iss` of `response`.
    #[must_use]
    pub fn respond(&self, mut response: AuthorizationResponse) -> Response<Vec<u8>> {
        response.state.clone_from(&self.state);
        response.iss.clone_from(&self.iss);
        self.send(&response.to_parameters())
    }

    /// Builds the HTTP redirect that takes an error response to the client.
    #[must_use]
    pub fn refuse(&self, error: ErrorResponse) -> Response<Vec<u8>> {
        let mut response = AuthorizationError::new(error);
        response.state.clone_from(&self.state);
        response.iss.clone_from(&self.iss);
        self.send(&response.to_parameters())
    }

    fn send(&self, parameters: &Parameters) -> Response<Vec<u8>> {
        match self.carrier {
            Carrier::Query => see_other(&self.redirect_uri.append(parameters)),
            // RFC 6749 §3.1.2: a redirect URI has no fragment.
            Carrier::Fragment => {
                see_other(&format!("{}#{}", self.redirect_uri.as_str(), parameters.encode()))
            }
        }
    }
}

/// The response mode is neither `query` nor `fragment`, so [`ReturnPath`] does not support it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the response mode `{0}` is not supported; `query` and `fragment` are")]
pub struct UnsupportedResponseMode(pub ResponseMode);

impl UnsupportedResponseMode {
    /// Returns a stable name for logs and metrics: `"response_mode.unsupported"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        "response_mode.unsupported"
    }
}

/// Builds a redirect after which the browser sends a GET request.
///
/// With a redirect of a different status the browser could send a posted password to the client
/// (RFC 9700 §4.12).
fn see_other(location: &str) -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = StatusCode::SEE_OTHER;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // A redirect URI is printable ASCII and its parameters are percent-encoded, so this never
    // fails.
    if let Ok(mut location) = HeaderValue::try_from(location) {
        // The location contains a code or a state, which must not be written to a log.
        location.set_sensitive(true);
        headers.insert(header::LOCATION, location);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AuthorizationCode, ErrorCode};

    fn path(mode: ResponseMode) -> ReturnPath {
        let redirect_uri = RedirectUri::new("https://client.example/cb?tenant=1").unwrap();
        ReturnPath::new(redirect_uri, mode)
            .unwrap()
            .state(Some(State::parse("af0".to_owned()).unwrap()))
            .issuer(&Issuer::new("https://op.example").unwrap())
    }

    fn location(response: &Response<Vec<u8>>) -> &str {
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        assert_eq!(response.headers()["cache-control"], "no-store");
        response.headers()["location"].to_str().unwrap()
    }

    fn success() -> AuthorizationResponse {
        AuthorizationResponse::new(AuthorizationCode::new("Splx".to_owned()))
    }

    #[test]
    fn rfc6749_4_1_2_a_success_in_the_query() {
        let response = path(ResponseMode::QUERY).respond(success());
        assert_eq!(
            location(&response),
            "https://client.example/cb?tenant=1&code=Splx&state=af0&iss=https%3A%2F%2Fop.example"
        );
    }

    #[test]
    fn multiple_response_types_2_1_a_success_in_the_fragment() {
        let response = path(ResponseMode::FRAGMENT).respond(success());
        assert_eq!(
            location(&response),
            "https://client.example/cb?tenant=1#code=Splx&state=af0&iss=https%3A%2F%2Fop.example"
        );
    }

    #[test]
    fn an_error_takes_the_same_path_as_a_success() {
        let error = || ErrorResponse::new(ErrorCode::ACCESS_DENIED);
        let query = path(ResponseMode::QUERY).refuse(error());
        assert_eq!(
            location(&query),
            "https://client.example/cb?tenant=1&error=access_denied&state=af0\
             &iss=https%3A%2F%2Fop.example"
        );
        let fragment = path(ResponseMode::FRAGMENT).refuse(error());
        assert!(location(&fragment).contains("/cb?tenant=1#error=access_denied&state=af0"));
    }

    #[test]
    fn the_state_of_the_path_replaces_that_of_the_message() {
        let mut message = success();
        message.state = Some(State::parse("another".to_owned()).unwrap());
        message.iss = Some("https://evil.example".to_owned());
        let response = path(ResponseMode::QUERY).respond(message);
        assert!(location(&response).ends_with("&state=af0&iss=https%3A%2F%2Fop.example"));
    }

    #[test]
    fn the_location_header_is_marked_as_sensitive() {
        let response = path(ResponseMode::QUERY).respond(success());
        assert!(response.headers()["location"].is_sensitive());
    }

    #[test]
    fn an_unsupported_mode_is_refused_with_its_name() {
        let redirect_uri = RedirectUri::new("https://client.example/cb").unwrap();
        let mode = ResponseMode::new("query.jwt").unwrap();
        let error = ReturnPath::new(redirect_uri, mode).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the response mode `query.jwt` is not supported; `query` and `fragment` are"
        );
    }
}
