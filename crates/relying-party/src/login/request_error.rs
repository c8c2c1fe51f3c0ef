//! The reason why a login cannot begin.

use symbolon_jose::crypto::RandomError;
use symbolon_jose::{
    ContentEncryptionAlgorithm, Excerpts, KeyManagementAlgorithm, NumericDate, SignatureAlgorithm,
    key,
};
use symbolon_oauth::request_object::{HostedObjectError, SignRequestObjectError};
use symbolon_oauth::{ResponseType, SyntaxError};
use symbolon_oidc::AuthenticationRequestError;
use symbolon_oidc::authentication_request::PromptError;

/// The reason why a login cannot begin.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LoginRequestError {
    /// A scope value contains a character that is not allowed
    /// ([RFC 6749 §3.3](https://www.rfc-editor.org/rfc/rfc6749#section-3.3)).
    #[error(transparent)]
    Scope(#[from] SyntaxError),
    /// `response_mode` is empty or contains a character that is not allowed
    /// ([Multiple Response Types §2.1](https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#ResponseModes)).
    #[error(transparent)]
    ResponseMode(SyntaxError),
    /// `prompt` contains `none` and also another value
    /// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)).
    #[error(transparent)]
    Prompt(#[from] PromptError),
    /// A parameter of the authentication request is missing or malformed
    /// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)).
    #[error(transparent)]
    Request(#[from] AuthenticationRequestError),
    /// The `id_token_hint` is not a signed JWT with a `sub` and with an issuer that is accepted for
    /// this provider, so it does not say which user has to sign in
    /// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)).
    #[error("the id_token_hint is not a signed ID Token of this provider with a `sub`")]
    IdTokenHint,
    /// The request asks for two different users: in `id_token_hint` and in the claim `sub`, or in the
    /// claim `sub` of the ID Token and in the claim `sub` of UserInfo. No user can satisfy the
    /// request
    /// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest),
    /// [§5.5.1](https://openid.net/specs/openid-connect-core-1_0.html#IndividualClaimsRequests)).
    #[error("the id_token_hint and the claim `sub` name different users; expected one user")]
    DifferentSubjects,
    /// The client secret has expired, so the provider would refuse the token request. Read or update
    /// the registration, or register the client again
    /// ([Registration §3.2](https://openid.net/specs/openid-connect-registration-1_0.html#RegistrationResponse)).
    #[error("the client secret expired at {0}; read or update the registration of the client")]
    ClientSecretExpired(NumericDate),
    /// The response type is not a response type of OpenID Connect, so the login would have no ID
    /// Token ([Core §3](https://openid.net/specs/openid-connect-core-1_0.html#Authentication)).
    #[error(
        "a login cannot begin with the response type `{0}`; expected `code`, `id_token`, \
         `id_token token`, `code id_token`, `code token`, `code id_token token` or `none`"
    )]
    ResponseType(ResponseType),
    /// The provider's metadata does not list the response type
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error(
        "the provider does not support the response type `{asked}`; its metadata lists {}",
        list(.advertised)
    )]
    UnsupportedResponseType {
        /// The response type of the login.
        asked: ResponseType,
        /// The response types in the provider's metadata.
        advertised: Vec<ResponseType>,
    },
    /// The response type includes `code`, but the provider's metadata has no token endpoint
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error("the provider has no token endpoint, which the response type `{0}` needs")]
    NoTokenEndpoint(ResponseType),
    /// The ID Token would come through the browser, but
    /// [`danger::send_no_nonce`](crate::danger::send_no_nonce) switches the `nonce` off. Without
    /// the `nonce`, an attacker could replay an ID Token of another login
    /// ([Core §3.2.2.1](https://openid.net/specs/openid-connect-core-1_0.html#ImplicitAuthRequest)).
    #[error(
        "the response type `{0}` needs a nonce; use a policy without `danger::send_no_nonce`, or \
         the response type `code`"
    )]
    NoNonce(ResponseType),
    /// The response mode is `query` or `query.jwt`, but the response type includes `token` or
    /// `id_token`. Servers log the query, and browsers send it to other sites. Only a client that
    /// registered for encrypted responses can use `query.jwt`: see
    /// [`authorization_decryption_keys`](crate::ClientConfiguration::authorization_decryption_keys)
    /// ([Multiple Response Types §5](https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#Combinations)).
    #[error(
        "the response mode `query`, and `query.jwt` without encryption, is not allowed with the \
         response type `{0}`; use `fragment` or `form_post`"
    )]
    TokensInQuery(ResponseType),
    /// The login asks for claims from the UserInfo endpoint, but the response type returns no access
    /// token
    /// ([Core §5.5](https://openid.net/specs/openid-connect-core-1_0.html#ClaimsParameter)).
    #[error(
        "claims from UserInfo need an access token, which the response type `{0}` does not return; \
         ask for the claims with `id_token_claim`"
    )]
    UserInfoClaims(ResponseType),
    /// The login asks for `acr` as an essential claim, but its `values` do not contain its `value`,
    /// so that no `acr` would be acceptable
    /// ([Core §5.5.1.1](https://openid.net/specs/openid-connect-core-1_0.html#acrSemantics)).
    #[error("no acr is acceptable; set `value` or `values` of the claim `acr`, but not both")]
    NoAcceptableAcr,
    /// The login has a request object, but the provider's metadata does not say that the provider
    /// supports the parameter `request`
    /// ([Core §6.1](https://openid.net/specs/openid-connect-core-1_0.html#RequestObject)).
    #[error(
        "the provider does not support request objects; begin the login without a request object"
    )]
    NoRequestObjects,
    /// The provider's metadata does not list the algorithm of the key for request objects
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error(
        "the provider does not accept request objects signed with {asked}; its metadata lists \
         {advertised}"
    )]
    RequestObjectAlgorithm {
        /// The algorithm of the key.
        asked: SignatureAlgorithm,
        /// The algorithms in the provider's metadata.
        advertised: Excerpts,
    },
    /// The provider's metadata does not list the `alg` with which the request object would be
    /// encrypted
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error(
        "the provider does not decrypt request objects with the alg {asked}; its metadata lists \
         {advertised}"
    )]
    RequestObjectEncryption {
        /// The algorithm of the key.
        asked: KeyManagementAlgorithm,
        /// The algorithms in the provider's metadata.
        advertised: Excerpts,
    },
    /// The provider's metadata does not list the `enc` with which the request object would be
    /// encrypted
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error(
        "the provider does not decrypt request objects with the enc {asked}; its metadata lists \
         {advertised}"
    )]
    RequestObjectContentEncryption {
        /// The algorithm of the key.
        asked: ContentEncryptionAlgorithm,
        /// The algorithms in the provider's metadata.
        advertised: Excerpts,
    },
    /// The login needs a request object, which needs a key that signs it
    /// ([RFC 9101 §4](https://www.rfc-editor.org/rfc/rfc9101#section-4)).
    #[error("the request object has no key that signs it; call `request_object` first")]
    NoRequestObjectKey,
    /// The request object would have no signature, but the provider's metadata does not list the
    /// algorithm `none`
    /// ([Core §6.1](https://openid.net/specs/openid-connect-core-1_0.html#RequestObject)).
    #[error("the provider does not accept request objects without a signature; use a key")]
    UnsignedRequestObject,
    /// The request object would be signed with the client secret, but the client has no secret
    /// ([Core §10.1](https://openid.net/specs/openid-connect-core-1_0.html#Signing)).
    #[error("the client has no secret that could sign the request object; use a private key")]
    NoClientSecret,
    /// The client secret cannot sign request objects with the algorithm: for example, it is too short
    /// ([RFC 7518 §3.2](https://www.rfc-editor.org/rfc/rfc7518#section-3.2)).
    #[error("the client secret cannot sign the request object: {0}")]
    SecretKey(#[from] key::Error),
    /// The provider's metadata says that the provider does not support the parameter `request_uri`
    /// ([Core §6.2](https://openid.net/specs/openid-connect-core-1_0.html#RequestUriParameter)).
    #[error("the provider does not support request_uri; begin the login with `begin`")]
    NoRequestUri,
    /// The `request_uri` has more than 512 characters
    /// ([Core §6.2](https://openid.net/specs/openid-connect-core-1_0.html#RequestUriParameter)).
    #[error("the request_uri has {length} characters; expected at most 512")]
    RequestUriTooLong {
        /// The number of characters, with the hash in the fragment.
        length: usize,
    },
    /// The request object is too long to be hosted
    /// ([RFC 9101 §10.4.1](https://www.rfc-editor.org/rfc/rfc9101#section-10.4.1)).
    #[error(transparent)]
    HostedObject(#[from] HostedObjectError),
    /// The request object cannot be signed, or cannot contain one of the parameters
    /// ([RFC 9101 §4](https://www.rfc-editor.org/rfc/rfc9101#section-4)).
    #[error(transparent)]
    RequestObject(#[from] SignRequestObjectError),
    /// The provider accepts only requests that the client has pushed
    /// ([RFC 9126 §5](https://www.rfc-editor.org/rfc/rfc9126#section-5)).
    #[error("the provider accepts only pushed requests; begin the login with `LoginRequest::push`")]
    PushRequired,
    /// The source of randomness failed, so `state`, `nonce` or the PKCE code verifier could not be
    /// created ([RFC 6749 §10.10](https://www.rfc-editor.org/rfc/rfc6749#section-10.10)).
    #[error(transparent)]
    Random(#[from] RandomError),
}

impl LoginRequestError {
    /// Returns a stable name for logs and metrics, such as `"prompt.none_with_other"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Scope(error) | Self::ResponseMode(error) => error.code(),
            Self::Prompt(error) => error.code(),
            Self::Request(error) => error.code(),
            Self::IdTokenHint => "login.id_token_hint",
            Self::DifferentSubjects => "login.different_subjects",
            Self::ClientSecretExpired(_) => "login.client_secret_expired",
            Self::ResponseType(_) => "login.response_type",
            Self::UnsupportedResponseType { .. } => "login.unsupported_response_type",
            Self::NoTokenEndpoint(_) => "login.no_token_endpoint",
            Self::NoNonce(_) => "login.no_nonce",
            Self::TokensInQuery(_) => "login.tokens_in_query",
            Self::UserInfoClaims(_) => "login.user_info_claims",
            Self::NoAcceptableAcr => "login.no_acceptable_acr",
            Self::NoRequestObjects => "login.no_request_objects",
            Self::RequestObjectAlgorithm { .. } => "login.request_object_algorithm",
            Self::RequestObjectEncryption { .. } => "login.request_object_encryption",
            Self::RequestObjectContentEncryption { .. } => {
                "login.request_object_content_encryption"
            }
            Self::NoRequestObjectKey => "login.no_request_object_key",
            Self::UnsignedRequestObject => "login.unsigned_request_object",
            Self::NoClientSecret => "login.no_client_secret",
            Self::SecretKey(error) => error.code(),
            Self::NoRequestUri => "login.no_request_uri",
            Self::RequestUriTooLong { .. } => "login.request_uri_too_long",
            Self::HostedObject(error) => error.code(),
            Self::RequestObject(error) => error.code(),
            Self::PushRequired => "login.push_required",
            Self::Random(error) => error.code(),
        }
    }
}

fn list(response_types: &[ResponseType]) -> String {
    let names = response_types.iter().map(|it| format!("`{it}`"));
    names.collect::<Vec<_>>().join(", ")
}
