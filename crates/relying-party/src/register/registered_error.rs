//! The reason why the registration of a client cannot be used.

use symbolon_jose::{Excerpt, Excerpts, SignatureAlgorithm};
use symbolon_oauth::ClientAuthenticationMethod;
use symbolon_registration::Difference;

/// The reason why
/// [`ClientConfiguration::registered`](crate::ClientConfiguration::registered) refuses a
/// registration.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RegisteredError {
    /// The provider registered values that protect the client less than the values that the client
    /// asked for. To use the registered values, call
    /// [`accept_differences`](crate::Registration::accept_differences)
    /// ([RFC 7591 §3.2.1](https://www.rfc-editor.org/rfc/rfc7591#section-3.2.1)).
    #[error("the provider weakened the registration: {}; to use it, call `accept_differences`",
        list(.0))]
    Weaker(Vec<Difference>),
    /// The provider registered other redirect URIs than the client asked for
    /// ([Registration §3.2](https://openid.net/specs/openid-connect-registration-1_0.html#RegistrationResponse)).
    #[error("the provider registered the redirect URIs {held}; the client asked for {asked}")]
    RedirectUris {
        /// The redirect URIs that the client asked for.
        asked: Excerpts,
        /// The redirect URIs that the provider registered.
        held: Excerpts,
    },
    /// The client has to authenticate by a method that this library does not support
    /// ([Core §9](https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication)).
    #[error(
        "the client is registered for the authentication method `{0}`; supported are \
         `client_secret_basic`, `client_secret_post`, `private_key_jwt` and `none`"
    )]
    Method(ClientAuthenticationMethod),
    /// The client needs a secret, and the provider issued no secret
    /// ([Registration §3.2](https://openid.net/specs/openid-connect-registration-1_0.html#RegistrationResponse)).
    #[error("the client needs a secret, and the provider issued no secret")]
    NoSecret,
    /// The secret is too short for the MAC or encryption algorithms that the client registered
    /// ([Core §16.19](https://openid.net/specs/openid-connect-core-1_0.html#SymmetricKeyEntropy),
    /// [RFC 7518 §3.2](https://www.rfc-editor.org/rfc/rfc7518#section-3.2)).
    #[error("the client secret has {found} octets; the registered algorithms need {needed}")]
    SecretTooShort {
        /// The number of octets of the secret.
        found: usize,
        /// The smallest number of octets that the registered algorithms allow.
        needed: usize,
    },
    /// The client is registered for `private_key_jwt`, and your program passed no key
    /// ([Core §9](https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication)).
    #[error("the client is registered for `private_key_jwt`; pass its key")]
    NoKey,
    /// The key signs with another algorithm than the client registered as
    /// `token_endpoint_auth_signing_alg`
    /// ([Registration §2](https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata)).
    #[error("the key signs with {found}; `token_endpoint_auth_signing_alg` is {registered}")]
    KeyAlgorithm {
        /// The algorithm of the key.
        found: SignatureAlgorithm,
        /// The registered algorithm.
        registered: Excerpt,
    },
    /// The provider would sign with an algorithm that this library does not accept
    /// ([Core §3.1.3.7 (7)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error("`{member}` is {found}, which is not an accepted signature algorithm")]
    Algorithm {
        /// The name of the member.
        member: &'static str,
        /// The registered algorithm.
        found: Excerpt,
    },
    /// The registration has a member whose feature this library does not support, so that no login
    /// would succeed
    /// ([Registration §2](https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata)).
    #[error("the client is registered with `{0}`, which is not supported; register without it")]
    Unsupported(&'static str),
}

impl RegisteredError {
    /// Returns a stable name for logs and metrics, such as `"client_secret.too_short"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Weaker(_) => "registered.weaker",
            Self::RedirectUris { .. } => "registered.redirect_uris",
            Self::Method(_) => "registered.method",
            Self::NoSecret => "registered.no_secret",
            Self::SecretTooShort { .. } => "client_secret.too_short",
            Self::NoKey => "registered.no_key",
            Self::KeyAlgorithm { .. } => "registered.key_algorithm",
            Self::Algorithm { .. } => "registered.algorithm",
            Self::Unsupported(_) => "registered.unsupported",
        }
    }
}

fn list(differences: &[Difference]) -> String {
    let texts: Vec<String> = differences.iter().map(Difference::to_string).collect();
    texts.join("; ")
}
