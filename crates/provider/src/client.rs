//! A registered client, as the provider's database keeps it.

mod application_type;
mod jwks;
mod localized;
mod metadata;
mod redirect_uris;
mod registered_by;
mod request_object_alg;
mod setters;
mod shared_secret;
mod subject_type;

use serde::{Deserialize, Serialize};
use symbolon_discovery::Endpoint;
use symbolon_jose::jwk::PublicJwkSet;
use symbolon_jose::{
    ContentEncryptionAlgorithm, Fingerprint, KeyManagementAlgorithm, NumericDate, Object,
    SignatureAlgorithm,
};
use symbolon_oauth::request_object::{RequestObjectRule, RequestObjectUri};
use symbolon_oauth::{
    ClientAuthenticationMethod, ClientId, GrantType, RedirectUri, ResponseMode, ResponseType, Scope,
};
use symbolon_oidc::{Localized, LocalizedPage};
use symbolon_registration::ApplicationType;
use time::OffsetDateTime;

use crate::{Pkce, ProviderPolicy};

pub use registered_by::RegisteredBy;
pub use request_object_alg::RequestObjectAlgorithm;
pub use shared_secret::SharedSecret;
pub use subject_type::SubjectType;

/// A client that is registered at a provider. Store it in your database under its `client_id`.
///
/// The fields are named after the members of client metadata
/// ([Registration §2](https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata)).
/// The record contains the [`Fingerprint`] of the client secret. It contains the secret only after
/// [`shared_secret`](Self::shared_secret).
///
/// Do not deserialise a registration request into this type: a client that registers itself must not
/// choose [`registered_by`](Self::registered_by), [`pkce`](Self::pkce) and the other settings that are
/// not client metadata. Convert its metadata with [`from_metadata`](Self::from_metadata), or read the
/// members that you allow and build the record with [`new`](Self::new) and
/// [`self_registered`](Self::self_registered).
///
/// ```
/// use symbolon_crypto_ring::CRYPTO;
/// use symbolon_oauth::{ClientId, ClientSecret, RedirectUri};
/// use symbolon_provider::RegisteredClient;
///
/// let secret = ClientSecret::random(&CRYPTO)?; // shown to the client's owner once
/// let client = RegisteredClient::new(
///     ClientId::new("wiki")?,
///     vec![RedirectUri::new("https://wiki.example/callback")?],
/// )
/// .secret(&secret, &CRYPTO);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RegisteredClient {
    /// `client_id`: the client's identifier.
    pub client_id: ClientId,
    /// `client_name`: the name to show on the consent page, which can have translations. Empty if the
    /// client has no name. A record stores a name with translations as an object such as
    /// `{"": "Wiki", "#ja": "ウィキ"}`; the four members that end in `_uri` below are stored in the
    /// same way.
    #[serde(default, skip_serializing_if = "Localized::is_empty", with = "localized")]
    pub client_name: Localized,
    /// `client_uri`: the URL of the client's home page.
    #[serde(default, skip_serializing_if = "LocalizedPage::is_empty", with = "localized")]
    pub client_uri: LocalizedPage,
    /// `logo_uri`: the URL of the client's logo. If your page loads it, the server at this URL learns
    /// who signs in.
    #[serde(default, skip_serializing_if = "LocalizedPage::is_empty", with = "localized")]
    pub logo_uri: LocalizedPage,
    /// `policy_uri`: the URL of a page that says how the client uses the user's data.
    #[serde(default, skip_serializing_if = "LocalizedPage::is_empty", with = "localized")]
    pub policy_uri: LocalizedPage,
    /// `tos_uri`: the URL of the client's terms of service.
    #[serde(default, skip_serializing_if = "LocalizedPage::is_empty", with = "localized")]
    pub tos_uri: LocalizedPage,
    /// `application_type`: `web` or `native`. `None` if the type is not known: the provider then
    /// considers only the redirect URIs.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "application_type")]
    pub application_type: Option<ApplicationType>,
    /// `redirect_uris`: the URIs to which the provider is allowed to send authorization responses.
    /// The `redirect_uri` of a request must equal one of them byte for byte; only the port of a
    /// loopback address is allowed to differ.
    ///
    /// A URI from [`danger::http_redirect_uri`](symbolon_oauth::danger::http_redirect_uri) is
    /// accepted only if the client is confidential. `Serialize` writes such a URI as an object with
    /// the member `accepted_by_name`. `Deserialize` reads such a URI only in this form, and refuses
    /// an `http` URI that is a string.
    #[serde(with = "redirect_uris")]
    pub redirect_uris: Vec<RedirectUri>,
    /// `response_types`: the response types that the client is allowed to request. The default is
    /// `code`.
    #[serde(default = "code_only")]
    pub response_types: Vec<ResponseType>,
    /// The response modes that the client is allowed to request. `None` allows every response mode
    /// of [`ProviderPolicy::response_modes`]. The default is `None`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response_modes: Option<Vec<ResponseMode>>,
    /// `grant_types`: the grant types that the client is allowed to use. The default is
    /// `authorization_code`.
    #[serde(default = "authorization_code_only")]
    pub grant_types: Vec<GrantType>,
    /// `token_endpoint_auth_method`: the method by which the client must authenticate. The default
    /// is `client_secret_basic`.
    #[serde(default = "client_secret_basic")]
    pub token_endpoint_auth_method: ClientAuthenticationMethod,
    /// `token_endpoint_auth_signing_alg`: the algorithm with which the client must sign its
    /// assertions. `None` allows every algorithm of
    /// [`ProviderPolicy::assertion_algorithms`](crate::ProviderPolicy::assertion_algorithms).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_endpoint_auth_signing_alg: Option<SignatureAlgorithm>,
    /// The fingerprint of the client secret, or `None` if the client has no secret. A fingerprint
    /// protects only secrets of at least 128 random bits, such as
    /// [`ClientSecret::random`](symbolon_oauth::ClientSecret::random) creates: do not use a password
    /// that a person chose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_secret_fingerprint: Option<Fingerprint>,
    /// The text of the client secret, or `None`, which is the default. Set it with
    /// [`shared_secret`](Self::shared_secret) only if the client sends messages with a MAC, such as
    /// request objects with the algorithm `HS256`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<SharedSecret>,
    /// `client_secret_expires_at`: the time at which the client secret expires. `None` means that the
    /// secret does not expire, or that the client has no secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_secret_expires: Option<NumericDate>,
    /// `jwks`: the public keys that verify the client's assertions and request objects, and to which
    /// authorization responses are encrypted. The keys must be set if the authentication method is
    /// `private_key_jwt` or if
    /// [`authorization_encrypted_response_alg`](Self::authorization_encrypted_response_alg) is set.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "jwks")]
    pub jwks: Option<PublicJwkSet>,
    /// `jwks_uri`: the URL of the client's JWK Set. A client has either `jwks_uri` or
    /// [`jwks`](Self::jwks). The provider uses the keys only after
    /// [`LoadKeys`](crate::LoadKeys) has added them to a copy of the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwks_uri: Option<Endpoint>,
    /// `subject_type`: the type of subject identifiers that the client receives. `None` means
    /// `public`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject_type: Option<SubjectType>,
    /// `sector_identifier_uri`: the URL of a JSON array of redirect URIs. Clients that name this URL
    /// belong to the same sector
    /// ([Core §8.1](https://openid.net/specs/openid-connect-core-1_0.html#PairwiseAlg)).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector_identifier_uri: Option<Endpoint>,
    /// `id_token_signed_response_alg`: the algorithm with which the client's ID Tokens are signed.
    /// If it is `None`, the provider signs with `RS256`. If the provider has no key for `RS256`, it
    /// signs with its first key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_token_signed_response_alg: Option<SignatureAlgorithm>,
    /// `userinfo_signed_response_alg`: the algorithm with which UserInfo responses are signed. `None`
    /// means that the responses are plain JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub userinfo_signed_response_alg: Option<SignatureAlgorithm>,
    /// `authorization_signed_response_alg`: the algorithm with which authorization responses are
    /// signed in the response modes `jwt`, `query.jwt`, `fragment.jwt` and `form_post.jwt`. If it is
    /// `None`, the provider signs with `RS256`. If the provider has no key for `RS256`, it signs with
    /// its first key ([JARM §3](https://openid.net/specs/oauth-v2-jarm.html#name-client-metadata)).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorization_signed_response_alg: Option<SignatureAlgorithm>,
    /// `authorization_encrypted_response_alg`: the algorithm with which the content key of
    /// authorization responses is encrypted in the same response modes. The provider uses the first
    /// key in [`jwks`](Self::jwks) that fits. `None` means that the responses are signed and not
    /// encrypted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorization_encrypted_response_alg: Option<KeyManagementAlgorithm>,
    /// `authorization_encrypted_response_enc`: the algorithm with which the content of authorization
    /// responses is encrypted. `None` means `A128CBC-HS256`. If this field is set, the provider
    /// sends responses in a JWT only if
    /// [`authorization_encrypted_response_alg`](Self::authorization_encrypted_response_alg) is set,
    /// too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorization_encrypted_response_enc: Option<ContentEncryptionAlgorithm>,
    /// `default_max_age`: the longest time since the user signed in, in seconds, for requests without
    /// the parameter `max_age`. `None` sets no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_max_age: Option<u64>,
    /// `require_auth_time`: whether every ID Token of the client must have the claim `auth_time`. The
    /// default is `false`.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub require_auth_time: bool,
    /// `default_acr_values`: the authentication context class references that the client prefers, in
    /// order of preference, for requests without the parameter `acr_values`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub default_acr_values: Vec<String>,
    /// `scope`: the scope values that the client is allowed to request, besides `openid`, which is
    /// always allowed. `None` allows all values in
    /// [`ProviderPolicy::scopes`](crate::ProviderPolicy::scopes).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    /// `request_object_signing_alg`: the algorithm with which the client must sign its request
    /// objects. `None` allows every algorithm of
    /// [`RequestObjects::algorithms`](crate::RequestObjects::algorithms).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_object_signing_alg: Option<RequestObjectAlgorithm>,
    /// `request_object_encryption_alg`: the `alg` with which the client says that it may encrypt its
    /// request objects. The client can still use every algorithm of
    /// [`RequestObjects::decryption_keys`](crate::RequestObjects::decryption_keys), or not encrypt
    /// ([Registration §2](https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata)).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_object_encryption_alg: Option<KeyManagementAlgorithm>,
    /// `request_object_encryption_enc`: the `enc` with which the client says that it may encrypt its
    /// request objects. `None` means `A128CBC-HS256` if
    /// [`request_object_encryption_alg`](Self::request_object_encryption_alg) is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_object_encryption_enc: Option<ContentEncryptionAlgorithm>,
    /// `require_signed_request_object`: whether the provider refuses requests of this client that
    /// have no signed request object
    /// ([RFC 9101 §10.5](https://www.rfc-editor.org/rfc/rfc9101#section-10.5)). The default is
    /// `false`. With the rule [`RequestObjectRule::ObjectWins`], an attacker can still add parameters
    /// outside the object, because the object is signed and the rest of the request is not.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub require_signed_request_object: bool,
    /// The rule that says which parameters of this client's requests count if there is a request
    /// object. `None` means that [`RequestObjects::rule`](crate::RequestObjects::rule) applies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_object_rule: Option<RequestObjectRule>,
    /// `request_uris`: the URIs at which the client hosts request objects. A `request_uri` must equal
    /// one of them byte for byte; if the registered URI has no fragment, the `request_uri` can have
    /// any fragment. The default is empty, which means that the client cannot send `request_uri`.
    /// See [`RequestObjects::by_reference`](crate::RequestObjects::by_reference).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub request_uris: Vec<RequestObjectUri>,
    /// `initiate_login_uri`: the address at which the client starts a login when a third party asks for
    /// it ([Core §4](https://openid.net/specs/openid-connect-core-1_0.html#ThirdPartyInitiatedLogin)).
    /// It is an `https` URL, or an `http` URL on `127.0.0.1`, `[::1]` or `localhost`. `None` if the
    /// client does not support such logins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initiate_login_uri: Option<Endpoint>,
    /// `require_pushed_authorization_requests`: whether the provider refuses requests of this client
    /// that were not pushed
    /// ([RFC 9126 §6](https://www.rfc-editor.org/rfc/rfc9126#section-6)). The default is `false`.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub require_pushed_authorization_requests: bool,
    /// The party that registered the client. The default is the operator of the provider. Set this
    /// field to [`RegisteredBy::Itself`] if the client registered itself.
    #[serde(default)]
    pub registered_by: RegisteredBy,
    /// The protection against injected authorization codes that the provider requires of this
    /// client. `None` means that [`ProviderPolicy::pkce`] applies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pkce: Option<Pkce>,
    /// Whether an assertion of this client is also accepted if its audience is the token endpoint
    /// instead of the issuer. The default is `false`. Set this field to `true` only for a client
    /// that cannot change the audience. If this client also uses a malicious provider, that
    /// provider can then obtain an assertion that your provider accepts
    /// ([RFC 7523bis](https://datatracker.ietf.org/doc/draft-ietf-oauth-rfc7523bis/)).
    #[serde(default)]
    pub assertion_audience_token_endpoint: bool,
    /// The client metadata for which this struct has no field, such as `contacts`. The provider
    /// does not use this metadata.
    #[serde(default, skip_serializing_if = "Object::is_empty")]
    pub extra: Object,
}

impl RegisteredClient {
    /// Creates a client that uses the authorization code flow and authenticates by
    /// `client_secret_basic`. Set its [`secret`](Self::secret), or choose a different method with
    /// [`private_key_jwt`](Self::private_key_jwt) or [`public`](Self::public).
    #[must_use]
    pub fn new(client_id: ClientId, redirect_uris: Vec<RedirectUri>) -> Self {
        Self {
            client_id,
            client_name: Localized::default(),
            client_uri: LocalizedPage::default(),
            logo_uri: LocalizedPage::default(),
            policy_uri: LocalizedPage::default(),
            tos_uri: LocalizedPage::default(),
            application_type: None,
            redirect_uris,
            response_types: code_only(),
            response_modes: None,
            grant_types: authorization_code_only(),
            token_endpoint_auth_method: client_secret_basic(),
            token_endpoint_auth_signing_alg: None,
            client_secret_fingerprint: None,
            client_secret: None,
            client_secret_expires: None,
            jwks: None,
            jwks_uri: None,
            subject_type: None,
            sector_identifier_uri: None,
            id_token_signed_response_alg: None,
            userinfo_signed_response_alg: None,
            authorization_signed_response_alg: None,
            authorization_encrypted_response_alg: None,
            authorization_encrypted_response_enc: None,
            default_max_age: None,
            require_auth_time: false,
            default_acr_values: Vec::new(),
            scope: None,
            request_object_signing_alg: None,
            request_object_encryption_alg: None,
            request_object_encryption_enc: None,
            require_signed_request_object: false,
            request_object_rule: None,
            request_uris: Vec::new(),
            initiate_login_uri: None,
            require_pushed_authorization_requests: false,
            registered_by: RegisteredBy::Operator,
            pkce: None,
            assertion_audience_token_endpoint: false,
            extra: Object::new(),
        }
    }

    /// Returns whether the policy and the client's registration allow this response mode.
    pub(crate) fn may_use(&self, mode: &ResponseMode, policy: &ProviderPolicy) -> bool {
        policy.response_modes.contains(mode) && self.has_registered(mode)
    }

    /// Returns whether the client's registration allows this response mode.
    pub(crate) fn has_registered(&self, mode: &ResponseMode) -> bool {
        self.response_modes.as_ref().is_none_or(|modes| modes.contains(mode))
    }

    /// Returns whether the provider trusts the client's redirect URIs. If it does, it may redirect
    /// the browser there with an error before the user has seen a page
    /// ([RFC 9700 §4.11.2](https://www.rfc-editor.org/rfc/rfc9700#section-4.11.2)).
    pub(crate) fn is_trusted(&self, policy: &ProviderPolicy) -> bool {
        match self.registered_by {
            RegisteredBy::Operator => true,
            RegisteredBy::Itself => policy.trust_self_registered_clients,
        }
    }

    /// Returns whether the client secret has expired: the time of
    /// [`client_secret_expires`](Self::client_secret_expires) has come.
    #[must_use]
    pub fn secret_has_expired(&self, now: OffsetDateTime) -> bool {
        self.client_secret_expires.is_some_and(|expires| expires <= now.into())
    }

    /// Returns whether the client has a redirect URI that its earlier record does not have. No user has
    /// agreed to responses at such a URI, and the operator has not seen it.
    pub(crate) fn adds_redirect_uris(&self, earlier: &Self) -> bool {
        self.redirect_uris.iter().any(|uri| !earlier.redirect_uris.contains(uri))
    }

    /// Returns whether the client is public, which means that it has no credentials
    /// ([RFC 6749 §2.1](https://www.rfc-editor.org/rfc/rfc6749#section-2.1)).
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.token_endpoint_auth_method == ClientAuthenticationMethod::NONE
    }
}

fn code_only() -> Vec<ResponseType> {
    vec![ResponseType::CODE]
}

fn authorization_code_only() -> Vec<GrantType> {
    vec![GrantType::AUTHORIZATION_CODE]
}

fn client_secret_basic() -> ClientAuthenticationMethod {
    ClientAuthenticationMethod::CLIENT_SECRET_BASIC
}
