//! The error of reading a JWK or a JWK Set.

use crate::{MemberError, base64url, json};

/// The reason why a JWK, a JWK Set or key material was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The text of the JWK or JWK Set is not a JSON object, contains a member twice, or exceeds
    /// [`Limits`](crate::Limits) ([RFC 7517 §4](https://www.rfc-editor.org/rfc/rfc7517#section-4)).
    #[error("the JWK or JWK Set is not an acceptable JSON object: {0}")]
    Json(#[from] json::Error),
    /// A member of the JWK or JWK Set has the wrong JSON type, for example a number where a string
    /// is required.
    #[error("a member of the JWK or JWK Set has the wrong type: {0}")]
    Member(#[from] MemberError),
    /// A required member is missing in the JWK or JWK Set. The string is the name of the missing
    /// member, such as `kty`.
    #[error("the JWK or JWK Set has no `{0}`")]
    Missing(&'static str),
    /// The key type in `kty` is not supported. The supported values are `RSA`, `EC`, `OKP`, `AKP`,
    /// and `oct` for shared secrets.
    ///
    /// When a JWK Set is read, a key with an unsupported `kty` is left out
    /// ([RFC 7517 §5](https://www.rfc-editor.org/rfc/rfc7517#section-5)).
    #[error("`kty` is not supported; supported are RSA, EC, OKP, AKP and, for shared secrets, oct")]
    UnsupportedKeyType,
    /// The curve of an EC or OKP key (`crv`), or the parameter set of an AKP key (`alg`), is not
    /// supported.
    #[error("`{name}` is not supported; supported are {supported}")]
    UnsupportedCurve {
        /// The name of the member: `crv`, or `alg` of an AKP key.
        name: &'static str,
        /// The values of the member that are supported for the JWK's key type.
        supported: &'static str,
    },
    /// The value of a member of the JWK is not encoded in base64url
    /// ([RFC 7518 §6](https://www.rfc-editor.org/rfc/rfc7518#section-6)).
    #[error(
        "`{name}` is {error} (in the keys of another party, `KeyQuirks::standard_base64` accepts \
         standard base64)"
    )]
    Base64 {
        /// The name of the member.
        name: &'static str,
        /// The reason why the member's value cannot be decoded.
        error: base64url::Error,
    },
    /// A coordinate, a public key or a private key is too short or too long. The curve or the
    /// algorithm requires an exact length
    /// ([RFC 7518 §6.2.1.2](https://www.rfc-editor.org/rfc/rfc7518#section-6.2.1.2)).
    #[error("`{name}` has {found} bytes, expected {expected}")]
    Length {
        /// The name of the member.
        name: &'static str,
        /// The length of the member's decoded value in bytes.
        found: usize,
        /// The required length in bytes.
        expected: usize,
    },
    /// The EC point is not in the uncompressed form, because its first byte is not `0x04`
    /// ([SEC 1 §2.3.3](https://www.secg.org/sec1-v2.pdf)).
    #[error("the EC point is not in the uncompressed form, which starts with the byte 0x04")]
    PointForm,
    /// The public key is an Ed25519 or X25519 point of small order.
    ///
    /// Such a public key is not secure. For an Ed25519 key of small order, some signatures are
    /// valid for every message
    /// ([RFC 8032 §8.8](https://www.rfc-editor.org/rfc/rfc8032#section-8.8)). For an X25519 key of
    /// small order, the result of every key agreement is zero
    /// ([RFC 7748 §6.1](https://www.rfc-editor.org/rfc/rfc7748#section-6.1)).
    #[error("`x` is a point of small order")]
    SmallOrder,
    /// The Ed25519 public key is not canonically encoded: its y coordinate must be less than
    /// 2^255 - 19 ([RFC 8032 §5.1.3](https://www.rfc-editor.org/rfc/rfc8032#section-5.1.3)).
    #[error("`x` is not the canonical encoding of a point")]
    PointEncoding,
    /// One of the integers in the RSA key is zero or starts with a zero byte
    /// ([RFC 7518 §2](https://www.rfc-editor.org/rfc/rfc7518#section-2)). The string is the name of
    /// the JWK member that contains this integer, such as `n`.
    #[error("`{0}` must be a positive number without leading zero bytes")]
    Number(&'static str),
    /// The RSA modulus is even, or has fewer or more bits than [`Limits`](crate::Limits) allows
    /// ([RFC 7518 §3.3](https://www.rfc-editor.org/rfc/rfc7518#section-3.3)).
    #[error("the RSA modulus has {bits} bits; it must be odd and have {least} to {most} bits")]
    RsaModulus {
        /// The size of the modulus in bits.
        bits: usize,
        /// The fewest bits that are allowed:
        /// [`Limits::rsa_modulus_bits_least`](crate::Limits::rsa_modulus_bits_least).
        least: usize,
        /// The most bits that are allowed:
        /// [`Limits::rsa_modulus_bits_most`](crate::Limits::rsa_modulus_bits_most).
        most: usize,
    },
    /// The RSA public exponent is not an odd number from 3 to 2^33 - 1.
    #[error("the RSA public exponent must be odd, at least 3 and below 2^33")]
    RsaExponent,
    /// A private number of the RSA key is too long: it has more bytes than the modulus, although it
    /// must be smaller than the modulus
    /// ([RFC 8017 §3.2](https://www.rfc-editor.org/rfc/rfc8017#section-3.2)). The string is the
    /// name of the JWK member that contains this number, such as `d`.
    #[error("`{0}` is longer than the RSA modulus")]
    RsaPrivateNumber(&'static str),
    /// The RSA key has more than two primes
    /// ([RFC 7518 §6.3.2.7](https://www.rfc-editor.org/rfc/rfc7518#section-6.3.2.7)). No
    /// cryptography backend supports more than two primes.
    #[error("the RSA key has more than two primes; supported are keys with two primes")]
    MultiPrime,
    /// A public key was expected, but the JWK contains a member of a private key
    /// ([RFC 7517 §9.2](https://www.rfc-editor.org/rfc/rfc7517#section-9.2)). The string is the
    /// name of the JWK member, such as `d`.
    #[error("the JWK contains the private member `{0}`, expected a public key")]
    PrivateMember(&'static str),
    /// A public key was expected, but the JWK is a shared secret (its `kty` is `oct`). A shared
    /// secret has no public key.
    #[error("the JWK is a shared secret (`kty` oct), expected a public key")]
    SymmetricKey,
    /// The member `key_ops` of the JWK names an operation twice, names more than 32 operations, or
    /// contradicts the member `use`
    /// ([RFC 7517 §4.3](https://www.rfc-editor.org/rfc/rfc7517#section-4.3)).
    #[error(
        "`key_ops` names an operation twice, names more than 32 operations, or contradicts `use`"
    )]
    KeyOperations,
}

impl Error {
    /// Returns a stable name for the error, such as `jwk.missing`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Json(error) => error.code(),
            Self::Member(_) => "jwk.member",
            Self::Missing(_) => "jwk.missing",
            Self::UnsupportedKeyType => "jwk.unsupported_key_type",
            Self::UnsupportedCurve { .. } => "jwk.unsupported_curve",
            Self::Base64 { .. } => "jwk.base64url",
            Self::Length { .. } => "jwk.length",
            Self::PointForm => "jwk.point_form",
            Self::SmallOrder => "jwk.small_order",
            Self::PointEncoding => "jwk.point_encoding",
            Self::Number(_) => "jwk.number",
            Self::RsaModulus { .. } => "jwk.rsa_modulus",
            Self::RsaExponent => "jwk.rsa_exponent",
            Self::RsaPrivateNumber(_) => "jwk.rsa_private_number",
            Self::MultiPrime => "jwk.multi_prime",
            Self::PrivateMember(_) => "jwk.private_member",
            Self::SymmetricKey => "jwk.symmetric_key",
            Self::KeyOperations => "jwk.key_operations",
        }
    }
}
