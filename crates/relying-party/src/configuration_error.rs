//! The reason why a relying party cannot be set up.

use symbolon_discovery::MetadataError;
use symbolon_jose::{SignatureAlgorithm, key};
use symbolon_oauth::ResponseType;
use symbolon_oidc::id_token::PolicyError;

/// The reason why [`RelyingParty::new`](crate::RelyingParty::new) refuses the provider's metadata
/// or the client's settings.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RelyingPartyConfigurationError {
    /// The provider's metadata breaks a rule of OpenID Connect Discovery
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error(transparent)]
    Metadata(#[from] MetadataError),
    /// The provider's metadata has no `token_endpoint`, which every response type with `code` needs.
    /// If the client does not use `code`, call
    /// [`ClientConfiguration::response_types`](crate::ClientConfiguration::response_types)
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error("the provider has no token endpoint, which the response type `code` needs")]
    NoTokenEndpoint,
    /// The provider does not support the response type `code`, which the authorization code flow
    /// needs. If the client does not use `code`, call
    /// [`ClientConfiguration::response_types`](crate::ClientConfiguration::response_types)
    /// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)).
    #[error("the provider does not support the response type `code`")]
    NoCodeFlow,
    /// The provider does not support a response type that the client registered
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error(
        "the client registered the response type `{registered}`; the provider supports {}",
        list(.advertised.iter().map(ResponseType::as_str))
    )]
    UnsupportedResponseType {
        /// The response type in [`ClientConfiguration`](crate::ClientConfiguration).
        registered: ResponseType,
        /// The response types in the provider's metadata.
        advertised: Vec<ResponseType>,
    },
    /// The key for `private_key_jwt` is a shared secret, for this MAC algorithm, but must be a
    /// private key
    /// ([Core §9](https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication)).
    #[error("the key for private_key_jwt is a shared secret for {0}; it has to be a private key")]
    AssertionKey(SignatureAlgorithm),
    /// The client is public, so PKCE alone protects its codes, but
    /// [`danger::send_no_pkce`](crate::danger::send_no_pkce) switches PKCE off
    /// ([RFC 9700 §2.1.1](https://www.rfc-editor.org/rfc/rfc9700#section-2.1.1)).
    #[error(
        "the policy switches PKCE off, but a client without credentials needs PKCE; use a policy \
         without `danger::send_no_pkce`"
    )]
    PublicClientWithoutPkce,
    /// The policy allows this algorithm for ID Tokens, but the cryptography backend does not
    /// support it
    /// ([Core §3.1.3.7 (7)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error("the policy allows {0}, and the cryptography backend does not support it")]
    UnsupportedAlgorithm(SignatureAlgorithm),
    /// The provider does not sign ID Tokens with any algorithm that the policy allows
    /// ([Core §3.1.3.7 (7)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error(
        "the provider signs ID Tokens with {}, and the policy allows {}",
        list(.advertised.iter().map(String::as_str)),
        list(.allowed.iter().map(|algorithm| algorithm.as_str())),
    )]
    NoCommonAlgorithm {
        /// The names of the algorithms in the provider's metadata.
        advertised: Vec<String>,
        /// The algorithms in `id_token_algorithms` of the policy. If the policy has `None`, these
        /// are the signature algorithms that the cryptography backend supports.
        allowed: Vec<SignatureAlgorithm>,
    },
    /// For ID Tokens, the policy allows MAC algorithms and also signature algorithms. Allow only
    /// one kind ([RFC 8725 §3.1](https://www.rfc-editor.org/rfc/rfc8725#section-3.1)).
    #[error("the policy allows MAC and signature algorithms at once; choose one kind")]
    MixedAlgorithms,
    /// The policy allows MAC algorithms for ID Tokens, but the client has no client secret, which
    /// is the key of the MAC
    /// ([Core §10.1](https://openid.net/specs/openid-connect-core-1_0.html#Signing)).
    #[error("the policy allows MAC algorithms, and the client has no secret to verify them with")]
    NoSecret,
    /// The client secret cannot be used as a MAC key, for example because it is too short
    /// ([Core §16.19](https://openid.net/specs/openid-connect-core-1_0.html#SymmetricKeyEntropy)).
    #[error("the client secret cannot verify MACs: {0}")]
    Secret(#[from] key::Error),
    /// The policy for ID Tokens has a value that is not allowed, such as a leeway that is too long
    /// ([Core §3.1.3.7](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error(transparent)]
    Policy(#[from] PolicyError),
}

impl RelyingPartyConfigurationError {
    /// Returns a stable name for logs and metrics, such as `"configuration.no_secret"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Metadata(error) => error.code(),
            Self::NoTokenEndpoint => "configuration.no_token_endpoint",
            Self::NoCodeFlow => "configuration.no_code_flow",
            Self::UnsupportedResponseType { .. } => "configuration.unsupported_response_type",
            Self::AssertionKey(_) => "configuration.assertion_key",
            Self::PublicClientWithoutPkce => "configuration.public_client_without_pkce",
            Self::UnsupportedAlgorithm(_) => "configuration.unsupported_algorithm",
            Self::NoCommonAlgorithm { .. } => "configuration.no_common_algorithm",
            Self::MixedAlgorithms => "configuration.mixed_algorithms",
            Self::NoSecret => "configuration.no_secret",
            Self::Secret(error) => error.code(),
            Self::Policy(error) => error.code(),
        }
    }
}

fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    if names.is_empty() { "no algorithm".to_owned() } else { names.join(", ") }
}
