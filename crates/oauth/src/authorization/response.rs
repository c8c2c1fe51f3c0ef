//! The authorization response, as a success and as an error.

use symbolon_jose::Excerpt;

use crate::syntax::{RESPONSE_PARAMETERS, seconds};
use crate::{
    AccessToken, AuthorizationCode, EncodedJwt, ErrorResponse, Parameters, ResponseType, Scope,
    State, SyntaxError, TokenResponse, TokenType,
};

/// A successful authorization response: the authorization code and the tokens that the
/// authorization endpoint returned.
///
/// The [`ResponseType`] of the request determines which parameters are present:
/// [RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2),
/// [§4.2.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.2.2),
/// [Core §3.2.2.5](https://openid.net/specs/openid-connect-core-1_0.html#ImplicitAuthResponse) and
/// [RFC 9207 §2](https://www.rfc-editor.org/rfc/rfc9207#section-2).
///
/// ```
/// use symbolon_oauth::{AuthorizationResponse, Parameters, ResponseType};
/// let callback = Parameters::parse("code=SplxlOBe&state=af0ifjsldkj")?;
/// let response = AuthorizationResponse::from_parameters(callback, &ResponseType::CODE)?;
/// assert_eq!(response.code.unwrap().expose(), "SplxlOBe");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct AuthorizationResponse {
    /// The authorization code, or `None` if the response type does not include `code`.
    pub code: Option<AuthorizationCode>,
    /// The access token, or `None` if the response type does not include `token`.
    pub access_token: Option<AccessToken>,
    /// The type of the access token, or `None` if there is no access token. A client that does not
    /// know the type must not use the token.
    pub token_type: Option<TokenType>,
    /// The lifetime of the access token in seconds, counted from the response. `None` means that
    /// the server does not state a lifetime.
    pub expires_in: Option<u64>,
    /// The scope of the access token. `None` means that the server granted the scope that the
    /// client asked for.
    pub scope: Option<Scope>,
    /// The ID Token, which is not verified yet, or `None` if the response type does not include
    /// `id_token`.
    pub id_token: Option<EncodedJwt>,
    /// The `state` that the client sent in its request. The client must compare it with the `state`
    /// that it stored for the browser session, before it uses the response.
    pub state: Option<State>,
    /// The issuer that the response names as its sender, or `None` if the response does not contain
    /// `iss`. The client checks it with [`iss::verify`](crate::iss::verify).
    pub iss: Option<String>,
    /// The parameters for which this type has no field.
    pub extra: Parameters,
}

impl AuthorizationResponse {
    /// The names of the parameters that authorization responses and their errors have, in every
    /// registered response mode. Pass them to [`Parameters::from_http_at`] to read a response at a
    /// redirect URI.
    pub const PARAMETERS: [&str; 13] = RESPONSE_PARAMETERS;

    /// Creates a response that contains only an authorization code.
    #[must_use]
    pub fn new(code: AuthorizationCode) -> Self {
        Self { code: Some(code), ..Self::default() }
    }

    /// Reads a successful response from the parameters that arrived at the redirect URI.
    ///
    /// `response_type` is the response type of the request. A code or token that arrived although
    /// the response type does not include it is dropped.
    ///
    /// # Errors
    /// [`AuthorizationResponseError::Refused`] when the parameters report an error. Check the
    /// `state` and `iss` of that error in the same way as those of a successful response. The other
    /// variants are returned when a parameter that the response type requires is missing, or when a
    /// parameter is malformed.
    pub fn from_parameters(
        mut parameters: Parameters,
        response_type: &ResponseType,
    ) -> Result<Self, AuthorizationResponseError> {
        if parameters.contains("error") {
            let error = AuthorizationError::from_parameters(parameters)?;
            return Err(AuthorizationResponseError::Refused(Box::new(error)));
        }
        let state = take_state(&mut parameters)?;
        let mut response = Self { state, ..Self::default() };
        if response_type.includes("code") {
            // RFC 6749 §4.1.2: code is REQUIRED.
            let code = parameters.take("code").ok_or(AuthorizationResponseError::MissingCode)?;
            response.code = Some(AuthorizationCode::parse(code)?);
        }
        if response_type.includes("token") {
            response.take_access_token(&mut parameters)?;
        }
        if response_type.includes("id_token") {
            // Core §3.2.2.5: id_token is REQUIRED.
            let token =
                parameters.take("id_token").ok_or(AuthorizationResponseError::MissingIdToken)?;
            response.id_token = Some(EncodedJwt::parse(token)?);
        }
        response.iss = parameters.take("iss");
        // A token that was not asked for, and the description of an error, have no meaning here.
        for name in REGISTERED {
            parameters.take(name);
        }
        response.extra = parameters;
        Ok(response)
    }

    /// Takes the access token and the parameters that describe it (RFC 6749 §4.2.2).
    fn take_access_token(
        &mut self,
        parameters: &mut Parameters,
    ) -> Result<(), AuthorizationResponseError> {
        let token = parameters
            .take("access_token")
            .ok_or(AuthorizationResponseError::MissingAccessToken)?;
        self.access_token = Some(AccessToken::parse(token)?);
        let token_type =
            parameters.take("token_type").ok_or(AuthorizationResponseError::MissingTokenType)?;
        self.token_type = Some(TokenType::new(&token_type)?);
        self.expires_in = parameters
            .take("expires_in")
            .map(|text| {
                let found = Excerpt::new(&text);
                let read = seconds::parse(&text);
                read.map(|it| it.min(TokenResponse::MAX_EXPIRES_IN))
                    .ok_or(AuthorizationResponseError::ExpiresIn { found })
            })
            .transpose()?;
        let scope = parameters.take("scope").map(|text| Scope::from_response(&text)).transpose()?;
        self.scope = scope.filter(|scope| !scope.is_empty());
        Ok(())
    }

    /// Returns the parameters to send to the redirect URI.
    ///
    /// A parameter in [`extra`](Self::extra) is left out if it is a standard parameter of
    /// authorization responses, such as `code` or `error`.
    #[must_use]
    pub fn to_parameters(&self) -> Parameters {
        let mut parameters = Parameters::new();
        parameters.push_some("code", self.code.as_ref().map(AuthorizationCode::expose));
        parameters.push_some("access_token", self.access_token.as_ref().map(AccessToken::expose));
        parameters.push_some("token_type", self.token_type.as_ref().map(TokenType::as_str));
        let expires_in = self.expires_in.map(|seconds| seconds.to_string());
        parameters.push_some("expires_in", expires_in.as_deref());
        parameters.push_some("scope", self.scope.as_ref().map(Scope::to_string).as_deref());
        parameters.push_some("id_token", self.id_token.as_ref().map(EncodedJwt::expose));
        parameters.push_some("state", self.state.as_ref().map(State::expose));
        parameters.push_some("iss", self.iss.as_deref());
        parameters.push_extra(&self.extra, &REGISTERED);
        parameters
    }
}

/// An authorization response that reports an error.
///
/// See [RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1),
/// [RFC 9207 §2](https://www.rfc-editor.org/rfc/rfc9207#section-2).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AuthorizationError {
    /// The error code, with a description and the URL of a page about the error. Additional
    /// parameters of the response are in [`extra`](Self::extra), not in [`ErrorResponse::extra`].
    ///
    /// Any website can make a browser open the redirect URI with an invented error. Before you show
    /// the error, compare [`state`](Self::state) with the `state` that the client sent.
    pub error: ErrorResponse,
    /// The `state` that the client sent in its request. The client must compare it with the `state`
    /// that it stored for the browser session, before it uses the response.
    pub state: Option<State>,
    /// The issuer that the response names as its sender, or `None` if the response does not contain
    /// `iss`. The client checks it with [`iss::verify`](crate::iss::verify).
    pub iss: Option<String>,
    /// The parameters for which this type has no field.
    pub extra: Parameters,
}

impl AuthorizationError {
    /// Creates an authorization response with this error and without `state` and `iss`.
    #[must_use]
    pub fn new(error: ErrorResponse) -> Self {
        Self { error, state: None, iss: None, extra: Parameters::new() }
    }

    /// Reads an error response from the parameters that arrived at the redirect URI. A token that
    /// arrived together with the error is dropped.
    ///
    /// # Errors
    /// [`AuthorizationResponseError`] when `error` is missing, when the parameters also contain
    /// `code`, or when a parameter is malformed.
    pub fn from_parameters(mut parameters: Parameters) -> Result<Self, AuthorizationResponseError> {
        // RFC 6749 §4.1.2 and §4.1.2.1: a response is a success or an error, not both.
        if parameters.contains("code") {
            return Err(AuthorizationResponseError::CodeAndError);
        }
        let state = take_state(&mut parameters)?;
        // RFC 6749 §4.1.2.1: error is REQUIRED.
        let error = ErrorResponse::take_from(&mut parameters)
            .map_err(AuthorizationResponseError::Syntax)?
            .ok_or(AuthorizationResponseError::MissingError)?;
        let iss = parameters.take("iss");
        // A token, and the parameters that describe it, have no meaning in an error.
        for name in REGISTERED {
            parameters.take(name);
        }
        Ok(Self { error, state, iss, extra: parameters })
    }

    /// Returns the parameters to send to the redirect URI.
    ///
    /// A parameter in [`extra`](Self::extra) is left out if it is a standard parameter of
    /// authorization responses, such as `code` or `error`.
    #[must_use]
    pub fn to_parameters(&self) -> Parameters {
        let mut parameters = Parameters::new();
        self.error.push_to(&mut parameters);
        parameters.push_some("state", self.state.as_ref().map(State::expose));
        parameters.push_some("iss", self.iss.as_deref());
        parameters.push_extra(&self.extra, &REGISTERED);
        parameters
    }
}

/// The reason why an authorization response gives the client no authorization code or token.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AuthorizationResponseError {
    /// The response reports an error. Check its `state` and `iss` before you trust it, because any
    /// website can make a browser open the redirect URI with an invented error
    /// ([RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1)).
    #[error("the authorization request was refused: {}", .0.error.error)]
    Refused(Box<AuthorizationError>),
    /// The client asked for a code, but the response has neither `code` nor `error`
    /// ([RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2)).
    #[error("the authorization response has neither `code` nor `error`")]
    MissingCode,
    /// The client asked for an access token, but the response has neither `access_token` nor
    /// `error` ([RFC 6749 §4.2.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.2.2)).
    #[error("the authorization response has neither `access_token` nor `error`")]
    MissingAccessToken,
    /// The response contains `access_token` without `token_type`
    /// ([RFC 6749 §4.2.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.2.2)).
    #[error("the authorization response has `access_token` without `token_type`")]
    MissingTokenType,
    /// `expires_in` is not a number of seconds
    /// ([RFC 6749 §A.14](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.14)).
    #[error(
        "the authorization response has the `expires_in` {found}; expected a number of seconds"
    )]
    ExpiresIn {
        /// The value of the parameter.
        found: Excerpt,
    },
    /// The client asked for an ID Token, but the response has neither `id_token` nor `error`
    /// ([Core §3.2.2.5](https://openid.net/specs/openid-connect-core-1_0.html#ImplicitAuthResponse)).
    #[error("the authorization response has neither `id_token` nor `error`")]
    MissingIdToken,
    /// The response contains no `error`, but it was read with
    /// [`AuthorizationError::from_parameters`]
    /// ([RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1)).
    #[error("the authorization response has no parameter `error`")]
    MissingError,
    /// The response contains both `code` and `error`
    /// ([RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2)).
    #[error("the authorization response has both `code` and `error`; expected one of them")]
    CodeAndError,
    /// A parameter is malformed ([RFC 6749 §A](https://www.rfc-editor.org/rfc/rfc6749#appendix-A)).
    #[error("the authorization response cannot be read: {0}")]
    Syntax(#[from] SyntaxError),
}

impl AuthorizationResponseError {
    /// Returns a stable name for logs and metrics, such as `"authorization_response.refused"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused(_) => "authorization_response.refused",
            Self::MissingCode => "authorization_response.missing_code",
            Self::MissingAccessToken => "authorization_response.missing_access_token",
            Self::MissingTokenType => "authorization_response.missing_token_type",
            Self::ExpiresIn { .. } => "authorization_response.expires_in",
            Self::MissingIdToken => "authorization_response.missing_id_token",
            Self::MissingError => "authorization_response.missing_error",
            Self::CodeAndError => "authorization_response.code_and_error",
            Self::Syntax(error) => error.code(),
        }
    }
}

/// The parameters for which these messages have fields.
pub(super) const REGISTERED: [&str; 11] = [
    "code",
    "access_token",
    "token_type",
    "expires_in",
    "scope",
    "id_token",
    "state",
    "iss",
    "error",
    "error_description",
    "error_uri",
];

/// Takes `state`, which is printable ASCII (RFC 6749 §A.5).
fn take_state(parameters: &mut Parameters) -> Result<Option<State>, AuthorizationResponseError> {
    Ok(parameters.take("state").map(State::parse).transpose()?)
}
