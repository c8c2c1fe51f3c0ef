//! Provider metadata: what an OpenID Provider says about itself.

mod defaults;
mod endpoints;
mod error;
mod read;
mod rules;
mod write;

use symbolon_jose::Object;
use symbolon_oauth::{ClientAuthenticationMethod, GrantType, Issuer, ResponseType};

use crate::{Endpoint, PageUrl};

pub use error::{MetadataError, PublicationError};

/// OpenID Provider metadata.
///
/// [OpenID Connect Discovery 1.0 §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata),
/// with the members of [RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414#section-2) and
/// [RFC 9207 §3](https://www.rfc-editor.org/rfc/rfc9207#section-3). Every other member is in
/// [`extra`](Self::extra).
///
/// An empty list is an omitted member (§4.2: members with zero elements are omitted). Where the
/// specification gives an omitted member a default, ask the method that knows it:
/// [`supports_grant_type`](Self::supports_grant_type) and its neighbours.
///
/// ```
/// use symbolon_discovery::{Endpoint, ProviderMetadata};
/// use symbolon_oauth::Issuer;
///
/// let mut metadata = ProviderMetadata::new(
///     Issuer::new("https://op.example")?,
///     Endpoint::new("https://op.example/authorize")?,
///     Endpoint::new("https://op.example/token")?,
///     Endpoint::new("https://op.example/jwks")?,
///     vec!["RS256".to_owned()],
/// );
/// metadata.userinfo_endpoint = Some(Endpoint::new("https://op.example/userinfo")?);
/// let response = metadata.to_http(3600)?;
/// assert_eq!(ProviderMetadata::from_http(&response, &metadata.issuer)?, metadata);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ProviderMetadata {
    /// The issuer, equal byte for byte to `iss` in this provider's ID Tokens. Required.
    pub issuer: Issuer,
    /// Where the browser is sent to sign in. Required.
    pub authorization_endpoint: Endpoint,
    /// Where codes are exchanged. Required unless only the implicit flow is used.
    pub token_endpoint: Option<Endpoint>,
    /// Where claims about the user are read with an access token. Recommended.
    pub userinfo_endpoint: Option<Endpoint>,
    /// Where the provider's JWK Set is. Required.
    pub jwks_uri: Endpoint,
    /// Where clients register themselves. Recommended.
    pub registration_endpoint: Option<Endpoint>,
    /// Where tokens are revoked ([RFC 7009](https://www.rfc-editor.org/rfc/rfc7009)).
    pub revocation_endpoint: Option<Endpoint>,
    /// Where resource servers ask about tokens ([RFC 7662](https://www.rfc-editor.org/rfc/rfc7662)).
    pub introspection_endpoint: Option<Endpoint>,

    /// Scope values; not necessarily all of them. Recommended.
    pub scopes_supported: Vec<String>,
    /// Response types. Required.
    pub response_types_supported: Vec<ResponseType>,
    /// Response modes; omitted means `query` and `fragment`.
    pub response_modes_supported: Vec<String>,
    /// Grant types; omitted means `authorization_code` and `implicit`.
    pub grant_types_supported: Vec<GrantType>,
    /// Authentication context class references.
    pub acr_values_supported: Vec<String>,
    /// Subject identifier types: `public`, `pairwise`. Required.
    pub subject_types_supported: Vec<String>,

    /// JWS algorithms of ID Tokens. Required.
    pub id_token_signing_alg_values_supported: Vec<String>,
    /// JWE key algorithms of ID Tokens.
    pub id_token_encryption_alg_values_supported: Vec<String>,
    /// JWE content algorithms of ID Tokens.
    pub id_token_encryption_enc_values_supported: Vec<String>,
    /// JWS algorithms of signed UserInfo responses; `none` may be among them.
    pub userinfo_signing_alg_values_supported: Vec<String>,
    /// JWE key algorithms of encrypted UserInfo responses.
    pub userinfo_encryption_alg_values_supported: Vec<String>,
    /// JWE content algorithms of encrypted UserInfo responses.
    pub userinfo_encryption_enc_values_supported: Vec<String>,
    /// JWS algorithms of request objects; `none` may be among them.
    pub request_object_signing_alg_values_supported: Vec<String>,
    /// JWE key algorithms of request objects.
    pub request_object_encryption_alg_values_supported: Vec<String>,
    /// JWE content algorithms of request objects.
    pub request_object_encryption_enc_values_supported: Vec<String>,

    /// How clients authenticate at the token endpoint; omitted means `client_secret_basic`.
    pub token_endpoint_auth_methods_supported: Vec<ClientAuthenticationMethod>,
    /// JWS algorithms of client assertions at the token endpoint; never `none`.
    pub token_endpoint_auth_signing_alg_values_supported: Vec<String>,
    /// How clients authenticate at the revocation endpoint; omitted means `client_secret_basic`.
    pub revocation_endpoint_auth_methods_supported: Vec<ClientAuthenticationMethod>,
    /// JWS algorithms of client assertions at the revocation endpoint; never `none`.
    pub revocation_endpoint_auth_signing_alg_values_supported: Vec<String>,
    /// How callers authenticate at the introspection endpoint: client authentication methods or
    /// access token types.
    pub introspection_endpoint_auth_methods_supported: Vec<String>,
    /// JWS algorithms of client assertions at the introspection endpoint; never `none`.
    pub introspection_endpoint_auth_signing_alg_values_supported: Vec<String>,
    /// PKCE challenge methods; omitted means that PKCE is not supported
    /// ([RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414#section-2)).
    pub code_challenge_methods_supported: Vec<String>,

    /// Values of the `display` parameter.
    pub display_values_supported: Vec<String>,
    /// Claim types: `normal`, `aggregated`, `distributed`; omitted means `normal`.
    pub claim_types_supported: Vec<String>,
    /// Names of claims that may have values; not necessarily all of them. Recommended.
    pub claims_supported: Vec<String>,
    /// Languages of claim values, as BCP 47 tags.
    pub claims_locales_supported: Vec<String>,
    /// Languages of the provider's pages, as BCP 47 tags.
    pub ui_locales_supported: Vec<String>,

    /// Whether the `claims` parameter is supported; omitted means no.
    pub claims_parameter_supported: Option<bool>,
    /// Whether the `request` parameter is supported; omitted means no.
    pub request_parameter_supported: Option<bool>,
    /// Whether the `request_uri` parameter is supported; omitted means **yes**.
    pub request_uri_parameter_supported: Option<bool>,
    /// Whether a `request_uri` has to be registered first; omitted means no.
    pub require_request_uri_registration: Option<bool>,
    /// Whether authorization responses carry `iss`; omitted means no
    /// ([RFC 9207 §3](https://www.rfc-editor.org/rfc/rfc9207#section-3)).
    pub authorization_response_iss_parameter_supported: Option<bool>,

    /// A page for developers.
    pub service_documentation: Option<PageUrl>,
    /// A page on how clients may use what the provider gives them.
    pub op_policy_uri: Option<PageUrl>,
    /// The provider's terms of service.
    pub op_tos_uri: Option<PageUrl>,

    /// Every other member, as it was; never one that has a field of its own.
    ///
    /// Read a URL out of it with [`extra_endpoint`](Self::extra_endpoint), which checks it.
    pub extra: Object,
}

impl ProviderMetadata {
    /// Metadata of a provider of the authorization code flow: `response_types_supported` is
    /// `code`, `subject_types_supported` is `public`, every optional member is omitted.
    ///
    /// `id_token_signing_algs` are JWS `alg` values.
    pub fn new(
        issuer: Issuer,
        authorization_endpoint: Endpoint,
        token_endpoint: Endpoint,
        jwks_uri: Endpoint,
        id_token_signing_algs: Vec<String>,
    ) -> Self {
        Self {
            issuer,
            authorization_endpoint,
            token_endpoint: Some(token_endpoint),
            userinfo_endpoint: None,
            jwks_uri,
            registration_endpoint: None,
            revocation_endpoint: None,
            introspection_endpoint: None,
            scopes_supported: Vec::new(),
            response_types_supported: vec![ResponseType::CODE],
            response_modes_supported: Vec::new(),
            grant_types_supported: Vec::new(),
            acr_values_supported: Vec::new(),
            subject_types_supported: vec!["public".to_owned()],
            id_token_signing_alg_values_supported: id_token_signing_algs,
            id_token_encryption_alg_values_supported: Vec::new(),
            id_token_encryption_enc_values_supported: Vec::new(),
            userinfo_signing_alg_values_supported: Vec::new(),
            userinfo_encryption_alg_values_supported: Vec::new(),
            userinfo_encryption_enc_values_supported: Vec::new(),
            request_object_signing_alg_values_supported: Vec::new(),
            request_object_encryption_alg_values_supported: Vec::new(),
            request_object_encryption_enc_values_supported: Vec::new(),
            token_endpoint_auth_methods_supported: Vec::new(),
            token_endpoint_auth_signing_alg_values_supported: Vec::new(),
            revocation_endpoint_auth_methods_supported: Vec::new(),
            revocation_endpoint_auth_signing_alg_values_supported: Vec::new(),
            introspection_endpoint_auth_methods_supported: Vec::new(),
            introspection_endpoint_auth_signing_alg_values_supported: Vec::new(),
            code_challenge_methods_supported: Vec::new(),
            display_values_supported: Vec::new(),
            claim_types_supported: Vec::new(),
            claims_supported: Vec::new(),
            claims_locales_supported: Vec::new(),
            ui_locales_supported: Vec::new(),
            claims_parameter_supported: None,
            request_parameter_supported: None,
            request_uri_parameter_supported: None,
            require_request_uri_registration: None,
            authorization_response_iss_parameter_supported: None,
            service_documentation: None,
            op_policy_uri: None,
            op_tos_uri: None,
            extra: Object::new(),
        }
    }
}
