use symbolon_jose::crypto::RandomError;
use symbolon_oauth::{ErrorCode, ErrorResponse, ParametersError};
use symbolon_oidc::{AuthenticationRequestError, IdTokenError};

/// Why an authorization request is not granted.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AuthorizeError {
    /// The parameters are malformed, too many, or there twice
    /// ([RFC 6749 §3.1](https://www.rfc-editor.org/rfc/rfc6749#section-3.1)).
    #[error(transparent)]
    Parameters(ParametersError),
    /// A parameter is missing or malformed
    /// ([Core §3.1.2.2](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequestValidation) (1)).
    #[error(transparent)]
    Request(AuthenticationRequestError),
    /// No such client is registered
    /// ([RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1)).
    #[error("no such client is registered")]
    UnknownClient,
    /// There is no `redirect_uri`
    /// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)).
    #[error("the request has no redirect_uri")]
    MissingRedirectUri,
    /// The client did not register this `redirect_uri`
    /// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest),
    /// [RFC 9700 §2.1](https://www.rfc-editor.org/rfc/rfc9700#section-2.1)).
    #[error("the client has not registered this redirect_uri")]
    RedirectUri,
    /// `request` is not supported
    /// ([Core §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
    #[error("request objects are not supported")]
    RequestNotSupported,
    /// `request_uri` is not supported
    /// ([Core §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
    #[error("request_uri is not supported")]
    RequestUriNotSupported,
    /// `registration` is not supported
    /// ([Core §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
    #[error("registration is not supported")]
    RegistrationNotSupported,
    /// `response_mode` is one that this provider or the response type does not have
    /// ([Multiple Response Types §2.1](https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#ResponseModes)).
    #[error("the response_mode is not supported")]
    ResponseMode,
    /// The provider does not have this response type
    /// ([RFC 6749 §3.1.1](https://www.rfc-editor.org/rfc/rfc6749#section-3.1.1)).
    #[error("the response_type is not supported")]
    UnsupportedResponseType,
    /// The client is not registered for this response type or its grant type
    /// ([RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1)).
    #[error("the client is not registered for this response_type")]
    UnauthorizedClient,
    /// There is no PKCE challenge, and the policy asks for one
    /// ([RFC 9700 §2.1.1](https://www.rfc-editor.org/rfc/rfc9700#section-2.1.1)).
    #[error("a code_challenge is required")]
    ChallengeRequired,
    /// `id_token_hint` is no ID Token of this provider for this client
    /// ([Core §3.1.2.2](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequestValidation)).
    #[error("the id_token_hint is none of this provider for this client: {0}")]
    Hint(IdTokenError),
    /// The user would have to sign in, and may not be asked, or signed in as somebody else
    /// ([Core §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
    #[error("the end-user has to sign in")]
    LoginRequired,
    /// The user would have to consent, and may not be asked
    /// ([Core §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
    #[error("the end-user has to consent")]
    ConsentRequired,
    /// The user, or the provider, said no
    /// ([RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1)).
    #[error("the end-user or the provider denied the request")]
    Denied,
    /// The provider said no, for a reason of its own
    /// ([RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1)).
    #[error("the provider refuses: {0}")]
    ByProvider(ErrorCode),
    /// The provider has no key of the client's `id_token_signed_response_alg`
    /// ([Registration §2](https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata)).
    #[error("there is no key for the client's ID Token algorithm")]
    NoSigningKey,
    /// The subject is not 1 to 255 ASCII characters
    /// ([Core §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken)).
    #[error("the end-user's subject identifier is none")]
    Subject,
    /// There is no randomness to make a code of.
    #[error(transparent)]
    Random(RandomError),
}

impl AuthorizeError {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Parameters(error) => error.code(),
            Self::Request(error) => error.code(),
            Self::UnknownClient => "authorize.unknown_client",
            Self::MissingRedirectUri => "authorize.missing_redirect_uri",
            Self::RedirectUri => "authorize.redirect_uri",
            Self::RequestNotSupported => "authorize.request_not_supported",
            Self::RequestUriNotSupported => "authorize.request_uri_not_supported",
            Self::RegistrationNotSupported => "authorize.registration_not_supported",
            Self::ResponseMode => "authorize.response_mode",
            Self::UnsupportedResponseType => "authorize.unsupported_response_type",
            Self::UnauthorizedClient => "authorize.unauthorized_client",
            Self::ChallengeRequired => "authorize.challenge_required",
            Self::Hint(_) => "authorize.id_token_hint",
            Self::LoginRequired => "authorize.login_required",
            Self::ConsentRequired => "authorize.consent_required",
            Self::Denied => "authorize.denied",
            Self::ByProvider(_) => "authorize.by_provider",
            Self::NoSigningKey => "authorize.no_signing_key",
            Self::Subject => "authorize.subject",
            Self::Random(error) => error.code(),
        }
    }
}

/// What the client is told. Lossy on purpose: a reason inside the provider becomes one of the
/// registered codes.
impl From<&AuthorizeError> for ErrorResponse {
    fn from(error: &AuthorizeError) -> Self {
        let code = match error {
            AuthorizeError::Request(error) => return Self::from(*error),
            AuthorizeError::RequestNotSupported => ErrorCode::REQUEST_NOT_SUPPORTED,
            AuthorizeError::RequestUriNotSupported => ErrorCode::REQUEST_URI_NOT_SUPPORTED,
            AuthorizeError::RegistrationNotSupported => ErrorCode::REGISTRATION_NOT_SUPPORTED,
            AuthorizeError::UnsupportedResponseType => ErrorCode::UNSUPPORTED_RESPONSE_TYPE,
            AuthorizeError::UnauthorizedClient => ErrorCode::UNAUTHORIZED_CLIENT,
            AuthorizeError::LoginRequired => ErrorCode::LOGIN_REQUIRED,
            AuthorizeError::ConsentRequired => ErrorCode::CONSENT_REQUIRED,
            AuthorizeError::Denied => ErrorCode::ACCESS_DENIED,
            AuthorizeError::ByProvider(code) => return Self::new(code.clone()),
            AuthorizeError::NoSigningKey | AuthorizeError::Subject | AuthorizeError::Random(_) => {
                ErrorCode::SERVER_ERROR
            }
            _ => ErrorCode::INVALID_REQUEST,
        };
        Self::new(code).description(&error.to_string())
    }
}
