use crate::{AuthorizationCode, ErrorResponse, Parameters, State, SyntaxError};

/// The answer to an authorization request that was granted.
///
/// [RFC 6749 section 4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2) and
/// [RFC 9207 section 2](https://www.rfc-editor.org/rfc/rfc9207#section-2).
///
/// ```
/// use symbolon_oauth::{AuthorizationResponse, Parameters};
/// let callback = Parameters::parse("code=SplxlOBe&state=af0ifjsldkj")?;
/// let response = AuthorizationResponse::from_parameters(callback)?;
/// assert_eq!(response.code.expose(), "SplxlOBe");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AuthorizationResponse {
    /// What the token endpoint redeems.
    pub code: AuthorizationCode,
    /// The `state` of the request, which the client compares before anything else.
    pub state: Option<State>,
    /// Who answers, as they say. Compared with the issuer that was asked, byte for byte.
    pub iss: Option<String>,
    /// Parameters that are not defined here.
    pub extra: Parameters,
}

impl AuthorizationResponse {
    /// A response without `state` and `iss`.
    pub fn new(code: AuthorizationCode) -> AuthorizationResponse {
        AuthorizationResponse { code, state: None, iss: None, extra: Parameters::new() }
    }

    /// Reads what came to the redirect URI.
    ///
    /// # Errors
    /// A refusal comes as [`AuthorizationResponseError::Refused`]. Its `state` and `iss` have to
    /// be compared like those of a success.
    pub fn from_parameters(
        mut parameters: Parameters,
    ) -> Result<AuthorizationResponse, AuthorizationResponseError> {
        if parameters.contains("error") {
            let error = AuthorizationError::from_parameters(parameters)?;
            return Err(AuthorizationResponseError::Refused(Box::new(error)));
        }
        let state = take_state(&mut parameters)?;
        // RFC 6749 §4.1.2: code is REQUIRED.
        let code = parameters.take("code").ok_or(AuthorizationResponseError::MissingCode)?;
        // They explain an error, and there is none.
        for name in ["error_description", "error_uri"] {
            parameters.take(name);
        }
        Ok(AuthorizationResponse {
            code: AuthorizationCode::parse(code).map_err(AuthorizationResponseError::Syntax)?,
            state,
            iss: parameters.take("iss"),
            extra: parameters,
        })
    }

    /// The parameters to add to the redirect URI. What `extra` holds cannot stand in for a
    /// parameter that is defined here.
    pub fn to_parameters(&self) -> Parameters {
        let mut parameters = Parameters::new();
        parameters.push("code", self.code.expose());
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
        if parameters.contains("code") {
            return Err(AuthorizationResponseError::CodeAndError);
        }
        let state = take_state(&mut parameters)?;
        // RFC 6749 §4.1.2.1: error is REQUIRED.
        let error = ErrorResponse::take_from(&mut parameters)
            .map_err(AuthorizationResponseError::Syntax)?
            .ok_or(AuthorizationResponseError::MissingError)?;
        Ok(AuthorizationError { error, state, iss: parameters.take("iss"), extra: parameters })
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
    /// Neither `code` nor `error`:
    /// [RFC 6749 section 4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2).
    #[error("the authorization response has no code")]
    MissingCode,
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
    Syntax(SyntaxError),
}

impl AuthorizationResponseError {
    /// A stable name for logs and metrics.
    pub fn code(&self) -> &'static str {
        match self {
            AuthorizationResponseError::Refused(_) => "authorization_response.refused",
            AuthorizationResponseError::MissingCode => "authorization_response.missing_code",
            AuthorizationResponseError::MissingError => "authorization_response.missing_error",
            AuthorizationResponseError::CodeAndError => "authorization_response.code_and_error",
            AuthorizationResponseError::Syntax(error) => error.code(),
        }
    }
}

/// What is defined here.
const REGISTERED: [&str; 6] = ["code", "state", "iss", "error", "error_description", "error_uri"];

/// RFC 6749 A.5: visible ASCII.
fn take_state(parameters: &mut Parameters) -> Result<Option<State>, AuthorizationResponseError> {
    parameters
        .take("state")
        .map(State::parse)
        .transpose()
        .map_err(AuthorizationResponseError::Syntax)
}
