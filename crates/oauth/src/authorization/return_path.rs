//! The path by which every authorization response reaches the client.

mod undeliverable;
mod way_back;

#[cfg(test)]
mod tests;

use http::{HeaderValue, Response, StatusCode, header};
use symbolon_jose::Excerpt;

use super::form_post;
use super::jarm::ResponseJwt;
use crate::{
    AuthorizationError, AuthorizationResponse, ErrorResponse, Issuer, Parameters, RedirectUri,
    ResponseMode, ResponseModeError, ResponseType, State,
};

pub use undeliverable::UndeliverableResponse;
pub use way_back::WayBack;

/// The way in which the server returns authorization responses to the client: redirect URI,
/// response mode, `state`, `iss`, and the JWT that some response modes require.
///
/// Successful responses and error responses are sent in the same way
/// ([RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2),
/// [§4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1)), with the same `state` and
/// the same `iss` ([RFC 9207 §2](https://www.rfc-editor.org/rfc/rfc9207#section-2)). Before you
/// create a `ReturnPath`, check that the redirect URI is registered for the client.
///
/// ```
/// use symbolon_oauth::{ErrorCode, ErrorResponse, Issuer, RedirectUri, ResponseType, ReturnPath};
///
/// let redirect_uri = RedirectUri::new("https://client.example/cb")?;
/// let path = ReturnPath::new(redirect_uri, &ResponseType::CODE, None)?
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
    mode: ResponseMode,
    returns_tokens: bool,
    state: Option<State>,
    iss: Option<String>,
    jwt: Option<ResponseJwt>,
}

impl ReturnPath {
    /// Creates a `ReturnPath` with this redirect URI and the response mode `query`, and without
    /// `state` and `iss`.
    ///
    /// Use this function only for the response type `code`, and for errors of requests whose
    /// response type or response mode cannot be used.
    #[must_use]
    pub fn query(redirect_uri: RedirectUri) -> Self {
        let mode = ResponseMode::QUERY;
        Self { redirect_uri, mode, returns_tokens: false, state: None, iss: None, jwt: None }
    }

    /// Creates a `ReturnPath` with this redirect URI, and without `state` and `iss`.
    ///
    /// `response_type` and `response_mode` are those of the request. If the request contains no
    /// `response_mode`, the response type determines it: see [`ResponseType::resolve_mode`].
    ///
    /// # Errors
    /// - [`ResponseModeError::Unsupported`] when the response mode is not in
    ///   [`ResponseMode::ALL`];
    /// - [`ResponseModeError::TokenInQuery`] when the response mode is `query` and the response
    ///   type returns tokens;
    /// - [`ResponseModeError::FormScheme`] when the response mode is `form_post` or `form_post.jwt`
    ///   and the redirect URI has a private-use scheme.
    pub fn new(
        redirect_uri: RedirectUri,
        response_type: &ResponseType,
        response_mode: Option<&ResponseMode>,
    ) -> Result<Self, ResponseModeError> {
        let mode = response_type.resolve_mode(response_mode)?;
        if carrier(&mode) == Carrier::FormPost {
            check_form_scheme(&redirect_uri)?;
        }
        let returns_tokens = response_type.returns_tokens();
        Ok(Self { redirect_uri, mode, returns_tokens, state: None, iss: None, jwt: None })
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

    /// Sets the JWT in which responses are sent if the response mode requires a JWT. In all other
    /// response modes, the JWT is not used.
    ///
    /// If the JWT is used, its issuer replaces the issuer that [`issuer`](Self::issuer) set.
    #[must_use]
    pub fn jwt(mut self, jwt: ResponseJwt) -> Self {
        self.jwt = Some(jwt);
        self
    }

    /// Returns the redirect URI to which responses are sent.
    #[must_use]
    pub fn redirect_uri(&self) -> &RedirectUri {
        &self.redirect_uri
    }

    /// Returns the response mode in which responses are sent. If the request asked for `jwt`, the
    /// result is `query.jwt` or `fragment.jwt`.
    #[must_use]
    pub fn response_mode(&self) -> &ResponseMode {
        &self.mode
    }

    /// Returns whether the JWT of the response must be encrypted: the response mode is `query.jwt`
    /// and the response type returns tokens
    /// ([JARM §2.3.1](https://openid.net/specs/oauth-v2-jarm.html#name-response-mode-queryjwt)).
    #[must_use]
    pub fn requires_encryption(&self) -> bool {
        self.returns_tokens && self.mode == ResponseMode::QUERY_JWT
    }

    /// Builds the HTTP response that takes a successful authorization response to the client: a
    /// redirect, or a page with a form that the browser posts.
    ///
    /// The `state` and `iss` of this `ReturnPath` replace the `state` and `iss` of `response`.
    ///
    /// If the parameters cannot be sent in the response mode, the result has the status 500 and
    /// contains no parameter. Its extensions then contain an [`UndeliverableResponse`] with the
    /// reason.
    #[must_use]
    pub fn respond(&self, mut response: AuthorizationResponse) -> Response<Vec<u8>> {
        response.state.clone_from(&self.state);
        response.iss.clone_from(&self.iss);
        self.send(&response.to_parameters())
    }

    /// Builds the HTTP response that takes an error response to the client, in the same way as
    /// [`respond`](Self::respond).
    #[must_use]
    pub fn refuse(&self, error: ErrorResponse) -> Response<Vec<u8>> {
        self.send(&self.error_parameters(error))
    }

    /// Returns the link or the form of a page with which the user takes an error response to the
    /// client. The client receives the same message as from [`refuse`](Self::refuse).
    ///
    /// Use it if the browser must not go to the redirect URI before the user has seen a page
    /// ([RFC 9700 §4.11.2](https://www.rfc-editor.org/rfc/rfc9700#section-4.11.2)).
    ///
    /// # Errors
    /// [`UndeliverableResponse`] when the parameters cannot be sent in the response mode.
    pub fn way_back(&self, error: ErrorResponse) -> Result<WayBack, UndeliverableResponse> {
        self.signed_if_required(&self.error_parameters(error))
            .and_then(|parameters| self.carry(parameters))
    }

    fn error_parameters(&self, error: ErrorResponse) -> Parameters {
        let mut response = AuthorizationError::new(error);
        response.state.clone_from(&self.state);
        response.iss.clone_from(&self.iss);
        response.to_parameters()
    }

    fn send(&self, parameters: &Parameters) -> Response<Vec<u8>> {
        let carried =
            self.signed_if_required(parameters).and_then(|parameters| self.carry(parameters));
        match carried {
            Ok(WayBack::Link(url)) => see_other(&url),
            Ok(WayBack::Form { parameters, .. }) => {
                form_post::response(&self.redirect_uri, &parameters)
            }
            Err(error) => error.into_http(),
        }
    }

    /// Returns the parameters that travel to the client: in a JWT if the response mode says so.
    fn signed_if_required(
        &self,
        parameters: &Parameters,
    ) -> Result<Parameters, UndeliverableResponse> {
        if self.mode.is_jwt() { self.sign(parameters) } else { Ok(parameters.clone()) }
    }

    /// Signs the parameters, and returns the parameter `response`, which contains the JWT.
    fn sign(&self, parameters: &Parameters) -> Result<Parameters, UndeliverableResponse> {
        let jwt = self.jwt.as_ref().ok_or(UndeliverableResponse::MissingJwt)?;
        // JARM §2.3.1: `query.jwt` MUST NOT be used with tokens unless the JWT is encrypted.
        if self.requires_encryption() && !jwt.is_encrypted() {
            return Err(UndeliverableResponse::NotEncrypted);
        }
        let mut signed = Parameters::new();
        signed.push("response", &jwt.write(parameters)?);
        Ok(signed)
    }

    /// Returns the link or the form that carries these parameters to the redirect URI.
    fn carry(&self, parameters: Parameters) -> Result<WayBack, UndeliverableResponse> {
        match carrier(&self.mode) {
            Carrier::Query => Ok(WayBack::Link(self.redirect_uri.append(&parameters))),
            // RFC 6749 §3.1.2: a redirect URI has no fragment.
            Carrier::Fragment => {
                let (uri, fragment) = (self.redirect_uri.as_str(), parameters.encode());
                Ok(WayBack::Link(format!("{uri}#{fragment}")))
            }
            Carrier::FormPost => {
                form_post::check(&parameters)?;
                Ok(WayBack::Form { action: self.redirect_uri.clone(), parameters })
            }
        }
    }
}

/// The part of an HTTP message that carries the parameters.
#[derive(Clone, Copy, PartialEq)]
enum Carrier {
    Query,
    Fragment,
    FormPost,
}

fn carrier(mode: &ResponseMode) -> Carrier {
    match mode.as_str() {
        "query" | "query.jwt" => Carrier::Query,
        "form_post" | "form_post.jwt" => Carrier::FormPost,
        // Browsers do not send a fragment to a server. So the fragment is also the safe choice for
        // a mode that is not known here.
        _ => Carrier::Fragment,
    }
}

/// Checks that a browser can post a form to the redirect URI.
fn check_form_scheme(redirect_uri: &RedirectUri) -> Result<(), ResponseModeError> {
    let scheme = redirect_uri.as_str().split(':').next().unwrap_or_default();
    if matches!(scheme, "https" | "http") {
        return Ok(());
    }
    Err(ResponseModeError::FormScheme { found: Excerpt::new(scheme) })
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
