//! The reasons why an authorization response cannot be sent in a JWT.

use symbolon_jose::{ContentEncryptionAlgorithm, KeyManagementAlgorithm, SignatureAlgorithm};

/// The reason why the provider cannot send authorization responses of a client in a JWT.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ResponseJwtError {
    /// The provider has no key for the client's `authorization_signed_response_alg`
    /// ([JARM §3](https://openid.net/specs/oauth-v2-jarm.html#name-client-metadata)).
    #[error(
        "the client's authorization responses must be signed with {algorithm}, but the provider has \
         keys for {}; register the client with an algorithm of these keys, or add a key",
        list(.keys)
    )]
    NoSigningKey {
        /// The client's `authorization_signed_response_alg`.
        algorithm: SignatureAlgorithm,
        /// The algorithms for which the provider has keys.
        keys: Vec<SignatureAlgorithm>,
    },
    /// The client's `jwks` contains no key that can be used with its
    /// `authorization_encrypted_response_alg` and `authorization_encrypted_response_enc`
    /// ([JARM §3](https://openid.net/specs/oauth-v2-jarm.html#name-client-metadata)).
    #[error(
        "the client's authorization responses must be encrypted with {algorithm} and {content}, but \
         its jwks has no key that this provider can use with them"
    )]
    NoEncryptionKey {
        /// The client's `authorization_encrypted_response_alg`.
        algorithm: KeyManagementAlgorithm,
        /// The client's `authorization_encrypted_response_enc`.
        content: ContentEncryptionAlgorithm,
    },
    /// The client has `authorization_encrypted_response_enc`, but no
    /// `authorization_encrypted_response_alg`
    /// ([JARM §3](https://openid.net/specs/oauth-v2-jarm.html#name-client-metadata)).
    #[error(
        "the client has authorization_encrypted_response_enc {content}; expected \
         authorization_encrypted_response_alg beside it"
    )]
    EncWithoutAlg {
        /// The client's `authorization_encrypted_response_enc`.
        content: ContentEncryptionAlgorithm,
    },
    /// The response mode is `query.jwt` and the response type returns tokens, but the client did not
    /// register for encryption
    /// ([JARM §2.3.1](https://openid.net/specs/oauth-v2-jarm.html#name-response-mode-queryjwt)).
    #[error(
        "the response_mode query.jwt requires encryption for a response_type that returns tokens; \
         register authorization_encrypted_response_alg for the client, or use fragment.jwt or \
         form_post.jwt"
    )]
    NotEncrypted,
}

impl ResponseJwtError {
    /// Returns a stable name for logs and metrics, such as `"response_jwt.not_encrypted"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSigningKey { .. } => "response_jwt.no_signing_key",
            Self::NoEncryptionKey { .. } => "response_jwt.no_encryption_key",
            Self::EncWithoutAlg { .. } => "response_jwt.enc_without_alg",
            Self::NotEncrypted => "response_jwt.not_encrypted",
        }
    }
}

fn list(algorithms: &[SignatureAlgorithm]) -> String {
    algorithms.iter().map(|algorithm| algorithm.as_str()).collect::<Vec<_>>().join(", ")
}
