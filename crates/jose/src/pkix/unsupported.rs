//! Algorithms of keys that cannot become a JWK here.

use super::Oid;

/// The algorithm of a key that cannot be read as a JWK.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnsupportedAlgorithm {
    /// The key is a DSA key
    /// ([RFC 3279 §2.3.2](https://www.rfc-editor.org/rfc/rfc3279#section-2.3.2)).
    #[error("a DSA key")]
    Dsa,
    /// The key is a Diffie-Hellman key over integers
    /// ([RFC 3279 §2.3.3](https://www.rfc-editor.org/rfc/rfc3279#section-2.3.3)).
    #[error("a Diffie-Hellman key")]
    DiffieHellman,
    /// The RSA key may be used for RSASSA-PSS only
    /// ([RFC 4055 §1.2](https://www.rfc-editor.org/rfc/rfc4055#section-1.2)).
    ///
    /// A JWK without `alg` would lose this restriction.
    #[error("an RSA key that may be used for RSASSA-PSS only")]
    RsaPss,
    /// The RSA key may be used for RSAES-OAEP only
    /// ([RFC 4055 §1.2](https://www.rfc-editor.org/rfc/rfc4055#section-1.2)).
    ///
    /// A JWK without `alg` would lose this restriction.
    #[error("an RSA key that may be used for RSAES-OAEP only")]
    RsaOaep,
    /// The EC key may be used for key agreement only
    /// ([RFC 5480 §2.1.2](https://www.rfc-editor.org/rfc/rfc5480#section-2.1.2)).
    ///
    /// A JWK without `alg` would lose this restriction.
    #[error("an EC key that may be used for key agreement only")]
    EcAgreement,
    /// The key has an algorithm with another object identifier.
    #[error("a key of the unknown algorithm {0}")]
    Other(Oid),
}
