//! The authorization request.

mod error;

use http::Request;
use symbolon_jose::Excerpt;
use url::Url;

use crate::pkce::CodeChallenge;
use crate::{ClientId, Parameters, RedirectUri, ResponseMode, ResponseType, Scope, State};

pub use error::AuthorizationRequestError;

/// An authorization request, which a client sends to the authorization endpoint through the
/// browser.
///
/// See [RFC 6749 §4.1.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.1),
/// [RFC 7636 §4.3](https://www.rfc-editor.org/rfc/rfc7636#section-4.3).
///
/// ```
/// use symbolon_oauth::{AuthorizationRequest, ClientId, Parameters, ResponseType};
/// let client_id = ClientId::new("s6BhdRkqt3").unwrap();
/// let request = AuthorizationRequest::new(ResponseType::CODE, client_id);
/// let parameters = request.to_parameters();
/// assert_eq!(parameters.encode(), "response_type=code&client_id=s6BhdRkqt3");
/// assert_eq!(AuthorizationRequest::from_parameters(parameters)?, request);
/// # Ok::<(), symbolon_oauth::AuthorizationRequestError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AuthorizationRequest {
    /// What the client asks the authorization endpoint to return, such as an authorization code.
    pub response_type: ResponseType,
    /// The identifier that the client claims to have.
    pub client_id: ClientId,
    /// The address at which the client wants to receive the response. The server must compare the
    /// address with the client's registered redirect URIs before it sends a response there. `None`
    /// means that the request does not contain `redirect_uri`.
    pub redirect_uri: Option<RedirectUri>,
    /// The scope that the client asks for. `None` means that the server chooses the scope.
    pub scope: Option<Scope>,
    /// A random value that the server repeats in its response. The client compares the repeated
    /// value with the value that it sent, to check that the response belongs to this request.
    pub state: Option<State>,
    /// The way in which the response reaches the client. `None` means that
    /// [`ResponseType::default_mode`] returns the response mode.
    pub response_mode: Option<ResponseMode>,
    /// The hash of the code verifier that the client will send in the token request. `None` means
    /// that the client does not use PKCE.
    pub code_challenge: Option<CodeChallenge>,
    /// The parameters for which this type has no field.
    pub extra: Parameters,
}

impl AuthorizationRequest {
    /// Creates a request with the two required parameters, `response_type` and `client_id`.
    #[must_use]
    pub fn new(response_type: ResponseType, client_id: ClientId) -> Self {
        Self {
            response_type,
            client_id,
            redirect_uri: None,
            scope: None,
            state: None,
            response_mode: None,
            code_challenge: None,
            extra: Parameters::new(),
        }
    }

    /// Reads an authorization request from the query of a GET request or the form of a POST
    /// request.
    ///
    /// # Errors
    /// [`AuthorizationRequestError::Parameters`] when the method, the content type or the encoding
    /// of the request is wrong, or when a parameter is repeated. Otherwise the errors of
    /// [`from_parameters`](Self::from_parameters).
    pub fn from_http<B: AsRef<[u8]>>(
        request: &Request<B>,
    ) -> Result<Self, AuthorizationRequestError> {
        let parameters =
            Parameters::from_http(request).map_err(AuthorizationRequestError::Parameters)?;
        Self::from_parameters(parameters)
    }

    /// Reads an authorization request from its parameters.
    ///
    /// `client_id` and `redirect_uri` are checked first. If one of them is wrong, the server must
    /// show an error page and must not redirect the browser, even if other parameters are wrong
    /// too. For every other error, [`ReturnAddress::of`] returns the address to which the error can
    /// be sent.
    ///
    /// A `redirect_uri` with `http` on any host is read, because a client can have registered such a
    /// URI with [`danger::http_redirect_uri`](crate::danger::http_redirect_uri). Compare the URI
    /// with the registered URIs before you use it: see [`RedirectUri::matches`].
    ///
    /// # Errors
    /// [`AuthorizationRequestError`] when a required parameter is missing, or when a parameter is
    /// malformed.
    pub fn from_parameters(mut parameters: Parameters) -> Result<Self, AuthorizationRequestError> {
        let client_id = take_client_id(&mut parameters)?;
        let redirect_uri = take_redirect_uri(&mut parameters)?;
        // RFC 6749 §A.5: printable ASCII.
        let state = parameters.take("state").map(State::parse).transpose()?;
        // RFC 6749 §3.1.1: a request without response_type is answered with an error.
        let response_type = parameters
            .take("response_type")
            .ok_or(AuthorizationRequestError::MissingResponseType)?;
        let response_type = ResponseType::new(&response_type)?;
        // Multiple Response Types §2.1: a name.
        let response_mode =
            parameters.take("response_mode").map(|mode| ResponseMode::new(&mode)).transpose()?;
        // RFC 6749 §3.3: scope tokens with one space between two.
        let scope = parameters.take("scope").map(|scope| Scope::parse(&scope)).transpose()?;
        let code_challenge = take_code_challenge(&mut parameters)?;
        Ok(Self {
            response_type,
            client_id,
            redirect_uri,
            scope,
            state,
            response_mode,
            code_challenge,
            extra: parameters,
        })
    }

    /// Returns the parameters of the request, for a query or a form.
    ///
    /// A parameter in [`extra`](Self::extra) is left out if this type has a field for it.
    #[must_use]
    pub fn to_parameters(&self) -> Parameters {
        let mut parameters = Parameters::new();
        parameters.push("response_type", self.response_type.as_str());
        parameters.push("client_id", self.client_id.as_str());
        parameters.push_some("redirect_uri", self.redirect_uri.as_ref().map(RedirectUri::as_str));
        parameters.push_some("scope", self.scope.as_ref().map(Scope::to_string).as_deref());
        parameters.push_some("state", self.state.as_ref().map(State::expose));
        let response_mode = self.response_mode.as_ref().map(ResponseMode::as_str);
        parameters.push_some("response_mode", response_mode);
        if let Some(challenge) = &self.code_challenge {
            parameters.push("code_challenge", challenge.as_str());
            parameters.push("code_challenge_method", CodeChallenge::METHOD);
        }
        parameters.push_extra(&self.extra, &REGISTERED);
        parameters
    }

    /// Builds the URL to which the client sends the browser.
    ///
    /// The URL is `endpoint`, the server's authorization endpoint, with the parameters of this
    /// request added to its query.
    #[must_use]
    pub fn into_url(self, endpoint: &Url) -> Url {
        let mut url = endpoint.clone();
        let parameters = self.to_parameters().encode();
        // RFC 6749 §3.1: the query of the endpoint is retained, and the endpoint has no fragment.
        let query = match endpoint.query() {
            None | Some("") => parameters,
            Some(query) => format!("{query}&{parameters}"),
        };
        url.set_query(Some(&query));
        url.set_fragment(None);
        url
    }
}

/// The address to which the server can send an error if an authorization request cannot be read.
///
/// [RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1). The values are not
/// verified: before the server redirects the browser, it must check that the redirect URI is
/// registered for the client.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ReturnAddress {
    /// The identifier that the client claims to have.
    pub client_id: ClientId,
    /// The `redirect_uri` of the request, or `None` if the request does not contain it.
    pub redirect_uri: Option<RedirectUri>,
    /// The `state` of the request, which the server sends back with the error. `None` if the
    /// `state` is absent or malformed.
    pub state: Option<State>,
}

impl ReturnAddress {
    /// Reads the address from the parameters of a request, even if the rest of the request is
    /// wrong.
    ///
    /// # Errors
    /// [`AuthorizationRequestError`] when `client_id` is missing or malformed, or when
    /// `redirect_uri` is malformed. Show an error page; do not redirect.
    pub fn of(parameters: &Parameters) -> Result<Self, AuthorizationRequestError> {
        let mut parameters = parameters.clone();
        Ok(Self {
            client_id: take_client_id(&mut parameters)?,
            redirect_uri: take_redirect_uri(&mut parameters)?,
            state: parameters.take("state").and_then(|state| State::parse(state).ok()),
        })
    }
}

/// The parameters for which the request has fields, and `code_challenge_method`.
const REGISTERED: [&str; 8] = [
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "response_mode",
    "code_challenge",
    "code_challenge_method",
];

fn take_client_id(parameters: &mut Parameters) -> Result<ClientId, AuthorizationRequestError> {
    // RFC 6749 §4.1.1: client_id is REQUIRED.
    let text = parameters.take("client_id").ok_or(AuthorizationRequestError::MissingClientId)?;
    ClientId::new(&text).map_err(|_| AuthorizationRequestError::ClientId)
}

fn take_redirect_uri(
    parameters: &mut Parameters,
) -> Result<Option<RedirectUri>, AuthorizationRequestError> {
    // RFC 6749 §3.1.2: an absolute URI without fragment. The registered URIs decide whether `http`
    // is allowed.
    parameters
        .take("redirect_uri")
        .map(|text| RedirectUri::on_any_host(&text))
        .transpose()
        .map_err(AuthorizationRequestError::RedirectUri)
}

fn take_code_challenge(
    parameters: &mut Parameters,
) -> Result<Option<CodeChallenge>, AuthorizationRequestError> {
    let challenge = parameters.take("code_challenge");
    let method = parameters.take("code_challenge_method");
    match (challenge, method.as_deref()) {
        (None, None) => Ok(None),
        (None, Some(_)) => Err(AuthorizationRequestError::MissingCodeChallenge),
        (Some(challenge), Some(CodeChallenge::METHOD)) => {
            Ok(Some(CodeChallenge::parse(&challenge)?))
        }
        // RFC 7636 §4.3: the method is "plain" if the parameter is absent.
        (Some(_), None | Some("plain")) => Err(AuthorizationRequestError::PlainCodeChallenge),
        // RFC 7636 §4.4.1: an unknown method is an error.
        (Some(_), Some(method)) => {
            Err(AuthorizationRequestError::CodeChallengeMethod { found: Excerpt::new(method) })
        }
    }
}
