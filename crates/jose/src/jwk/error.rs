use crate::{MemberError, base64url, json};

/// Why JSON is not a key that can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Not a JSON object ([RFC 7517 §4](https://www.rfc-editor.org/rfc/rfc7517#section-4)).
    #[error("the key is not a JSON object: {0}")]
    Json(#[from] json::Error),
    /// A member has the wrong type.
    #[error("the key has a member of the wrong type: {0}")]
    Member(#[from] MemberError),
    /// A member that the key type requires is absent.
    #[error("the key has no `{0}`")]
    Missing(&'static str),
    /// `kty` is none of RSA, EC, OKP, AKP, oct; such keys are to be passed over
    /// ([RFC 7517 §5](https://www.rfc-editor.org/rfc/rfc7517#section-5)).
    #[error("the key type is not supported")]
    UnsupportedKeyType,
    /// `crv`, or for an AKP key `alg`, is none known here.
    #[error("the curve, or the algorithm of an AKP key, is not supported")]
    UnsupportedCurve,
    /// A number or coordinate is not base64url
    /// ([RFC 7518 §6](https://www.rfc-editor.org/rfc/rfc7518#section-6)).
    #[error("`{name}` is {error}")]
    Base64 {
        /// The member.
        name: &'static str,
        /// What is wrong with it.
        error: base64url::Error,
    },
    /// A coordinate, public or private key does not have exactly the length of its curve or algorithm
    /// ([RFC 7518 §6.2.1.2](https://www.rfc-editor.org/rfc/rfc7518#section-6.2.1.2)).
    #[error("`{0}` does not have the length of its curve or algorithm")]
    Length(&'static str),
    /// An Ed25519 or X25519 point of small order: under the one some signatures hold for every message
    /// ([RFC 8032 §8.8](https://www.rfc-editor.org/rfc/rfc8032#section-8.8)), with the other everybody
    /// agrees upon zeros ([RFC 7748 §6.1](https://www.rfc-editor.org/rfc/rfc7748#section-6.1)).
    #[error("`x` is a point of small order")]
    SmallOrder,
    /// The coordinate of an Ed25519 point is not below the field's prime
    /// ([RFC 8032 §5.1.3](https://www.rfc-editor.org/rfc/rfc8032#section-5.1.3)).
    #[error("`x` is not the canonical encoding of a point")]
    PointEncoding,
    /// A number is zero or starts with a zero byte
    /// ([RFC 7518 §2](https://www.rfc-editor.org/rfc/rfc7518#section-2), Base64urlUInt).
    #[error("`{0}` is not a positive number in the fewest bytes")]
    Number(&'static str),
    /// The RSA modulus is below 2 048 or above 8 192 bits, or even
    /// ([RFC 7518 §3.3](https://www.rfc-editor.org/rfc/rfc7518#section-3.3)).
    #[error("the RSA modulus is even, or not of 2048 to 8192 bits")]
    RsaModulus,
    /// The RSA public exponent is even, below 3 or above 2^33.
    #[error("the RSA public exponent is even, or not from 3 to 2^33")]
    RsaExponent,
    /// A private number is longer than the modulus, which all of them are below
    /// ([RFC 8017 §3.2](https://www.rfc-editor.org/rfc/rfc8017#section-3.2)).
    #[error("a private RSA number is longer than the modulus")]
    RsaPrivateNumber,
    /// More than two primes ([RFC 7518 §6.3.2.7](https://www.rfc-editor.org/rfc/rfc7518#section-6.3.2.7));
    /// no backend takes such keys.
    #[error("RSA keys with more than two primes are not supported")]
    MultiPrime,
    /// A private member where a public key belongs
    /// ([RFC 7517 §9.2](https://www.rfc-editor.org/rfc/rfc7517#section-9.2)).
    #[error("a public key holds private members")]
    PrivateMember,
    /// `kty` oct where a public key belongs: a shared secret has no public half.
    #[error("a shared secret where a public key belongs")]
    SymmetricKey,
    /// `key_ops` names an operation twice, too many of them, or speaks against `use`
    /// ([RFC 7517 §4.3](https://www.rfc-editor.org/rfc/rfc7517#section-4.3)).
    #[error("`key_ops` repeats itself or speaks against `use`")]
    KeyOperations,
}

impl Error {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Json(error) => error.code(),
            Self::Member(_) => "jwk.member",
            Self::Missing(_) => "jwk.missing",
            Self::UnsupportedKeyType => "jwk.unsupported_key_type",
            Self::UnsupportedCurve => "jwk.unsupported_curve",
            Self::Base64 { .. } => "jwk.base64url",
            Self::Length(_) => "jwk.length",
            Self::SmallOrder => "jwk.small_order",
            Self::PointEncoding => "jwk.point_encoding",
            Self::Number(_) => "jwk.number",
            Self::RsaModulus => "jwk.rsa_modulus",
            Self::RsaExponent => "jwk.rsa_exponent",
            Self::RsaPrivateNumber => "jwk.rsa_private_number",
            Self::MultiPrime => "jwk.multi_prime",
            Self::PrivateMember => "jwk.private_member",
            Self::SymmetricKey => "jwk.symmetric_key",
            Self::KeyOperations => "jwk.key_operations",
        }
    }
}
