use http::Request;
use url::Url;

use crate::pkce::CodeChallenge;
use crate::{
    ClientId, ErrorCode, ErrorResponse, Parameters, ParametersError, RedirectUri, RedirectUriError,
    ResponseMode, ResponseType, Scope, State, SyntaxError,
};

/// An authorization request: what a client asks for, carried by the browser.
///
/// [RFC 6749 section 4.1.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.1) and
/// [RFC 7636 section 4.3](https://www.rfc-editor.org/rfc/rfc7636#section-4.3).
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
    /// What the authorization endpoint shall return.
    pub response_type: ResponseType,
    /// Who asks, as they say.
    pub client_id: ClientId,
    /// Where the response shall go. Not to be used before it is matched with the registered ones.
    pub redirect_uri: Option<RedirectUri>,
    /// How far the access token shall reach.
    pub scope: Option<Scope>,
    /// What the client recognises its own request by.
    pub state: Option<State>,
    /// How the response shall travel back. `None` leaves it to the response type:
    /// [`ResponseType::default_mode`].
    pub response_mode: Option<ResponseMode>,
    /// The S256 challenge to which the verifier will come with the token request.
    pub code_challenge: Option<CodeChallenge>,
    /// Parameters that are not defined here.
    pub extra: Parameters,
}

impl AuthorizationRequest {
    /// A request with what every request has.
    pub fn new(response_type: ResponseType, client_id: ClientId) -> AuthorizationRequest {
        AuthorizationRequest {
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

    /// Reads a GET query or a POST form.
    pub fn from_http<B: AsRef<[u8]>>(
        request: &Request<B>,
    ) -> Result<AuthorizationRequest, AuthorizationRequestError> {
        let parameters =
            Parameters::from_http(request).map_err(AuthorizationRequestError::Parameters)?;
        AuthorizationRequest::from_parameters(parameters)
    }

    /// Reads the parameters.
    ///
    /// Client and redirect URI come first, so that a request with several faults is refused for
    /// the one that forbids redirecting. Where the other faults may be told is
    /// [`ReturnAddress::of`] the same parameters.
    pub fn from_parameters(
        mut parameters: Parameters,
    ) -> Result<AuthorizationRequest, AuthorizationRequestError> {
        let client_id = take_client_id(&mut parameters)?;
        let redirect_uri = take_redirect_uri(&mut parameters)?;
        // RFC 6749 A.5: visible ASCII.
        let state = parameters
            .take("state")
            .map(State::parse)
            .transpose()
            .map_err(AuthorizationRequestError::Syntax)?;
        // RFC 6749 §3.1.1: a request without response_type is answered with an error.
        let response_type = parameters
            .take("response_type")
            .ok_or(AuthorizationRequestError::MissingResponseType)?;
        let response_type =
            ResponseType::new(&response_type).map_err(AuthorizationRequestError::Syntax)?;
        // Multiple Response Types §2.1: a name.
        let response_mode = parameters
            .take("response_mode")
            .map(|mode| ResponseMode::new(&mode))
            .transpose()
            .map_err(AuthorizationRequestError::Syntax)?;
        // RFC 6749 §3.3: scope tokens with one space between two.
        let scope = parameters
            .take("scope")
            .map(|scope| Scope::parse(&scope))
            .transpose()
            .map_err(AuthorizationRequestError::Syntax)?;
        let code_challenge = take_code_challenge(&mut parameters)?;
        Ok(AuthorizationRequest {
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

    /// The parameters, ready for a query or a form. What `extra` holds cannot stand in for a
    /// parameter that is defined here.
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

    /// The URL to send the browser to.
    pub fn into_url(self, endpoint: &Url) -> Url {
        let mut url = endpoint.clone();
        let parameters = self.to_parameters().encode();
        // RFC 6749 §3.1: the query of the endpoint is retained, and it has no fragment.
        let query = match endpoint.query() {
            None | Some("") => parameters,
            Some(query) => format!("{query}&{parameters}"),
        };
        url.set_query(Some(&query));
        url.set_fragment(None);
        url
    }
}

/// Where the faults of an authorization request may be told, if the client is registered and the
/// redirect URI is one of its own. Nothing of this is verified.
///
/// [RFC 6749 section 4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ReturnAddress {
    /// Who asks, as they say.
    pub client_id: ClientId,
    /// Where the response shall go, as they say.
    pub redirect_uri: Option<RedirectUri>,
    /// What to send back with the response, if it can be sent back at all.
    pub state: Option<State>,
}

impl ReturnAddress {
    /// What a request says of its client and redirect URI, whatever else is wrong with it.
    ///
    /// # Errors
    /// Client or redirect URI are at fault themselves, and nobody must be redirected.
    pub fn of(parameters: &Parameters) -> Result<ReturnAddress, AuthorizationRequestError> {
        let mut parameters = parameters.clone();
        Ok(ReturnAddress {
            client_id: take_client_id(&mut parameters)?,
            redirect_uri: take_redirect_uri(&mut parameters)?,
            state: parameters.take("state").and_then(|state| State::parse(state).ok()),
        })
    }
}

/// Why an authorization request could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AuthorizationRequestError {
    /// The parameters themselves cannot be read:
    /// [RFC 6749 section 3.1](https://www.rfc-editor.org/rfc/rfc6749#section-3.1).
    #[error(transparent)]
    Parameters(ParametersError),
    /// No `client_id`; not to be answered by a redirect:
    /// [RFC 6749 section 4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1).
    #[error("the client identifier is missing")]
    MissingClientId,
    /// `client_id` is not one; not to be answered by a redirect:
    /// [RFC 6749 section 4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1).
    #[error("the client identifier is not visible ASCII text")]
    ClientId,
    /// `redirect_uri` is not one; not to be answered by a redirect:
    /// [RFC 6749 section 3.1.2.4](https://www.rfc-editor.org/rfc/rfc6749#section-3.1.2.4).
    #[error(transparent)]
    RedirectUri(RedirectUriError),
    /// No `response_type`:
    /// [RFC 6749 section 3.1.1](https://www.rfc-editor.org/rfc/rfc6749#section-3.1.1).
    #[error("the response type is missing")]
    MissingResponseType,
    /// `response_type`, `scope`, `state` or `code_challenge` is not what its grammar says:
    /// [RFC 6749 appendix A](https://www.rfc-editor.org/rfc/rfc6749#appendix-A).
    #[error(transparent)]
    Syntax(SyntaxError),
    /// A challenge by the method `plain`, said or left unsaid:
    /// [RFC 7636 section 4.3](https://www.rfc-editor.org/rfc/rfc7636#section-4.3).
    #[error("the code challenge method plain is not supported")]
    PlainCodeChallenge,
    /// A challenge by a method that is not known:
    /// [RFC 7636 section 4.4.1](https://www.rfc-editor.org/rfc/rfc7636#section-4.4.1).
    #[error("the code challenge method is not supported")]
    CodeChallengeMethod,
    /// A method without a challenge, as after somebody removed it:
    /// [RFC 7636 section 4.3](https://www.rfc-editor.org/rfc/rfc7636#section-4.3).
    #[error("there is a code challenge method without a code challenge")]
    MissingCodeChallenge,
}

impl AuthorizationRequestError {
    /// A stable name for logs and metrics.
    pub fn code(&self) -> &'static str {
        match self {
            AuthorizationRequestError::Parameters(error) => error.code(),
            AuthorizationRequestError::MissingClientId => "authorization_request.missing_client_id",
            AuthorizationRequestError::ClientId => SyntaxError::ClientId.code(),
            AuthorizationRequestError::RedirectUri(error) => error.code(),
            AuthorizationRequestError::MissingResponseType => {
                "authorization_request.missing_response_type"
            }
            AuthorizationRequestError::Syntax(error) => error.code(),
            AuthorizationRequestError::PlainCodeChallenge => {
                "authorization_request.plain_code_challenge"
            }
            AuthorizationRequestError::CodeChallengeMethod => {
                "authorization_request.code_challenge_method"
            }
            AuthorizationRequestError::MissingCodeChallenge => {
                "authorization_request.missing_code_challenge"
            }
        }
    }
}

/// The answer to tell the client, where it may be told at all: see [`ReturnAddress`].
///
/// [RFC 6749 section 4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1).
impl From<AuthorizationRequestError> for ErrorResponse {
    fn from(error: AuthorizationRequestError) -> ErrorResponse {
        let code = match error {
            AuthorizationRequestError::Syntax(SyntaxError::Scope) => ErrorCode::INVALID_SCOPE,
            _ => ErrorCode::INVALID_REQUEST,
        };
        ErrorResponse::new(code).description(&error.to_string())
    }
}

/// What is defined here.
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
    // RFC 6749 §3.1.2: an absolute URI without fragment.
    parameters
        .take("redirect_uri")
        .map(|text| RedirectUri::new(&text))
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
            CodeChallenge::parse(&challenge).map(Some).map_err(AuthorizationRequestError::Syntax)
        }
        // RFC 7636 §4.3: the method is "plain" when it is not there.
        (Some(_), None | Some("plain")) => Err(AuthorizationRequestError::PlainCodeChallenge),
        // RFC 7636 §4.4.1: an unknown transformation is an error.
        (Some(_), Some(_)) => Err(AuthorizationRequestError::CodeChallengeMethod),
    }
}
