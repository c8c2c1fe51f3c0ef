//! The authorization response, as a success and as an error.

use crate::{
    AccessToken, AuthorizationCode, EncodedJwt, ErrorResponse, Parameters, ResponseType, Scope,
    State, SyntaxError, TokenType,
};

/// A successful authorization response: what the authorization endpoint returned to the client.
///
/// Which members are there follows from the [`ResponseType`] of the request:
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
    /// The authorization code, for response types that include `code`.
    pub code: Option<AuthorizationCode>,
    /// The access token, for response types that include `token`.
    pub access_token: Option<AccessToken>,
    /// The type of the access token.
    pub token_type: Option<TokenType>,
    /// The lifetime of the access token in seconds, counted from the response.
    pub expires_in: Option<u64>,
    /// The scope of the access token. `None` says that it is the scope that was asked for.
    pub scope: Option<Scope>,
    /// The ID Token, unverified, for response types that include `id_token`.
    pub id_token: Option<EncodedJwt>,
    /// The `state` of the request. The client compares it before anything else.
    pub state: Option<State>,
    /// The issuer that the response names. The client compares it byte for byte with the issuer to
    /// which it sent the request.
    pub iss: Option<String>,
    /// Parameters that have no field here.
    pub extra: Parameters,
}

impl AuthorizationResponse {
    /// Creates a response with a code alone.
    #[must_use]
    pub fn new(code: AuthorizationCode) -> Self {
        Self { code: Some(code), ..Self::default() }
    }

    /// Reads the parameters that arrived at the redirect URI in answer to a request for
    /// `response_type`.
    ///
    /// A code or token that was not asked for is dropped.
    ///
    /// # Errors
    /// [`AuthorizationResponseError::Refused`] when the parameters report an error: compare its
    /// `state` and `iss` as those of a success. The other errors when a member is missing that the
    /// response type requires, or when a member breaks its grammar.
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
        // What was not asked for, and what describes an error, means nothing in this response.
        for name in REGISTERED {
            parameters.take(name);
        }
        response.extra = parameters;
        Ok(response)
    }

    /// RFC 6749 §4.2.2: the access token and its type are REQUIRED, lifetime and scope are not.
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
            .map(|text| text.parse().map_err(|_| AuthorizationResponseError::ExpiresIn))
            .transpose()?;
        self.scope = parameters.take("scope").map(|text| Scope::parse(&text)).transpose()?;
        Ok(())
    }

    /// Returns the parameters to send to the redirect URI.
    ///
    /// A parameter in `extra` whose name has a field here is left out.
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

/// The answer to an authorization request that was refused.
///
/// [RFC 6749 section 4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1) and
/// [RFC 9207 section 2](https://www.rfc-editor.org/rfc/rfc9207#section-2).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AuthorizationError {
    /// Why. Whoever can make a browser open a link can write this, so it is not to be shown
    /// before `state` is compared. Its `extra` stays empty.
    pub error: ErrorResponse,
    /// The `state` of the request, which the client compares before anything else.
    pub state: Option<State>,
    /// Who answers, as they say. Compared with the issuer that was asked, byte for byte.
    pub iss: Option<String>,
    /// Parameters that are not defined here.
    pub extra: Parameters,
}

impl AuthorizationError {
    /// A refusal without `state` and `iss`.
    pub fn new(error: ErrorResponse) -> AuthorizationError {
        AuthorizationError { error, state: None, iss: None, extra: Parameters::new() }
    }

    /// Reads what came to the redirect URI.
    pub fn from_parameters(
        mut parameters: Parameters,
    ) -> Result<AuthorizationError, AuthorizationResponseError> {
        // RFC 6749 §4.1.2 and §4.1.2.1: granted or refused, not both.
        if ["code", "access_token", "id_token"].iter().any(|name| parameters.contains(name)) {
            return Err(AuthorizationResponseError::CodeAndError);
        }
        let state = take_state(&mut parameters)?;
        // RFC 6749 §4.1.2.1: error is REQUIRED.
        let error = ErrorResponse::take_from(&mut parameters)
            .map_err(AuthorizationResponseError::Syntax)?
            .ok_or(AuthorizationResponseError::MissingError)?;
        let iss = parameters.take("iss");
        // What describes a token means nothing in this response.
        for name in REGISTERED {
            parameters.take(name);
        }
        Ok(AuthorizationError { error, state, iss, extra: parameters })
    }

    /// The parameters to add to the redirect URI. What `extra` holds cannot stand in for a
    /// parameter that is defined here.
    pub fn to_parameters(&self) -> Parameters {
        let mut parameters = Parameters::new();
        self.error.push_to(&mut parameters);
        parameters.push_some("state", self.state.as_ref().map(State::expose));
        parameters.push_some("iss", self.iss.as_deref());
        parameters.push_extra(&self.extra, &REGISTERED);
        parameters
    }
}

/// Why an authorization response is not one of success.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AuthorizationResponseError {
    /// The server said no, if it was the server:
    /// [RFC 6749 section 4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1).
    #[error("the authorization request was refused")]
    Refused(Box<AuthorizationError>),
    /// A code was asked for, and the response has neither `code` nor `error`:
    /// [RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2).
    #[error("the authorization response has no code")]
    MissingCode,
    /// An access token was asked for, and the response has neither `access_token` nor `error`:
    /// [RFC 6749 §4.2.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.2.2).
    #[error("the authorization response has no access token")]
    MissingAccessToken,
    /// The response has an access token without `token_type`:
    /// [RFC 6749 §4.2.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.2.2).
    #[error("the authorization response has an access token without a token type")]
    MissingTokenType,
    /// `expires_in` is not a number of seconds:
    /// [RFC 6749 §A.14](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.14).
    #[error("`expires_in` is not a number of seconds")]
    ExpiresIn,
    /// An ID Token was asked for, and the response has neither `id_token` nor `error`:
    /// [Core §3.2.2.5](https://openid.net/specs/openid-connect-core-1_0.html#ImplicitAuthResponse).
    #[error("the authorization response has no ID Token")]
    MissingIdToken,
    /// No `error` where a refusal was to be read:
    /// [RFC 6749 section 4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1).
    #[error("the authorization response has no error")]
    MissingError,
    /// Both `code` and `error`:
    /// [RFC 6749 section 4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2).
    #[error("the authorization response has a code and an error")]
    CodeAndError,
    /// `code`, `state` or `error` is not what its grammar says:
    /// [RFC 6749 appendix A](https://www.rfc-editor.org/rfc/rfc6749#appendix-A).
    #[error(transparent)]
    Syntax(#[from] SyntaxError),
}

impl AuthorizationResponseError {
    /// A stable name for logs and metrics.
    pub fn code(&self) -> &'static str {
        match self {
            AuthorizationResponseError::Refused(_) => "authorization_response.refused",
            AuthorizationResponseError::MissingCode => "authorization_response.missing_code",
            AuthorizationResponseError::MissingAccessToken => {
                "authorization_response.missing_access_token"
            }
            AuthorizationResponseError::MissingTokenType => {
                "authorization_response.missing_token_type"
            }
            AuthorizationResponseError::ExpiresIn => "authorization_response.expires_in",
            AuthorizationResponseError::MissingIdToken => "authorization_response.missing_id_token",
            AuthorizationResponseError::MissingError => "authorization_response.missing_error",
            AuthorizationResponseError::CodeAndError => "authorization_response.code_and_error",
            AuthorizationResponseError::Syntax(error) => error.code(),
        }
    }
}

/// The parameters that have fields in these messages.
const REGISTERED: [&str; 11] = [
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

/// RFC 6749 A.5: visible ASCII.
fn take_state(parameters: &mut Parameters) -> Result<Option<State>, AuthorizationResponseError> {
    parameters
        .take("state")
        .map(State::parse)
        .transpose()
        .map_err(AuthorizationResponseError::Syntax)
}
