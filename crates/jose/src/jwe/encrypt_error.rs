use super::error::Error;
use crate::crypto::{CipherFailed, RandomError};
use crate::jwk::GenerateError;

/// Why a JWE cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EncryptError {
    /// The backend had no randomness to give.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// The backend failed, or the text is too long for the cipher.
    #[error("the cryptography backend could not encrypt")]
    Backend,
    /// A parameter that follows from the key, or has a method of its own: `alg`, `enc`, `zip`, `kid`,
    /// `crit`, `epk`, `apu`, `apv`, `iv`, `tag`, `p2s`, `p2c`.
    #[error("a header parameter that is not the caller's to choose")]
    Reserved,
    /// The header is one that readers refuse.
    #[error("the header is one that readers refuse: {0}")]
    Header(Error),
    /// The compact form has no place for `aad` and unprotected headers
    /// ([RFC 7516 §7.1](https://www.rfc-editor.org/rfc/rfc7516#section-7.1)).
    #[error("the compact form has no place for this")]
    NotCompact,
    /// `apu` and `apv` name the same party
    /// ([RFC 7518 §4.6.2](https://www.rfc-editor.org/rfc/rfc7518#section-4.6.2)).
    #[error("apu and apv are the same")]
    SameParty,
    /// `apu` or `apv` has more than 1 024 bytes: no reader here would take them.
    #[error("apu or apv has the wrong length")]
    PartyLength,
    /// `apu` or `apv`, and no key that is agreed upon
    /// ([RFC 7518 §4.6.1](https://www.rfc-editor.org/rfc/rfc7518#section-4.6.1)).
    #[error("apu or apv without key agreement")]
    NoAgreement,
    /// There is nobody to encrypt to
    /// ([RFC 7516 §5.2](https://www.rfc-editor.org/rfc/rfc7516#section-5.2)).
    #[error("no recipient")]
    NoRecipient,
    /// The recipients' keys do not agree on `enc`
    /// ([RFC 7516 §7.2.1](https://www.rfc-editor.org/rfc/rfc7516#section-7.2.1)).
    #[error("the recipients' content encryption algorithms differ")]
    ContentEncryptionDiffers,
    /// `dir` or ECDH-ES with several recipients
    /// ([RFC 7516 §5.1](https://www.rfc-editor.org/rfc/rfc7516#section-5.1) (3), (6)).
    #[error("a direct algorithm with several recipients")]
    DirectWithOthers,
}

impl From<CipherFailed> for EncryptError {
    fn from(_: CipherFailed) -> Self {
        Self::Backend
    }
}

/// Why there is no ephemeral key.
impl From<GenerateError> for EncryptError {
    fn from(error: GenerateError) -> Self {
        match error {
            GenerateError::Random(error) => Self::Random(error),
            _ => Self::Backend,
        }
    }
}

impl EncryptError {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Random(_) => "encrypt.random",
            Self::Backend => "encrypt.backend",
            Self::Reserved => "encrypt.reserved",
            Self::Header(_) => "encrypt.header",
            Self::NotCompact => "encrypt.not_compact",
            Self::SameParty => "encrypt.same_party",
            Self::PartyLength => "encrypt.party_length",
            Self::NoAgreement => "encrypt.no_agreement",
            Self::NoRecipient => "encrypt.no_recipient",
            Self::ContentEncryptionDiffers => "encrypt.content_encryption_differs",
            Self::DirectWithOthers => "encrypt.direct_with_others",
        }
    }
}
