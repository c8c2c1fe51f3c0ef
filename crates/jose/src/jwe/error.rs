use crate::crypto::{CipherFailed, RandomError};
use crate::jws::CriticalError;
use crate::key::SelectError;
use crate::{ContentEncryptionAlgorithm, MemberError, base64url, json, jwk};

/// Why a JWE is not decrypted.
///
/// What everybody can see of a token has errors of its own, and is checked before any key is used.
/// Whatever depends on a secret is [`Decryption`](Self::Decryption), and nothing else
/// ([RFC 7516 §11.4](https://www.rfc-editor.org/rfc/rfc7516#section-11.4)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// More bytes than the limit.
    #[error("the token is larger than allowed")]
    TooLarge,
    /// The protected header has more bytes than the limit.
    #[error("the token's header is larger than allowed")]
    HeaderTooLarge,
    /// Not exactly five parts with four dots between them
    /// ([RFC 7516 §7.1](https://www.rfc-editor.org/rfc/rfc7516#section-7.1)). Three parts are a
    /// signed token, which is verified, never decrypted.
    #[error("the token is not five parts with four dots between them")]
    NotCompact,
    /// The token is not a JSON object
    /// ([RFC 7516 §7.2](https://www.rfc-editor.org/rfc/rfc7516#section-7.2)).
    #[error("the token is not a JSON object: {0}")]
    Json(json::Error),
    /// A member of the JSON form has the wrong type.
    #[error("a member has the wrong type: {0}")]
    Member(MemberError),
    /// A part is absent that has to be there
    /// ([RFC 7516 §7.2.1](https://www.rfc-editor.org/rfc/rfc7516#section-7.2.1)).
    #[error("the token has no {0}")]
    Missing(Part),
    /// A part is there and empty, where it would have to be absent
    /// ([RFC 7516 §7.2.1](https://www.rfc-editor.org/rfc/rfc7516#section-7.2.1)), or to hold
    /// something.
    #[error("the token's {0} is empty")]
    Empty(Part),
    /// A part is not base64url
    /// ([RFC 7516 §5.2](https://www.rfc-editor.org/rfc/rfc7516#section-5.2) (2)).
    #[error("the token's {part} is {error}")]
    Base64 {
        /// The part.
        part: Part,
        /// What is wrong with it.
        error: base64url::Error,
    },
    /// A part is longer or shorter than `alg` and `enc` make it
    /// ([RFC 7518 §5.2](https://www.rfc-editor.org/rfc/rfc7518#section-5.2),
    /// [§5.3](https://www.rfc-editor.org/rfc/rfc7518#section-5.3)).
    #[error("the token's {0} has the wrong length")]
    Length(Part),
    /// There is an encrypted key, and `alg` has none
    /// ([RFC 7516 §5.2](https://www.rfc-editor.org/rfc/rfc7516#section-5.2) (10)).
    #[error("an encrypted key with an algorithm that has none")]
    EncryptedKey,
    /// `recipients` is empty
    /// ([RFC 7516 §7.2.1](https://www.rfc-editor.org/rfc/rfc7516#section-7.2.1)).
    #[error("the token has no recipient")]
    NoRecipient,
    /// More recipients than the limit: each may cost a private key operation.
    #[error("the token has more recipients than allowed")]
    TooManyRecipients,
    /// `recipients` beside `header` or `encrypted_key`
    /// ([RFC 7516 §7.2.2](https://www.rfc-editor.org/rfc/rfc7516#section-7.2.2)).
    #[error("the token is of the general and the flattened form at once")]
    BothForms,
    /// The recipients' headers do not agree on `enc`
    /// ([RFC 7516 §7.2.1](https://www.rfc-editor.org/rfc/rfc7516#section-7.2.1)).
    #[error("the recipients' content encryption algorithms differ")]
    ContentEncryptionDiffers,
    /// `dir` or ECDH-ES, where the recipient's key is the content encryption key, with several
    /// recipients ([RFC 7516 §5.1](https://www.rfc-editor.org/rfc/rfc7516#section-5.1) (3), (6)).
    #[error("a direct algorithm with several recipients")]
    DirectWithOthers,
    /// The protected header is not a JSON object
    /// ([RFC 7516 §5.2](https://www.rfc-editor.org/rfc/rfc7516#section-5.2) (3)).
    #[error("the token's header is not a JSON object: {0}")]
    Header(json::Error),
    /// A header parameter has the wrong type.
    #[error("a header parameter has the wrong type: {0}")]
    HeaderParameter(#[from] MemberError),
    /// One header parameter in two of the three headers
    /// ([RFC 7516 §7.2.1](https://www.rfc-editor.org/rfc/rfc7516#section-7.2.1)).
    #[error("a header parameter occurs in two headers")]
    HeaderOverlap,
    /// `crit` or `zip` outside the protected header
    /// ([RFC 7515 §4.1.11](https://www.rfc-editor.org/rfc/rfc7515#section-4.1.11),
    /// [RFC 7516 §4.1.3](https://www.rfc-editor.org/rfc/rfc7516#section-4.1.3)).
    #[error("the header parameter `{0}` is not protected")]
    Unprotected(&'static str),
    /// A header parameter is absent that `alg` needs, or `alg` or `enc` itself
    /// ([RFC 7516 §4.1.1](https://www.rfc-editor.org/rfc/rfc7516#section-4.1.1),
    /// [§4.1.2](https://www.rfc-editor.org/rfc/rfc7516#section-4.1.2)).
    #[error("the token's header has no `{0}`")]
    MissingParameter(&'static str),
    /// A header parameter is not base64url.
    #[error("the header parameter `{name}` is {error}")]
    ParameterBase64 {
        /// The header parameter.
        name: &'static str,
        /// What is wrong with it.
        error: base64url::Error,
    },
    /// A header parameter is too long or too short: `iv` and `tag` have one length
    /// ([RFC 7518 §4.7](https://www.rfc-editor.org/rfc/rfc7518#section-4.7)), `p2s` at least 8 bytes
    /// ([§4.8.1.1](https://www.rfc-editor.org/rfc/rfc7518#section-4.8.1.1)), and none that is hashed
    /// more than 1 024.
    #[error("the header parameter `{0}` has the wrong length")]
    ParameterLength(&'static str),
    /// `p2c` is outside the limits: fewer iterations protect no password, more cost whoever decrypts
    /// ([RFC 7518 §4.8.1.2](https://www.rfc-editor.org/rfc/rfc7518#section-4.8.1.2)).
    #[error("fewer or more PBES2 iterations than allowed")]
    Iterations,
    /// `apu` and `apv` name the same party
    /// ([RFC 7518 §4.6.2](https://www.rfc-editor.org/rfc/rfc7518#section-4.6.2)).
    #[error("apu and apv are the same")]
    SameParty,
    /// `epk` is no public key
    /// ([RFC 7518 §4.6.1.1](https://www.rfc-editor.org/rfc/rfc7518#section-4.6.1.1)).
    #[error("the ephemeral key is no public key: {0}")]
    EphemeralKey(jwk::Error),
    /// `epk` lies on another curve than the recipient's key.
    #[error("the ephemeral key is of another kind than the recipient's")]
    EphemeralKeyKind,
    /// `crit` is not obeyed ([RFC 7516 §4.1.13](https://www.rfc-editor.org/rfc/rfc7516#section-4.1.13)).
    #[error("crit: {0}")]
    Critical(#[from] CriticalError),
    /// `jwk` in the header is no public key: private, a shared secret, or malformed
    /// ([RFC 7516 §4.1.5](https://www.rfc-editor.org/rfc/rfc7516#section-4.1.5)). One that is only
    /// unknown or too weak is no error; [`Header::jwk`](super::Header::jwk) leaves it out.
    #[error("the header's jwk is no public key: {0}")]
    EmbeddedKey(jwk::Error),
    /// `alg` names no key management algorithm known here
    /// ([RFC 7516 §4.1.1](https://www.rfc-editor.org/rfc/rfc7516#section-4.1.1)).
    #[error("the token's algorithm is not supported")]
    UnsupportedAlgorithm,
    /// `enc` names no content encryption algorithm known here
    /// ([RFC 7516 §4.1.2](https://www.rfc-editor.org/rfc/rfc7516#section-4.1.2)).
    #[error("the token's content encryption algorithm is not supported")]
    UnsupportedContentEncryption,
    /// No key, or more than one, is meant by the header.
    #[error(transparent)]
    Key(#[from] SelectError),
    /// The key was not prepared for the token's `enc`
    /// ([RFC 7516 §5.2](https://www.rfc-editor.org/rfc/rfc7516#section-5.2), last paragraph).
    #[error("{0} is not allowed with this key")]
    ContentEncryptionNotAllowed(ContentEncryptionAlgorithm),
    /// The content is compressed, and this reader was not told to inflate it
    /// ([RFC 8725 §3.6](https://www.rfc-editor.org/rfc/rfc8725#section-3.6)).
    #[error("the content is compressed")]
    Compressed,
    /// `zip` is something other than `DEF`
    /// ([RFC 7516 §4.1.3](https://www.rfc-editor.org/rfc/rfc7516#section-4.1.3)).
    #[error("the content is compressed in an unknown way")]
    UnsupportedCompression,
    /// The wrong key, an encrypted key, ciphertext, tag or header that was changed, or bad padding:
    /// which, nobody is told
    /// ([RFC 7516 §11.4](https://www.rfc-editor.org/rfc/rfc7516#section-11.4),
    /// [§11.5](https://www.rfc-editor.org/rfc/rfc7516#section-11.5)).
    #[error("the token does not decrypt")]
    Decryption,
    /// The content decrypts, and does not inflate
    /// ([RFC 1951](https://www.rfc-editor.org/rfc/rfc1951)).
    #[error("the decrypted content does not inflate")]
    NotDeflate,
    /// The content inflates to more bytes than the limit
    /// ([RFC 8725 §3.6](https://www.rfc-editor.org/rfc/rfc8725#section-3.6)).
    #[error("the content inflates to more than allowed")]
    InflatedTooLarge,
    /// The backend had no randomness for the key that stands in for one that cannot be unwrapped.
    #[error(transparent)]
    Random(#[from] RandomError),
}

/// One of the parts of a JWE.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// The protected header.
    Header,
    /// The shared unprotected header.
    SharedHeader,
    /// A recipient's header.
    RecipientHeader,
    /// The encrypted key.
    EncryptedKey,
    /// The initialization vector.
    InitializationVector,
    /// The ciphertext.
    Ciphertext,
    /// The authentication tag.
    Tag,
    /// The additional authenticated data.
    AdditionalData,
}

impl std::fmt::Display for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Header => "protected header",
            Self::SharedHeader => "shared unprotected header",
            Self::RecipientHeader => "recipient's header",
            Self::EncryptedKey => "encrypted key",
            Self::InitializationVector => "initialization vector",
            Self::Ciphertext => "ciphertext",
            Self::Tag => "authentication tag",
            Self::AdditionalData => "additional authenticated data",
        })
    }
}

impl From<CipherFailed> for Error {
    fn from(_: CipherFailed) -> Self {
        Self::Decryption
    }
}

impl Error {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "jwe.too_large",
            Self::HeaderTooLarge => "jwe.header_too_large",
            Self::NotCompact => "jwe.not_compact",
            Self::Json(_) => "jwe.json",
            Self::Member(_) => "jwe.member",
            Self::Missing(_) => "jwe.missing_part",
            Self::Empty(_) => "jwe.empty_part",
            Self::Base64 { .. } => "jwe.base64url",
            Self::Length(_) => "jwe.length",
            Self::EncryptedKey => "jwe.encrypted_key",
            Self::NoRecipient => "jwe.no_recipient",
            Self::TooManyRecipients => "jwe.too_many_recipients",
            Self::BothForms => "jwe.both_forms",
            Self::ContentEncryptionDiffers => "jwe.content_encryption_differs",
            Self::DirectWithOthers => "jwe.direct_with_others",
            Self::Header(_) => "jwe.header",
            Self::HeaderParameter(_) => "jwe.header_parameter",
            Self::HeaderOverlap => "jwe.header_overlap",
            Self::Unprotected(_) => "jwe.unprotected",
            Self::MissingParameter(_) => "jwe.missing_parameter",
            Self::ParameterBase64 { .. } => "jwe.parameter_base64url",
            Self::ParameterLength(_) => "jwe.parameter_length",
            Self::Iterations => "jwe.iterations",
            Self::SameParty => "jwe.same_party",
            Self::EphemeralKey(_) => "jwe.ephemeral_key",
            Self::EphemeralKeyKind => "jwe.ephemeral_key_kind",
            Self::Critical(_) => "jwe.critical",
            Self::EmbeddedKey(_) => "jwe.embedded_key",
            Self::UnsupportedAlgorithm => "jwe.unsupported_algorithm",
            Self::UnsupportedContentEncryption => "jwe.unsupported_content_encryption",
            Self::Key(SelectError::UnknownKid) => "jwe.unknown_kid",
            Self::Key(SelectError::AlgorithmNotAllowed) => "jwe.algorithm_not_allowed",
            Self::Key(SelectError::Ambiguous) => "jwe.ambiguous_key",
            Self::ContentEncryptionNotAllowed(_) => "jwe.content_encryption_not_allowed",
            Self::Compressed => "jwe.compressed",
            Self::UnsupportedCompression => "jwe.unsupported_compression",
            Self::Decryption => "jwe.decryption",
            Self::NotDeflate => "jwe.not_deflate",
            Self::InflatedTooLarge => "jwe.inflated_too_large",
            Self::Random(_) => "jwe.random",
        }
    }
}
