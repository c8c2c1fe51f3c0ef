//! The errors of encrypting a JWE.

use super::error::Error;
use crate::ContentEncryptionAlgorithm;
use crate::crypto::{CipherFailed, RandomError};
use crate::jwk::GenerateError;

/// The reason why a JWE could not be encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EncryptError {
    /// The backend's source of randomness failed.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// The backend's cipher or key agreement failed, or the plaintext is too long for the cipher.
    #[error("the cryptography backend could not encrypt")]
    Backend,
    /// Your program set one of these header parameters by its name: `alg`, `enc`, `zip`, `kid`,
    /// `crit`, `epk`, `apu`, `apv`, `iv`, `tag`, `p2s` or `p2c`. Each of them comes from the key or
    /// has its own method that sets it. The string is the name of the parameter.
    #[error("the header parameter `{0}` comes from the key or is set by another method")]
    Reserved(&'static str),
    /// The header parameters that you set break a rule, for example because the same parameter is
    /// in two headers. The inner error says which rule.
    #[error("a reader would refuse the header: {0}")]
    Header(Error),
    /// `aad` or an unprotected header parameter is set, but the compact form cannot contain either
    /// of them ([RFC 7516 §7.1](https://www.rfc-editor.org/rfc/rfc7516#section-7.1)). Use
    /// [`Jwe::encrypt_json`](super::Jwe::encrypt_json).
    #[error("the compact form has no `aad` and no unprotected header; use `Jwe::encrypt_json`")]
    NotCompact,
    /// `apu` and `apv` have the same value
    /// ([RFC 7518 §4.6.2](https://www.rfc-editor.org/rfc/rfc7518#section-4.6.2)).
    #[error("`apu` and `apv` have the same value; they must differ")]
    SameParty,
    /// `apu` or `apv` is longer than 1 024 bytes. This crate would refuse to decrypt such a token,
    /// so it does not create it.
    #[error("`{name}` has {found} bytes; at most {most} are allowed")]
    PartyLength {
        /// `"apu"` or `"apv"`.
        name: &'static str,
        /// The largest number of bytes that is allowed.
        most: usize,
        /// The length of the value in bytes.
        found: usize,
    },
    /// `apu` or `apv` is set where it is not allowed
    /// ([RFC 7518 §4.6.1](https://www.rfc-editor.org/rfc/rfc7518#section-4.6.1)): either the key's
    /// algorithm is not an ECDH-ES algorithm, or the token has several recipients and the parameter
    /// is set on the [`Jwe`](super::Jwe). For several recipients, set `apu` and `apv` on each
    /// [`Recipient`](super::Recipient).
    #[error(
        "`apu` and `apv` are allowed only for a key that uses ECDH-ES; for several recipients, set \
         them on each recipient"
    )]
    NoAgreement,
    /// The list of recipients is empty
    /// ([RFC 7516 §5.2](https://www.rfc-editor.org/rfc/rfc7516#section-5.2)).
    #[error("the list of recipients is empty")]
    NoRecipient,
    /// The recipients' keys were prepared for different values of `enc`
    /// ([RFC 7516 §7.2.1](https://www.rfc-editor.org/rfc/rfc7516#section-7.2.1)).
    #[error("the recipients' keys are for different `enc`: {first} and {other}")]
    ContentEncryptionDiffers {
        /// The algorithm of the first recipient's key.
        first: ContentEncryptionAlgorithm,
        /// The different algorithm of a later recipient's key.
        other: ContentEncryptionAlgorithm,
    },
    /// There are several recipients, and the key of one of them is for `dir` or ECDH-ES. These
    /// algorithms allow only one recipient, whose key determines the content encryption key
    /// ([RFC 7516 §5.1](https://www.rfc-editor.org/rfc/rfc7516#section-5.1), steps 3 and 6).
    #[error("dir and ECDH-ES allow only one recipient; use a key for ECDH-ES+A128KW or similar")]
    DirectWithOthers,
}

impl From<CipherFailed> for EncryptError {
    fn from(_: CipherFailed) -> Self {
        Self::Backend
    }
}

/// Converts the reason why an ephemeral key could not be generated.
impl From<GenerateError> for EncryptError {
    fn from(error: GenerateError) -> Self {
        match error {
            GenerateError::Random(error) => Self::Random(error),
            _ => Self::Backend,
        }
    }
}

impl EncryptError {
    /// Returns the stable name of the error, such as `"encrypt.random"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Random(_) => "encrypt.random",
            Self::Backend => "encrypt.backend",
            Self::Reserved(_) => "encrypt.reserved",
            Self::Header(_) => "encrypt.header",
            Self::NotCompact => "encrypt.not_compact",
            Self::SameParty => "encrypt.same_party",
            Self::PartyLength { .. } => "encrypt.party_length",
            Self::NoAgreement => "encrypt.no_agreement",
            Self::NoRecipient => "encrypt.no_recipient",
            Self::ContentEncryptionDiffers { .. } => "encrypt.content_encryption_differs",
            Self::DirectWithOthers => "encrypt.direct_with_others",
        }
    }
}
