//! The errors of preparing a key.

use super::algorithm::Algorithm;
use crate::algorithm::KeyManagementAlgorithm;
use crate::jwk::KeyKind;

/// The reason why a key could not be prepared for an algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The algorithm takes keys of another type or on another curve
    /// ([RFC 7518 §3.1](https://www.rfc-editor.org/rfc/rfc7518#section-3.1)).
    #[error(transparent)]
    WrongKeyType(#[from] WrongKey),
    /// The key is a shared secret, but its public half is needed, for example to publish it.
    #[error("a shared secret has no public half; expected a key pair")]
    NoPublicHalf,
    /// The backend does not support the algorithm, or does not support it on the key's curve.
    #[error(
        "the cryptography backend does not support {0} with this key; symbolon-crypto-aws-lc \
         supports every algorithm"
    )]
    Unsupported(Algorithm),
    /// The JWK's `use`, `key_ops` or `alg` do not permit this use
    /// ([RFC 7517 §4.2](https://www.rfc-editor.org/rfc/rfc7517#section-4.2),
    /// [§4.3](https://www.rfc-editor.org/rfc/rfc7517#section-4.3),
    /// [§4.4](https://www.rfc-editor.org/rfc/rfc7517#section-4.4)).
    #[error("the JWK's `use`, `key_ops` or `alg` do not permit this use")]
    NotPermitted,
    /// The backend refuses the key: its point is not on its curve, its halves do not match, or the
    /// backend does not compute with such keys.
    ///
    /// ring does not sign with RSA keys of more than 4 096 bits, with an exponent below 65 537, or
    /// with primes whose length is not a multiple of 512 bits.
    #[error(
        "the cryptography backend refuses the key: a point that is not on its curve, halves that do \
         not match, or a kind of key that the backend does not compute with"
    )]
    Rejected,
    /// The secret is too short: for HMAC, it must be at least as long as the hash
    /// ([RFC 7518 §3.2](https://www.rfc-editor.org/rfc/rfc7518#section-3.2)).
    #[error("the secret is too short; expected at least {needed} bytes")]
    ShortSecret {
        /// The fewest bytes that the algorithm takes.
        needed: usize,
    },
    /// The secret is a key in PEM, JSON, DER or the format of SSH, a certificate in DER, or a key
    /// pair ([RFC 8725 §2.1](https://www.rfc-editor.org/rfc/rfc8725#section-2.1)).
    ///
    /// A public key must not be used as a secret, since everybody knows it.
    #[error("the secret is a key in a file format or a key pair; expected a shared secret")]
    NotASecret,
    /// The secret does not have the length that the algorithm takes
    /// ([RFC 7518 §4.4](https://www.rfc-editor.org/rfc/rfc7518#section-4.4),
    /// [§4.5](https://www.rfc-editor.org/rfc/rfc7518#section-4.5),
    /// [§4.7](https://www.rfc-editor.org/rfc/rfc7518#section-4.7)).
    #[error("the secret has {found} bytes; expected {needed} bytes")]
    KeyLength {
        /// The number of bytes that the algorithm takes.
        needed: usize,
        /// The number of bytes that the secret has.
        found: usize,
    },
    /// The algorithm is not PBES2 and cannot take a password, or it is PBES2 and takes only a
    /// password ([RFC 7518 §4.8](https://www.rfc-editor.org/rfc/rfc7518#section-4.8)).
    #[error("{}", password(*.0))]
    Password(KeyManagementAlgorithm),
    /// Only the [`danger`](crate::danger) module prepares keys for this algorithm
    /// ([RFC 8725 §3.2](https://www.rfc-editor.org/rfc/rfc8725#section-3.2)).
    #[error("only the `danger` module prepares keys for {0}")]
    Dangerous(KeyManagementAlgorithm),
    /// The list of allowed content encryption algorithms is empty, so the key could not decrypt
    /// anything.
    #[error("no content encryption algorithm is allowed; name at least one")]
    NothingAllowed,
}

/// The error of preparing a key of the wrong type or curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("found {} {found} key; {algorithm} takes {} keys", article(*found), List(needed))]
#[non_exhaustive]
pub struct WrongKey {
    /// The kind of the key.
    pub found: KeyKind,
    /// The algorithm that the key was prepared for.
    pub algorithm: Algorithm,
    /// The kinds of key that the algorithm takes.
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

/// A list of kinds for people to read: "P-256, P-384 or X25519".
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
            Self::Rejected => "key.rejected",
            Self::ShortSecret { .. } => "key.short_secret",
            Self::NotASecret => "key.not_a_secret",
            Self::KeyLength { .. } => "key.length",
            Self::Password(_) => "key.password",
            Self::Dangerous(_) => "key.dangerous",
            Self::NothingAllowed => "key.nothing_allowed",
        }
    }

    /// Returns the more informative of two errors about one key.
    ///
    /// An error that is found later says more: that the backend refuses a P-256 key is worth
    /// knowing, that the key is not an RSA key is obvious.
    pub(crate) fn more_telling(self, other: Self) -> Self {
        let rank = |error: &Self| match error {
            Self::WrongKeyType(_) | Self::NoPublicHalf => 0,
            Self::Unsupported(_) => 1,
            Self::NotPermitted | Self::Dangerous(_) | Self::NothingAllowed | Self::Password(_) => 2,
            Self::ShortSecret { .. } | Self::KeyLength { .. } | Self::NotASecret => 3,
            Self::Rejected => 4,
        };
        if rank(&other) > rank(&self) { other } else { self }
    }
}
