//! The reason why an authorization request is refused.

use symbolon_jose::crypto::RandomError;
use symbolon_jose::{Excerpt, Excerpts};
use symbolon_oauth::request_object::{HostedObjectError, RequestObjectError};
use symbolon_oauth::{
    ClientId, ErrorCode, ErrorResponse, GrantType, Issuer, ParametersError, RedirectUri,
    ResponseMode, ResponseModeError, ResponseType,
};
use symbolon_oidc::{AuthenticationRequestError, IdTokenError, IssueError, Prompt};

use super::ResponseJwtError;
use crate::{NoSigningKey, NotWaiting, StoreFailed, UnresolvedClient};

/// The reason why an authorization request is refused.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AuthorizeError {
    /// The parameters cannot be read: for example, a parameter is repeated, or the request has too
    /// many parameters ([RFC 6749 §3.1](https://www.rfc-editor.org/rfc/rfc6749#section-3.1)).
    #[error(transparent)]
    Parameters(ParametersError),
    /// A parameter is missing or malformed
    /// ([Core §3.1.2.2 (1)](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequestValidation)).
    #[error(transparent)]
    Request(AuthenticationRequestError),
    /// The client is not registered
    /// ([RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1)).
    #[error("no client {} is registered", Excerpt::new(.0.as_str()))]
    UnknownClient(ClientId),
    /// The `client_id` is the URL of the client's metadata, but the metadata cannot be used
    /// ([Client ID Metadata Document](https://datatracker.ietf.org/doc/draft-ietf-oauth-client-id-metadata-document/)).
    #[error(transparent)]
    UnresolvedClient(Box<UnresolvedClient>),
    /// The request has no `redirect_uri`
    /// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)).
    #[error("the request has no redirect_uri")]
    MissingRedirectUri,
    /// The client did not register this `redirect_uri`
    /// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest),
    /// [RFC 9700 §2.1](https://www.rfc-editor.org/rfc/rfc9700#section-2.1)).
    #[error("the client has not registered the redirect_uri {}", Excerpt::new(.0.as_str()))]
    RedirectUri(RedirectUri),
    /// The client is public, and its registered `redirect_uri` uses `http` on a host that is not
    /// loopback. Others on the network could read the authorization code and use it
    /// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)).
    #[error(
        "the redirect_uri {} uses http; on a host that is not loopback, only a confidential client \
         may use http",
        Excerpt::new(.0.as_str())
    )]
    UnencryptedRedirectUri(RedirectUri),
    /// The request contains the parameter `request`, which the provider does not support
    /// ([Core §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
    #[error("request objects are not supported")]
    RequestNotSupported,
    /// The request object in the parameter `request` is refused
    /// ([RFC 9101 §6](https://www.rfc-editor.org/rfc/rfc9101#section-6)).
    #[error(transparent)]
    RequestObject(#[from] RequestObjectError),
    /// The request has no signed request object, but the policy or the client's registration
    /// requires a signed request object
    /// ([RFC 9101 §10.5](https://www.rfc-editor.org/rfc/rfc9101#section-10.5)).
    #[error("a signed request object is required")]
    RequestObjectRequired,
    /// The store has no record of the pushed request: the `request_uri` was used before, it expired,
    /// or no client has received it
    /// ([RFC 9126 §4](https://www.rfc-editor.org/rfc/rfc9126#section-4)).
    #[error("no pushed request has this request_uri: it was used before, has expired, or is wrong")]
    UnknownPushedRequest,
    /// The `request_uri` of the pushed request has expired
    /// ([RFC 9126 §4](https://www.rfc-editor.org/rfc/rfc9126#section-4)).
    #[error("the request_uri of the pushed request has expired")]
    ExpiredPushedRequest,
    /// Another client has pushed the request
    /// ([RFC 9126 §2.2](https://www.rfc-editor.org/rfc/rfc9126#section-2.2)).
    #[error("the request_uri belongs to a request that another client has pushed")]
    PushedByOtherClient,
    /// The client did not push the request, but the policy or the client's registration requires
    /// pushed requests ([RFC 9126 §4](https://www.rfc-editor.org/rfc/rfc9126#section-4)).
    #[error(
        "the request was not pushed; the client must push its request and send only client_id and \
         request_uri"
    )]
    PushRequired,
    /// The request contains the parameter `request_uri`, which the provider does not support
    /// ([Core §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
    #[error("request_uri is not supported")]
    RequestUriNotSupported,
    /// The request contains both `request` and `request_uri`
    /// ([RFC 9101 §5](https://www.rfc-editor.org/rfc/rfc9101#section-5)).
    #[error("the request contains both request and request_uri; expected only one of them")]
    RequestAndRequestUri,
    /// The client did not register this `request_uri`: see
    /// [`RegisteredClient::request_uris`](crate::RegisteredClient::request_uris)
    /// ([RFC 9101 §10.4.1](https://www.rfc-editor.org/rfc/rfc9101#section-10.4.1)).
    #[error("the client has not registered the request_uri {0}")]
    UnregisteredRequestUri(Excerpt),
    /// No response came to the HTTP request for the `request_uri`
    /// ([RFC 9101 §7](https://www.rfc-editor.org/rfc/rfc9101#section-7)).
    #[error("there was no response to the HTTP request for the request_uri")]
    RequestUriUnanswered,
    /// The response to the HTTP request for the `request_uri` is not a request object
    /// ([RFC 9101 §7](https://www.rfc-editor.org/rfc/rfc9101#section-7)).
    #[error(transparent)]
    HostedObject(#[from] HostedObjectError),
    /// The request contains the parameter `registration`, which the provider does not support
    /// ([Core §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
    #[error("registration is not supported")]
    RegistrationNotSupported,
    /// The response cannot be sent in the requested `response_mode`
    /// ([Multiple Response Types §2.1](https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#ResponseModes)).
    #[error(transparent)]
    ResponseMode(ResponseModeError),
    /// [`ProviderPolicy::response_modes`](crate::ProviderPolicy::response_modes) does not contain
    /// the requested `response_mode`
    /// ([Multiple Response Types §2.1](https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#ResponseModes)).
    #[error("the response_mode {} is not supported", Excerpt::new(.0.as_str()))]
    UnsupportedResponseMode(ResponseMode),
    /// The client is not registered for this `response_mode`, or for the default mode of the response
    /// type
    /// ([Multiple Response Types §2.1](https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#ResponseModes)).
    #[error("the client is not registered for the response_mode {}", Excerpt::new(.0.as_str()))]
    UnregisteredResponseMode(ResponseMode),
    /// The request has no `nonce`, but its response type returns an ID Token through the browser. The
    /// client needs the `nonce` to recognise an ID Token that was sent for another request
    /// ([Core §3.2.2.1](https://openid.net/specs/openid-connect-core-1_0.html#ImplicitAuthRequest),
    /// [§3.3.2.11](https://openid.net/specs/openid-connect-core-1_0.html#HybridIDToken)).
    #[error("a nonce is required for the response_type {}", Excerpt::new(.0.as_str()))]
    NonceRequired(ResponseType),
    /// The provider does not support this response type
    /// ([RFC 6749 §3.1.1](https://www.rfc-editor.org/rfc/rfc6749#section-3.1.1)).
    #[error("the response_type {} is not supported", Excerpt::new(.0.as_str()))]
    UnsupportedResponseType(ResponseType),
    /// The client is not registered for this response type
    /// ([RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1)).
    #[error("the client is not registered for the response_type {}", Excerpt::new(.0.as_str()))]
    UnregisteredResponseType(ResponseType),
    /// The client is not registered for this grant type, which the requested response type needs
    /// ([Registration §2](https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata)).
    #[error("the client is not registered for the grant_type `{0}`")]
    UnregisteredGrantType(GrantType),
    /// The request has no PKCE challenge, but [`ProviderPolicy::pkce`](crate::ProviderPolicy::pkce)
    /// requires a challenge
    /// ([RFC 9700 §2.1.1](https://www.rfc-editor.org/rfc/rfc9700#section-2.1.1)).
    #[error("a code_challenge is required")]
    ChallengeRequired,
    /// The request of a confidential client has neither a PKCE challenge nor a `nonce`, but
    /// [`Pkce::NonceInstead`](crate::Pkce::NonceInstead) requires a challenge or a `nonce`
    /// ([RFC 9700 §2.1.1](https://www.rfc-editor.org/rfc/rfc9700#section-2.1.1)).
    #[error("a code_challenge or a nonce is required")]
    ChallengeOrNonceRequired,
    /// `id_token_hint` is not an ID Token that this provider issued to this client
    /// ([Core §3.1.2.2](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequestValidation)).
    #[error("this provider did not issue the id_token_hint to this client: {0}")]
    Hint(IdTokenError),
    /// The user would have to sign in, but the request has `prompt=none`; or the user who consented
    /// is not the user whom the client expects, or did not sign in recently enough
    /// ([Core §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
    #[error("the user has to sign in")]
    LoginRequired,
    /// The user would have to consent to the scope, but the request has `prompt=none`
    /// ([Core §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
    #[error("the user has to consent")]
    ConsentRequired,
    /// The request asks for an `acr` claim as an essential claim with certain values, and the user's
    /// authentication does not satisfy any of the values
    /// ([Core §5.5.1.1](https://openid.net/specs/openid-connect-core-1_0.html#acrSemantics)).
    #[error(
        "the acr of the authentication is {}; the client requires one of {expected}",
        .found.as_ref().map_or("absent".to_owned(), Excerpt::to_string)
    )]
    UnmetAcr {
        /// The `acr` of the authentication, if it has an `acr`.
        found: Option<Excerpt>,
        /// The values that the client accepts.
        expected: Excerpts,
    },
    /// The provider does not support this value of `prompt`. For `create`, see
    /// [`ProviderInformation::creates_accounts`](crate::ProviderInformation::creates_accounts)
    /// ([Prompt Create §4.1](https://openid.net/specs/openid-connect-prompt-create-1_0.html#name-authorization-request)).
    #[error("the value {} of prompt is not supported", Excerpt::new(.0.as_str()))]
    UnsupportedPrompt(Prompt),
    /// The parameter `claims` asks for claims from the UserInfo endpoint, but the response type
    /// gives the client no access token
    /// ([Core §5.5](https://openid.net/specs/openid-connect-core-1_0.html#ClaimsParameter)).
    #[error(
        "claims has the member userinfo, but the response_type {} does not return an access token",
        Excerpt::new(.0.as_str())
    )]
    UserInfoClaims(ResponseType),
    /// The user or the provider denied the request
    /// ([RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1)).
    #[error("the user or the provider denied the request")]
    Denied,
    /// Your program answered the request with [`Decision::Refused`](crate::Decision::Refused) and
    /// this error code
    /// ([RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1)).
    #[error("the provider refuses: {0}")]
    ByProvider(ErrorCode),
    /// The client is registered with an algorithm as its `id_token_signed_response_alg`, but the
    /// provider has no key for the algorithm
    /// ([Registration §2](https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata)).
    #[error(transparent)]
    NoSigningKey(NoSigningKey),
    /// The response cannot be sent in a JWT, because a key is missing or the response must be
    /// encrypted ([JARM §2.2](https://openid.net/specs/oauth-v2-jarm.html#name-signing-and-encryption),
    /// [§2.3.1](https://openid.net/specs/oauth-v2-jarm.html#name-response-mode-queryjwt)).
    #[error(transparent)]
    ResponseJwt(ResponseJwtError),
    /// The ID Token for the authorization response could not be signed
    /// ([Core §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken)).
    #[error(transparent)]
    IdToken(IssueError),
    /// Your store failed, so the request cannot be answered
    /// ([RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1)).
    #[error(transparent)]
    StoreFailed(StoreFailed),
    /// A browser sent the form of a sign-in page or a consent page, but no authorization request
    /// waits for this form.
    #[error(transparent)]
    NotWaiting(NotWaiting),
    /// [`SignedIn::subject`](crate::SignedIn::subject) is empty, longer than 255 characters, or not
    /// ASCII ([Core §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken)).
    #[error("the user's subject identifier is malformed; expected 1 to 255 ASCII characters")]
    Subject,
    /// The authorization request belongs to another issuer than this provider, so this provider
    /// must not answer it. For example, your server has several providers and called the wrong
    /// provider ([RFC 9207 §2](https://www.rfc-editor.org/rfc/rfc9207#section-2)).
    #[error("the request was sent to {found}; this provider is {expected}")]
    OtherIssuer {
        /// The issuer of the provider that received the request.
        found: Box<Issuer>,
        /// The issuer of this provider.
        expected: Box<Issuer>,
    },
    /// The source of randomness failed, so no authorization code could be created.
    #[error(transparent)]
    Random(RandomError),
}

impl AuthorizeError {
    /// Returns a stable name for logs and metrics, such as `"authorize.denied"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Parameters(error) => error.code(),
            Self::Request(error) => error.code(),
            Self::UnknownClient(_) => "authorize.unknown_client",
            Self::UnresolvedClient(error) => error.code(),
            Self::MissingRedirectUri => "authorize.missing_redirect_uri",
            Self::RedirectUri(_) => "authorize.redirect_uri",
            Self::UnencryptedRedirectUri(_) => "authorize.redirect_uri_unencrypted",
            Self::RequestNotSupported => "authorize.request_not_supported",
            Self::RequestObject(error) => error.code(),
            Self::RequestObjectRequired => "authorize.request_object_required",
            Self::UnknownPushedRequest => "authorize.unknown_pushed_request",
            Self::ExpiredPushedRequest => "authorize.expired_pushed_request",
            Self::PushedByOtherClient => "authorize.pushed_by_other_client",
            Self::PushRequired => "authorize.push_required",
            Self::RequestUriNotSupported => "authorize.request_uri_not_supported",
            Self::RequestAndRequestUri => "authorize.request_and_request_uri",
            Self::UnregisteredRequestUri(_) => "authorize.unregistered_request_uri",
            Self::RequestUriUnanswered => "authorize.request_uri_unanswered",
            Self::HostedObject(error) => error.code(),
            Self::RegistrationNotSupported => "authorize.registration_not_supported",
            Self::ResponseMode(error) => error.code(),
            Self::UnsupportedResponseMode(_) => "authorize.response_mode",
            Self::UnregisteredResponseMode(_) => "authorize.unregistered_response_mode",
            Self::NonceRequired(_) => "authorize.nonce_required",
            Self::UnsupportedResponseType(_) => "authorize.unsupported_response_type",
            Self::UnregisteredResponseType(_) | Self::UnregisteredGrantType(_) => {
                "authorize.unauthorized_client"
            }
            Self::ChallengeRequired => "authorize.challenge_required",
            Self::ChallengeOrNonceRequired => "authorize.challenge_or_nonce_required",
            Self::Hint(_) => "authorize.id_token_hint",
            Self::LoginRequired => "authorize.login_required",
            Self::ConsentRequired => "authorize.consent_required",
            Self::UnmetAcr { .. } => "authorize.unmet_acr",
            Self::UnsupportedPrompt(_) => "authorize.unsupported_prompt",
            Self::UserInfoClaims(_) => "authorize.user_info_claims",
            Self::Denied => "authorize.denied",
            Self::ByProvider(_) => "authorize.by_provider",
            Self::NoSigningKey(_) => "authorize.no_signing_key",
            Self::ResponseJwt(error) => error.code(),
            Self::IdToken(error) => error.code(),
            Self::StoreFailed(error) => error.code(),
            Self::NotWaiting(error) => error.code(),
            Self::Subject => "authorize.subject",
            Self::OtherIssuer { .. } => "authorize.other_issuer",
            Self::Random(error) => error.code(),
        }
    }
}

/// The error response for the client. It does not contain the whole reason: a failure inside the
/// provider becomes `server_error`. The description repeats no value of the request, because any
/// website can make a browser send a request, and the client may show the description.
impl From<&AuthorizeError> for ErrorResponse {
    fn from(error: &AuthorizeError) -> Self {
        if let AuthorizeError::Request(error) = error {
            return Self::from(error.clone());
        }
        if let AuthorizeError::ByProvider(code) = error {
            return Self::new(code.clone());
        }
        let response = Self::new(code_of(error));
        match description_of(error) {
            Some(description) => response.description(description),
            None => response.description_of(error),
        }
    }
}

/// Returns the error code for the client.
fn code_of(error: &AuthorizeError) -> ErrorCode {
    match error {
        AuthorizeError::RequestNotSupported => ErrorCode::REQUEST_NOT_SUPPORTED,
        AuthorizeError::RequestObject(_) => ErrorCode::INVALID_REQUEST_OBJECT,
        AuthorizeError::RequestUriNotSupported => ErrorCode::REQUEST_URI_NOT_SUPPORTED,
        AuthorizeError::UnregisteredRequestUri(_)
        | AuthorizeError::RequestUriUnanswered
        | AuthorizeError::UnknownPushedRequest
        | AuthorizeError::ExpiredPushedRequest
        | AuthorizeError::PushedByOtherClient
        | AuthorizeError::HostedObject(_) => ErrorCode::INVALID_REQUEST_URI,
        AuthorizeError::RegistrationNotSupported => ErrorCode::REGISTRATION_NOT_SUPPORTED,
        AuthorizeError::UnsupportedResponseType(_) => ErrorCode::UNSUPPORTED_RESPONSE_TYPE,
        AuthorizeError::UnregisteredResponseType(_)
        | AuthorizeError::UnregisteredGrantType(_)
        | AuthorizeError::UnregisteredResponseMode(_) => ErrorCode::UNAUTHORIZED_CLIENT,
        AuthorizeError::LoginRequired => ErrorCode::LOGIN_REQUIRED,
        AuthorizeError::ConsentRequired => ErrorCode::CONSENT_REQUIRED,
        AuthorizeError::UnmetAcr { .. } => ErrorCode::UNMET_AUTHENTICATION_REQUIREMENTS,
        AuthorizeError::Denied => ErrorCode::ACCESS_DENIED,
        AuthorizeError::StoreFailed(_) => ErrorCode::TEMPORARILY_UNAVAILABLE,
        AuthorizeError::ResponseJwt(ResponseJwtError::NotEncrypted) => ErrorCode::INVALID_REQUEST,
        AuthorizeError::NoSigningKey(_)
        | AuthorizeError::ResponseJwt(_)
        | AuthorizeError::IdToken(_)
        | AuthorizeError::Subject
        | AuthorizeError::OtherIssuer { .. }
        | AuthorizeError::Random(_) => ErrorCode::SERVER_ERROR,
        _ => ErrorCode::INVALID_REQUEST,
    }
}

/// Returns the description of an error whose own text repeats a value of the request.
fn description_of(error: &AuthorizeError) -> Option<&'static str> {
    Some(match error {
        AuthorizeError::RequestObject(_) => "the request object is not valid",
        AuthorizeError::UnregisteredRequestUri(_) => {
            "the client has not registered the request_uri"
        }
        AuthorizeError::HostedObject(_) => "the request_uri does not lead to a request object",
        AuthorizeError::Hint(_) => "this provider did not issue the id_token_hint to this client",
        AuthorizeError::UnsupportedResponseType(_) => "the response_type is not supported",
        AuthorizeError::UnmetAcr { .. } => {
            "the user's authentication does not satisfy an acr that the client requires"
        }
        AuthorizeError::UnsupportedPrompt(_) => "a value of prompt is not supported",
        AuthorizeError::UserInfoClaims(_) => {
            "claims has the member userinfo, but the response_type returns no access token"
        }
        AuthorizeError::UnregisteredResponseType(_) => {
            "the client is not registered for this response_type"
        }
        AuthorizeError::ResponseMode(_) | AuthorizeError::UnsupportedResponseMode(_) => {
            "the response_mode is not supported for this request"
        }
        AuthorizeError::UnregisteredResponseMode(_) => {
            "the client is not registered for this response_mode"
        }
        AuthorizeError::NonceRequired(_) => "a nonce is required for this response_type",
        AuthorizeError::UnencryptedRedirectUri(_) => {
            "the redirect_uri must use https for this response_type"
        }
        AuthorizeError::NoSigningKey(_) | AuthorizeError::IdToken(_) => {
            "the provider cannot sign an ID Token for this client"
        }
        _ => return None,
    })
}
