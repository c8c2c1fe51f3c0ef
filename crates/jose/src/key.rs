//! Keys as capabilities: prepared by a backend, each bound to exactly one algorithm.
//!
//! The allow-list of a verifier is used up here. Whatever algorithm has no key cannot be verified
//! with, so a token has nothing to choose: its header only selects among keys
//! ([RFC 8725 §3.1](https://www.rfc-editor.org/rfc/rfc8725#section-3.1)).

mod fit;
mod select;
mod signing;
mod verification;

pub use select::{SelectError, VerificationKeys};
pub use signing::SigningKey;
pub use verification::VerificationKey;

use crate::SignatureAlgorithm;

/// Why a key cannot be prepared for an algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The algorithm wants another type of key or another curve
    /// ([RFC 7518 §3.1](https://www.rfc-editor.org/rfc/rfc7518#section-3.1)).
    #[error("the algorithm wants another type of key")]
    WrongKeyType,
    /// The backend does not have the algorithm.
    #[error("the cryptography backend does not have {0}")]
    Unsupported(SignatureAlgorithm),
    /// The key's own `use`, `key_ops` or `alg` speak against it
    /// ([RFC 7517 §4.2](https://www.rfc-editor.org/rfc/rfc7517#section-4.2)).
    #[error("the key's use, key_ops or alg do not permit this")]
    NotPermitted,
    /// The backend refuses the key: a point off its curve, or halves that do not match.
    #[error("the cryptography backend refuses the key")]
    Rejected,
    /// The secret is shorter than the hash
    /// ([RFC 7518 §3.2](https://www.rfc-editor.org/rfc/rfc7518#section-3.2)).
    #[error("the secret is shorter than {needed} bytes")]
    ShortSecret {
        /// The fewest bytes the algorithm takes.
        needed: usize,
    },
    /// The secret is the text of a PEM or JSON key: somebody's public key, most likely
    /// ([RFC 8725 §2.1](https://www.rfc-editor.org/rfc/rfc8725#section-2.1)).
    #[error("the secret is the text of a key in PEM or JSON, not a secret")]
    NotASecret,
}

impl Error {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::WrongKeyType => "key.wrong_type",
            Self::Unsupported(_) => "key.unsupported",
            Self::NotPermitted => "key.not_permitted",
            Self::Rejected => "key.rejected",
            Self::ShortSecret { .. } => "key.short_secret",
            Self::NotASecret => "key.not_a_secret",
        }
    }

    /// Of two reasons against one key, the one that got further: a key of the right type that the
    /// backend refuses is news, a P-256 key that is no RSA key is not.
    pub(crate) fn more_telling(self, other: Self) -> Self {
        let rank = |error: &Self| match error {
            Self::WrongKeyType => 0,
            Self::Unsupported(_) => 1,
            Self::NotPermitted => 2,
            Self::ShortSecret { .. } | Self::NotASecret => 3,
            Self::Rejected => 4,
        };
        if rank(&other) > rank(&self) { other } else { self }
    }
}
