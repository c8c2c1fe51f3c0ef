//! The choices that the specifications leave to a provider.

mod client_documents;
mod limits;
mod pkce;
mod registration;
mod request_objects;
mod responses;

use core::time::Duration;

use symbolon_jose::SignatureAlgorithm;
use symbolon_oauth::{ClientAuthenticationMethod, ResponseMode, ResponseType, Scope};

use crate::ProviderInformation;

pub use client_documents::ClientDocuments;
pub use pkce::Pkce;
pub use registration::{
    ForeignPages, Operations, RegistrationAccessRule, RegistrationPolicy, SoftwareIssuer,
};
pub use request_objects::RequestObjects;

/// The choices that the specifications leave to a provider.
///
/// [`ProviderPolicy::default`] is secure. The documentation of each field states its default.
/// [`Provider::new`](crate::Provider::new) refuses a leeway or a lifetime beyond the bounds that
/// the constants of this type state.
///
/// ```
/// use std::time::Duration;
/// use symbolon_provider::{Pkce, ProviderPolicy};
///
/// let mut policy = ProviderPolicy::default();
/// policy.pkce = Pkce::Required; // of every client
/// policy.access_token_lifetime = Duration::from_secs(300);
/// policy.scopes = "openid profile email".parse()?; // without `offline_access`: no refresh tokens
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ProviderPolicy {
    /// The scope values that clients are allowed to request. The default is `openid`, `profile`,
    /// `email`, `address`, `phone` and `offline_access`, which are defined in
    /// [Core §5.4](https://openid.net/specs/openid-connect-core-1_0.html#ScopeClaims) and
    /// [§11](https://openid.net/specs/openid-connect-core-1_0.html#OfflineAccess).
    ///
    /// `openid` is always allowed, even if it is not in this list. If the list is empty,
    /// [`Provider::new`](crate::Provider::new) returns an error. If your provider has no scope
    /// besides `openid`, list `openid`.
    pub scopes: Scope,
    /// The response types that clients are allowed to request. The default is only `code`, because
    /// all other response types except `none` send tokens through the browser
    /// ([RFC 9700 §2.1.2](https://www.rfc-editor.org/rfc/rfc9700#section-2.1.2)). Each client must
    /// also be registered for the response types that it requests.
    ///
    /// If the list is empty or contains a response type other than [`ResponseType::ALL`],
    /// [`Provider::new`](crate::Provider::new) returns an error.
    pub response_types: Vec<ResponseType>,
    /// The response modes that clients are allowed to request. The default is
    /// [`ResponseMode::ALL`]: `query`, `fragment`, `form_post`, and the modes that send the response
    /// in a signed JWT, such as `query.jwt`
    /// ([JARM §2.3](https://openid.net/specs/oauth-v2-jarm.html#name-response-encoding)).
    /// [`RegisteredClient::response_modes`](crate::RegisteredClient::response_modes) can restrict a
    /// client to fewer modes.
    ///
    /// If the list lacks the [default mode](ResponseType::default_mode) of a response type in
    /// [`response_types`](Self::response_types), [`Provider::new`](crate::Provider::new) returns an
    /// error.
    pub response_modes: Vec<ResponseMode>,
    /// Whether the provider issues and accepts refresh tokens. The default is `true`. A client
    /// receives a refresh token only if it is registered for the grant type `refresh_token` and the
    /// user consents to `offline_access`.
    pub refresh_tokens: bool,
    /// The methods by which clients are allowed to authenticate. The default is all supported
    /// methods: `client_secret_basic`, `client_secret_post`, `private_key_jwt` and `none`. A client
    /// can use only the method for which it is registered.
    pub client_authentication_methods: Vec<ClientAuthenticationMethod>,
    /// The lifetime of an authorization code. The default is one minute, which is enough for one
    /// redirect. [RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2) recommends
    /// at most ten minutes.
    pub code_lifetime: Duration,
    /// The lifetime of an access token. The default is ten minutes, so that a stolen token is soon
    /// worthless. A client that needs access for longer uses a refresh token.
    pub access_token_lifetime: Duration,
    /// The time from `iat` to `exp` of an ID Token. The default is ten minutes, since a client
    /// validates an ID Token as soon as it receives it.
    pub id_token_lifetime: Duration,
    /// The time for which a client can use refresh tokens, counted from the exchange of the
    /// authorization code. The default is thirty days. A refresh does not prolong this time.
    pub refresh_lifetime: Duration,
    /// The protection against injected authorization codes that the provider requires of clients.
    /// The default is [`Pkce::NonceInstead`]: public clients must send a PKCE challenge, and
    /// confidential clients must send a challenge or a `nonce`. To change the setting for one
    /// client, use [`RegisteredClient::pkce`](crate::RegisteredClient::pkce).
    pub pkce: Pkce,
    /// Whether the provider trusts the redirect URIs of clients that registered themselves. The
    /// default is `false`: the user sees a page before the browser goes to the redirect URI with an
    /// error ([`Refusal::AfterPage`](crate::Refusal::AfterPage)). Set this field to `true` only if
    /// you check each client that registers itself
    /// ([RFC 9700 §4.11.2](https://www.rfc-editor.org/rfc/rfc9700#section-4.11.2)).
    ///
    /// Valid requests with `prompt=none` are exempt, because the provider must not show a page for
    /// them. The user sees a page before the error of a request that breaks a rule is sent, also
    /// with `prompt=none`. With a valid request and `prompt=none`, a client that registered itself
    /// can still send the browser from your provider to the client's address. If you cannot accept
    /// this, do not call
    /// [`Provider::authorize`](crate::Provider::authorize) for a request with `prompt=none`. Show
    /// your own error page instead.
    pub trust_self_registered_clients: bool,
    /// Whether assertions of all clients are also accepted if their audience is the token endpoint
    /// instead of the issuer. To accept this audience from one client only, use
    /// [`RegisteredClient::assertion_audience_token_endpoint`](crate::RegisteredClient::assertion_audience_token_endpoint).
    /// The default is `false`, because a malicious provider could name your token endpoint in its
    /// own metadata. It would then receive assertions whose audience is your token endpoint, and
    /// could use them at your provider
    /// ([RFC 7523bis](https://datatracker.ietf.org/doc/draft-ietf-oauth-rfc7523bis/)).
    pub assertion_audience_token_endpoint: bool,
    /// The algorithms that are accepted in client assertions. The default is RS256, RS384, RS512,
    /// PS256, PS384, PS512, ES256, ES384, EdDSA and Ed25519.
    pub assertion_algorithms: Vec<SignatureAlgorithm>,
    /// The settings for request objects, which are signed authorization requests. The default is
    /// `None`: a request with the parameter `request` is refused with `request_not_supported`.
    pub request_objects: Option<RequestObjects>,
    /// Whether every client must push its authorization requests
    /// ([RFC 9126 §5](https://www.rfc-editor.org/rfc/rfc9126#section-5)). The default is `false`. If
    /// it is `true`, the provider refuses every request that was not pushed. To require pushed
    /// requests of only one client, use
    /// [`RegisteredClient::require_pushed_authorization_requests`](crate::RegisteredClient::require_pushed_authorization_requests).
    pub require_pushed_authorization_requests: bool,
    /// The lifetime of a pushed authorization request: the time in which the browser of the user must
    /// arrive at the authorization endpoint. The default is one minute, which is enough for one
    /// redirect. [RFC 9126 §2.2](https://www.rfc-editor.org/rfc/rfc9126#section-2.2) names 5 to 600
    /// seconds. A lifetime of less than one second counts as one second.
    pub pushed_request_lifetime: Duration,
    /// The settings for clients that register themselves. The default is `None`: no client can
    /// register itself. Also set
    /// [`ProviderEndpoints::registration`](crate::ProviderEndpoints::registration).
    pub registration: Option<RegistrationPolicy>,
    /// The settings for clients whose `client_id` is the `https` URL of their metadata. The default
    /// is `None`: such a `client_id` is unknown unless you have registered it. Set this field only if
    /// your program calls [`Provider::client_document`](crate::Provider::client_document).
    pub client_documents: Option<ClientDocuments>,
    /// The largest accepted difference between the clock of a client and the clock of the provider.
    /// The default is one minute.
    pub leeway: Duration,
    /// The description of your pages and your user database for the metadata document. All its
    /// fields are empty by default.
    pub information: ProviderInformation,
    /// The names of the members that the metadata document leaves out, such as `claims_supported`.
    /// The default is empty. Only optional members without a default value can be hidden. If the
    /// list contains another name, [`Provider::new`](crate::Provider::new) returns an error.
    pub hidden_metadata: Vec<String>,
}

impl Default for ProviderPolicy {
    fn default() -> Self {
        Self {
            scopes: default_scopes(),
            response_types: vec![ResponseType::CODE],
            response_modes: ResponseMode::ALL.to_vec(),
            refresh_tokens: true,
            client_authentication_methods: vec![
                ClientAuthenticationMethod::CLIENT_SECRET_BASIC,
                ClientAuthenticationMethod::CLIENT_SECRET_POST,
                ClientAuthenticationMethod::PRIVATE_KEY_JWT,
                ClientAuthenticationMethod::NONE,
            ],
            code_lifetime: Duration::from_secs(60),
            access_token_lifetime: Duration::from_secs(600),
            id_token_lifetime: Duration::from_secs(600),
            refresh_lifetime: Duration::from_secs(30 * 24 * 3600),
            pkce: Pkce::NonceInstead,
            trust_self_registered_clients: false,
            assertion_audience_token_endpoint: false,
            assertion_algorithms: asymmetric_algorithms(),
            request_objects: None,
            require_pushed_authorization_requests: false,
            pushed_request_lifetime: Duration::from_secs(60),
            registration: None,
            client_documents: None,
            leeway: Duration::from_secs(60),
            information: ProviderInformation::default(),
            hidden_metadata: Vec::new(),
        }
    }
}

/// The algorithms that are accepted by default in the assertions and request objects that a client
/// signs with its private key.
fn asymmetric_algorithms() -> Vec<SignatureAlgorithm> {
    use SignatureAlgorithm as Alg;
    vec![
        Alg::Rs256,
        Alg::Rs384,
        Alg::Rs512,
        Alg::Ps256,
        Alg::Ps384,
        Alg::Ps512,
        Alg::Es256,
        Alg::Es384,
        Alg::EdDsa,
        Alg::Ed25519,
    ]
}

fn default_scopes() -> Scope {
    let mut scopes = Scope::new();
    for value in ["openid", "profile", "email", "address", "phone", "offline_access"] {
        // Each of these values is a valid scope token, so this insertion succeeds.
        let _ = scopes.insert(value);
    }
    scopes
}
