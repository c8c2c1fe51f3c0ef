//! The reason why a provider cannot be built.

use core::time::Duration;

use symbolon_discovery::MetadataError;
use symbolon_jose::{KeyManagementAlgorithm, SignatureAlgorithm};
use symbolon_oauth::{ClientAuthenticationMethod, ResponseMode, ResponseType};

/// The reason why [`Provider::new`](crate::Provider::new) refuses its settings. Nothing that a
/// client or a browser sends causes this error.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProviderConfigurationError {
    /// Relying parties would refuse the metadata document that is computed from the settings
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error("relying parties would refuse the metadata: {0}")]
    Metadata(#[from] MetadataError),
    /// The list of keys is empty, so ID Tokens could not be signed.
    #[error("there is no key that signs ID Tokens; pass at least one `IdTokenKey`")]
    NoKeys,
    /// The key for this algorithm has no `kid`, so relying parties could not find it among several
    /// keys ([Core §10.1](https://openid.net/specs/openid-connect-core-1_0.html#Signing)).
    #[error("the {0} key for ID Tokens has no `kid`")]
    KeyWithoutKid(SignatureAlgorithm),
    /// The key for request objects that are encrypted with this algorithm has no `kid`, so clients
    /// could not name it
    /// ([Core §10.2](https://openid.net/specs/openid-connect-core-1_0.html#Encryption)).
    #[error("the {0} key for request objects has no `kid`")]
    DecryptionKeyWithoutKid(KeyManagementAlgorithm),
    /// Two keys for ID Tokens or request objects have this `kid`.
    #[error("two keys for ID Tokens or request objects have the `kid` \"{0}\"")]
    RepeatedKid(String),
    /// [`client_authentication_methods`](crate::ProviderPolicy::client_authentication_methods) is
    /// empty, so no client could authenticate.
    #[error("the policy allows no method of client authentication; allow at least one")]
    NoClientAuthentication,
    /// [`client_authentication_methods`](crate::ProviderPolicy::client_authentication_methods)
    /// contains this method, which this library does not support.
    #[error(
        "client authentication by `{0}` is not supported; `client_secret_basic`, \
         `client_secret_post`, `private_key_jwt` and `none` are"
    )]
    UnsupportedMethod(ClientAuthenticationMethod),
    /// The policy allows `private_key_jwt`, but the cryptography backend cannot verify signatures
    /// with any of the [`assertion_algorithms`](crate::ProviderPolicy::assertion_algorithms).
    #[error("the policy allows private_key_jwt and no signature algorithm that can verify it")]
    NoAssertionAlgorithm,
    /// The policy allows request objects, but the cryptography backend cannot verify signatures with
    /// any of the [`algorithms`](crate::RequestObjects::algorithms).
    #[error("the cryptography backend supports no algorithm of the policy for request objects")]
    NoRequestObjectAlgorithm,
    /// The policy requires pushed authorization requests, but
    /// [`ProviderEndpoints::pushed_authorization_request`](crate::ProviderEndpoints::pushed_authorization_request)
    /// is `None`, so no client could push a request.
    #[error(
        "the policy requires pushed authorization requests, but the endpoint for pushed requests is \
         not set; set `ProviderEndpoints::pushed_authorization_request`"
    )]
    NoPushEndpoint,
    /// The policy allows clients to register themselves, but
    /// [`ProviderEndpoints::registration`](crate::ProviderEndpoints::registration) is `None`, so no
    /// client could find the endpoint.
    #[error(
        "the policy allows clients to register themselves, but the registration endpoint is not \
         set; set `ProviderEndpoints::registration`"
    )]
    NoRegistrationEndpoint,
    /// The provider has a registration endpoint, but
    /// [`ProviderPolicy::registration`](crate::ProviderPolicy::registration) is `None`, so every
    /// registration would be refused.
    #[error(
        "the registration endpoint is set, but the policy allows no registrations; set \
         `ProviderPolicy::registration`"
    )]
    NoRegistrationPolicy,
    /// The policy's leeway or one of its lifetimes is too long. The constants of
    /// [`ProviderPolicy`](crate::ProviderPolicy) state the bounds.
    #[error(
        "`{setting}` is {} seconds; expected at most {} seconds",
        .found.as_secs(), .longest.as_secs()
    )]
    TooLong {
        /// The name of the field, such as `code_lifetime`.
        setting: &'static str,
        /// The value of the field.
        found: Duration,
        /// The longest value that is accepted.
        longest: Duration,
    },
    /// [`ProviderPolicy::response_types`](crate::ProviderPolicy::response_types) is empty, so clients
    /// could request nothing
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error("the policy allows no response type; allow at least `code`")]
    NoResponseTypes,
    /// The policy contains a response type that is not in [`ResponseType::ALL`]
    /// ([Multiple Response Types §5](https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#Combinations)).
    #[error(
        "the response type `{0}` is not supported; `ResponseType::ALL` lists the supported types"
    )]
    UnsupportedResponseType(ResponseType),
    /// The policy contains a response mode that the provider does not support
    /// ([Multiple Response Types §2.1](https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#ResponseModes)).
    #[error(
        "the response mode `{0}` is not supported; `ResponseMode::ALL` lists the supported modes"
    )]
    UnsupportedResponseMode(ResponseMode),
    /// The policy allows a response type, but not the response mode in which its response is sent if
    /// a request has no `response_mode`
    /// ([Multiple Response Types §2.1](https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#ResponseModes)).
    #[error(
        "the policy allows the response type `{response_type}` without its default mode `{mode}`"
    )]
    NoDefaultMode {
        /// The response type.
        response_type: ResponseType,
        /// The default mode, which the policy lacks.
        mode: ResponseMode,
    },
    /// [`ProviderPolicy::scopes`](crate::ProviderPolicy::scopes) is empty, so the provider would
    /// ignore `email` and every other scope that a client asks for. If your provider has no scope
    /// besides `openid`, list `openid`.
    #[error("the policy allows no scope; list `openid` and every scope that clients may ask for")]
    NoScopes,
    /// [`hidden_metadata`](crate::ProviderPolicy::hidden_metadata) contains this name, but the
    /// member with this name cannot be hidden from the metadata. Only optional members without a
    /// default value can be hidden.
    #[error(
        "`{0}` cannot be hidden from the metadata; only optional members without a default can"
    )]
    CannotHide(String),
}

impl ProviderConfigurationError {
    /// Returns a stable name for logs and metrics, such as `"configuration.no_keys"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Metadata(error) => error.code(),
            Self::NoKeys => "configuration.no_keys",
            Self::KeyWithoutKid(_) => "configuration.key_without_kid",
            Self::DecryptionKeyWithoutKid(_) => "configuration.decryption_key_without_kid",
            Self::RepeatedKid(_) => "configuration.repeated_kid",
            Self::NoClientAuthentication => "configuration.no_client_authentication",
            Self::UnsupportedMethod(_) => "configuration.unsupported_method",
            Self::NoAssertionAlgorithm => "configuration.no_assertion_algorithm",
            Self::NoRequestObjectAlgorithm => "configuration.no_request_object_algorithm",
            Self::NoPushEndpoint => "configuration.no_push_endpoint",
            Self::NoRegistrationEndpoint => "configuration.no_registration_endpoint",
            Self::NoRegistrationPolicy => "configuration.no_registration_policy",
            Self::TooLong { .. } => "configuration.too_long",
            Self::NoResponseTypes => "configuration.no_response_types",
            Self::UnsupportedResponseType(_) => "configuration.unsupported_response_type",
            Self::UnsupportedResponseMode(_) => "configuration.unsupported_response_mode",
            Self::NoDefaultMode { .. } => "configuration.no_default_mode",
            Self::NoScopes => "configuration.no_scopes",
            Self::CannotHide(_) => "configuration.cannot_hide",
        }
    }
}
