//! The errors of preparing a key.

use super::algorithm::Algorithm;
use crate::algorithm::KeyManagementAlgorithm;
use crate::jwk::{KeyKind, PublicKey};

/// The reason why a key could not be prepared for an algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The key has a type or curve that the algorithm cannot use
    /// ([RFC 7518 §3.1](https://www.rfc-editor.org/rfc/rfc7518#section-3.1)).
    #[error(transparent)]
    WrongKeyType(#[from] WrongKey),
    /// The operation needs a public key, for example to publish it. The key is a shared secret,
    /// which has no public key.
    #[error("a shared secret has no public half; expected a key pair")]
    NoPublicHalf,
    /// The cryptography backend does not support the algorithm, or does not support the curve of
    /// the key for this algorithm.
    #[error(
        "the cryptography backend does not support {0} with this key; symbolon-crypto-aws-lc \
         supports every algorithm"
    )]
    Unsupported(Algorithm),
    /// The JWK's `use`, `key_ops` or `alg` do not permit the requested operation (such as signing)
    /// or the requested algorithm
    /// ([RFC 7517 §4.2](https://www.rfc-editor.org/rfc/rfc7517#section-4.2),
    /// [§4.3](https://www.rfc-editor.org/rfc/rfc7517#section-4.3),
    /// [§4.4](https://www.rfc-editor.org/rfc/rfc7517#section-4.4)).
    #[error("the JWK's `use`, `key_ops` or `alg` do not permit this operation or algorithm")]
    NotPermitted,
    /// The cryptography backend refuses the RSA key: its private numbers do not belong to its public
    /// key, or the backend does not support keys of this size.
    ///
    /// The backend symbolon-crypto-ring refuses an RSA private key whose exponent is below 65 537,
    /// whose modulus has more than 4 096 bits, or whose primes have a length that is not a multiple
    /// of 512 bits.
    #[error(
        "the cryptography backend refuses the RSA key of {bits} bits: its private numbers do not \
         belong to its public key, or the backend does not support keys of this size"
    )]
    RejectedRsa {
        /// The size of the modulus in bits.
        bits: usize,
    },
    /// The cryptography backend refuses the key: its point is not on its curve, its private key
    /// does not belong to its public key, or the backend does not support keys of this kind.
    #[error(
        "the cryptography backend refuses the key: its point is not on its curve, its private key \
         does not belong to its public key, or the backend does not support keys of this kind"
    )]
    Rejected,
    /// The secret for HMAC is shorter than the output of the hash function, or the password for
    /// PBES2 is empty ([RFC 7518 §3.2](https://www.rfc-editor.org/rfc/rfc7518#section-3.2)).
    #[error("the secret has {found} bytes; expected at least {needed} bytes")]
    ShortSecret {
        /// The least length in bytes that the algorithm needs.
        needed: usize,
        /// The number of bytes that the secret has.
        found: usize,
    },
    /// A shared secret or password was expected, but the value is a key in PEM, JSON, DER or SSH
    /// format, a DER-encoded certificate, or a key pair
    /// ([RFC 8725 §2.1](https://www.rfc-editor.org/rfc/rfc8725#section-2.1)).
    ///
    /// A public key must not be used as a secret, because an attacker can know it.
    #[error("the secret is a key in a file format or a key pair; expected a shared secret")]
    NotASecret,
    /// The secret does not have the length that the algorithm needs
    /// ([RFC 7518 §4.4](https://www.rfc-editor.org/rfc/rfc7518#section-4.4),
    /// [§4.5](https://www.rfc-editor.org/rfc/rfc7518#section-4.5),
    /// [§4.7](https://www.rfc-editor.org/rfc/rfc7518#section-4.7)).
    #[error("the secret has {found} bytes; expected {needed} bytes")]
    KeyLength {
        /// The number of bytes that the algorithm needs.
        needed: usize,
        /// The number of bytes that the secret has.
        found: usize,
    },
    /// A password was passed for an algorithm other than PBES2, or a key or secret was passed for
    /// PBES2, which needs a password
    /// ([RFC 7518 §4.8](https://www.rfc-editor.org/rfc/rfc7518#section-4.8)).
    #[error("{}", password(*.0))]
    Password(KeyManagementAlgorithm),
    /// The algorithm is not safe, so only the functions of the [`danger`](crate::danger) module
    /// prepare keys for it ([RFC 8725 §3.2](https://www.rfc-editor.org/rfc/rfc8725#section-3.2)).
    #[error("only the `danger` module prepares keys for {0}")]
    Dangerous(KeyManagementAlgorithm),
    /// The list of allowed content encryption algorithms is empty, so the key could not decrypt
    /// anything.
    #[error("no content encryption algorithm is allowed; name at least one")]
    NothingAllowed,
}

/// The details of [`Error::WrongKeyType`]: the type and curve of the key, and the types and curves
/// that the algorithm can use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("found {} {found} key; {algorithm} takes {} keys", article(*found), List(needed))]
#[non_exhaustive]
pub struct WrongKey {
    /// The type and curve of the key that was passed.
    pub found: KeyKind,
    /// The algorithm that cannot use the key.
    pub algorithm: Algorithm,
    /// The types and curves that the algorithm can use.
    pub needed: &'static [KeyKind],
}

fn article(kind: KeyKind) -> &'static str {
    match kind {
        KeyKind::Rsa
        | KeyKind::Ed25519
        | KeyKind::Ed448
        | KeyKind::X25519
        | KeyKind::X448
        | KeyKind::MlDsa44
        | KeyKind::MlDsa65
        | KeyKind::MlDsa87
        | KeyKind::Oct => "an",
        KeyKind::P256 | KeyKind::P384 | KeyKind::P521 | KeyKind::Secp256k1 => "a",
    }
}

fn password(algorithm: KeyManagementAlgorithm) -> String {
    if algorithm.takes_password() {
        format!("{algorithm} takes a password; use `from_password`")
    } else {
        format!("{algorithm} does not take a password; only PBES2 algorithms do")
    }
}

/// A list of key kinds in an error message: "P-256, P-384 or X25519".
struct List(&'static [KeyKind]);

impl std::fmt::Display for List {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, kind) in self.0.iter().enumerate() {
            match index {
                0 => {}
                _ if index.saturating_add(1) == self.0.len() => f.write_str(" or ")?,
                _ => f.write_str(", ")?,
            }
            f.write_str(kind.as_str())?;
        }
        Ok(())
    }
}

impl Error {
    /// Returns the stable name of the error, such as `"key.wrong_type"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::WrongKeyType(_) => "key.wrong_type",
            Self::NoPublicHalf => "key.no_public_half",
            Self::Unsupported(_) => "key.unsupported",
            Self::NotPermitted => "key.not_permitted",
            Self::Rejected | Self::RejectedRsa { .. } => "key.rejected",
            Self::ShortSecret { .. } => "key.short_secret",
            Self::NotASecret => "key.not_a_secret",
            Self::KeyLength { .. } => "key.length",
            Self::Password(_) => "key.password",
            Self::Dangerous(_) => "key.dangerous",
            Self::NothingAllowed => "key.nothing_allowed",
        }
    }

    /// Returns the error for a key of this type that the backend refuses.
    pub(super) fn rejected(key: Option<&PublicKey>) -> Self {
        match key {
            Some(PublicKey::Rsa(key)) => Self::RejectedRsa { bits: key.bits() },
            _ => Self::Rejected,
        }
    }

    /// Returns the more informative of two errors about one key.
    ///
    /// An error that is found by a later check is more informative. For a P-256 key, for example,
    /// the error that the backend refuses it is more useful than the error that it is not an RSA
    /// key.
    pub(crate) fn more_telling(self, other: Self) -> Self {
        let rank = |error: &Self| match error {
            Self::WrongKeyType(_) | Self::NoPublicHalf => 0,
            Self::Unsupported(_) => 1,
            Self::NotPermitted | Self::Dangerous(_) | Self::NothingAllowed | Self::Password(_) => 2,
            Self::ShortSecret { .. } | Self::KeyLength { .. } | Self::NotASecret => 3,
            Self::Rejected | Self::RejectedRsa { .. } => 4,
        };
        if rank(&other) > rank(&self) { other } else { self }
    }
}
