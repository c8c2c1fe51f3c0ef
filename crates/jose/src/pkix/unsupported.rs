//! Algorithms of keys that cannot become a JWK here.

use super::Oid;

/// The algorithm of a key that cannot be converted into a JWK.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnsupportedAlgorithm {
    /// The key is a DSA key
    /// ([RFC 3279 §2.3.2](https://www.rfc-editor.org/rfc/rfc3279#section-2.3.2)).
    #[error("a DSA key")]
    Dsa,
    /// The key is a Diffie-Hellman key without an elliptic curve
    /// ([RFC 3279 §2.3.3](https://www.rfc-editor.org/rfc/rfc3279#section-2.3.3)).
    #[error("a Diffie-Hellman key")]
    DiffieHellman,
    /// The RSA key is restricted to RSASSA-PSS
    /// ([RFC 4055 §1.2](https://www.rfc-editor.org/rfc/rfc4055#section-1.2)).
    ///
    /// The key is refused, because a JWK without `alg` would lose this restriction.
    #[error("an RSA key that is restricted to RSASSA-PSS")]
    RsaPss,
    /// The RSA key is restricted to RSAES-OAEP
    /// ([RFC 4055 §1.2](https://www.rfc-editor.org/rfc/rfc4055#section-1.2)).
    ///
    /// The key is refused, because a JWK without `alg` would lose this restriction.
    #[error("an RSA key that is restricted to RSAES-OAEP")]
    RsaOaep,
    /// The EC key is restricted to key agreement
    /// ([RFC 5480 §2.1.2](https://www.rfc-editor.org/rfc/rfc5480#section-2.1.2)).
    ///
    /// The key is refused, because a JWK without `alg` would lose this restriction.
    #[error("an EC key that is restricted to key agreement")]
    EcAgreement,
    /// This library does not know the algorithm of the key. The contained value is the object
    /// identifier of the algorithm.
    #[error("a key of the unknown algorithm {0}")]
    Other(Oid),
}
