//! The errors of reading and decrypting a JWE.

use crate::crypto::{CipherFailed, RandomError};
use crate::jwk::KeyKind;
use crate::jws::CriticalError;
use crate::key::SelectError;
use crate::{ContentEncryptionAlgorithm, MemberError, base64url, json, jwk};

/// The reason why a JWE was refused.
///
/// A problem that can be found without a key has its own variant, and is found before any key is
/// used. Every failure that depends on a secret is [`Decryption`](Self::Decryption), so that an
/// attacker learns nothing from it
/// ([RFC 7516 §11.4](https://www.rfc-editor.org/rfc/rfc7516#section-11.4)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The token has more bytes than [`Limits::token`](crate::Limits::token) allows.
    #[error("the token has more bytes than `Limits::token` allows")]
    TooLarge,
    /// A header has more bytes than [`Limits::header`](crate::Limits::header) allows.
    #[error("the token's header has more bytes than `Limits::header` allows")]
    HeaderTooLarge,
    /// The token does not consist of five parts with four dots between them ([RFC 7516
    /// §7.1](https://www.rfc-editor.org/rfc/rfc7516#section-7.1)). A token of three parts is a
    /// signed token: verify it with [`jws`](crate::jws) or [`jwt`](crate::jwt).
    #[error("the token does not consist of five parts with four dots between them")]
    NotCompact,
    /// The token is not a JSON object, or exceeds a limit for JSON
    /// ([RFC 7516 §7.2](https://www.rfc-editor.org/rfc/rfc7516#section-7.2)).
    #[error("the JSON text of the token was refused: {0}")]
    Json(json::Error),
    /// A member of the JSON form has the wrong type.
    #[error("a member of the token has the wrong type: {0}")]
    Member(MemberError),
    /// The token lacks a part that every JWE must have, or that the token's `alg` requires
    /// ([RFC 7516 §7.2.1](https://www.rfc-editor.org/rfc/rfc7516#section-7.2.1)).
    #[error("the token has no {0}")]
    Missing(Part),
    /// A part is empty. In a JSON form, a part that would be empty must be absent
    /// ([RFC 7516 §7.2.1](https://www.rfc-editor.org/rfc/rfc7516#section-7.2.1)). In the compact
    /// form, the header, the initialization vector and the tag must not be empty.
    #[error("the token's {0} is empty")]
    Empty(Part),
    /// A part is not valid base64url without padding
    /// ([RFC 7516 §5.2](https://www.rfc-editor.org/rfc/rfc7516#section-5.2), step 2).
    #[error("the token's {part} is {error}")]
    Base64 {
        /// The part that is not base64url.
        part: Part,
        /// The reason why it does not decode.
        error: base64url::Error,
    },
    /// A part does not have the length that `alg` and `enc` require
    /// ([RFC 7518 §5.2](https://www.rfc-editor.org/rfc/rfc7518#section-5.2),
    /// [§5.3](https://www.rfc-editor.org/rfc/rfc7518#section-5.3)).
    #[error("the token's {part} has {found} bytes; expected {expected}")]
    Length {
        /// The part with the wrong length.
        part: Part,
        /// The length in bytes that `alg` and `enc` require.
        expected: usize,
        /// The length of the part in bytes.
        found: usize,
    },
    /// The token has an encrypted key, which is not allowed because its `alg` is `dir` or `ECDH-ES`
    /// ([RFC 7516 §5.2](https://www.rfc-editor.org/rfc/rfc7516#section-5.2), step 10).
    #[error("the token has an encrypted key, but its `alg` does not encrypt a key")]
    EncryptedKey,
    /// The token's list of recipients, the member `recipients`, is empty
    /// ([RFC 7516 §7.2.1](https://www.rfc-editor.org/rfc/rfc7516#section-7.2.1)), or
    /// [`JsonJwe::locked`](super::JsonJwe::locked) was called with an index that no recipient has.
    #[error("`recipients` is empty, or has no recipient with the requested index")]
    NoRecipient,
    /// The token has more recipients than [`Limits::recipients`](crate::Limits::recipients) allows.
    /// The number is limited because each recipient can cost an operation with a private key.
    #[error("the token has more recipients than `Limits::recipients` allows")]
    TooManyRecipients,
    /// The token mixes the two JSON forms: it has the member `recipients`, and also the member
    /// `header` or `encrypted_key`
    /// ([RFC 7516 §7.2.2](https://www.rfc-editor.org/rfc/rfc7516#section-7.2.2)).
    #[error("the token mixes the general JSON form (`recipients`) with the flattened form")]
    BothForms,
    /// The recipients' headers have different values of `enc`
    /// ([RFC 7516 §7.2.1](https://www.rfc-editor.org/rfc/rfc7516#section-7.2.1)).
    #[error("the recipients' headers have different values of `enc`")]
    ContentEncryptionDiffers,
    /// The token has several recipients, and the `alg` of one of them is `dir` or ECDH-ES. These
    /// algorithms allow only one recipient, whose key determines the content encryption key
    /// ([RFC 7516 §5.1](https://www.rfc-editor.org/rfc/rfc7516#section-5.1), steps 3 and 6).
    #[error("dir and ECDH-ES allow only one recipient, and the token has several")]
    DirectWithOthers,
    /// The protected header is not a JSON object, or exceeds a limit for JSON
    /// ([RFC 7516 §5.2](https://www.rfc-editor.org/rfc/rfc7516#section-5.2), step 3).
    #[error("the JSON text of the token's header was refused: {0}")]
    Header(json::Error),
    /// A header parameter has the wrong type.
    #[error("a header parameter has the wrong type: {0}")]
    HeaderParameter(#[from] MemberError),
    /// The same header parameter is in two headers. Each parameter is allowed in only one of three
    /// headers: the protected header, the shared unprotected header or the recipient's header
    /// ([RFC 7516 §7.2.1](https://www.rfc-editor.org/rfc/rfc7516#section-7.2.1)).
    #[error("the same header parameter is in two headers")]
    HeaderOverlap,
    /// A header parameter, `crit` or `zip`, is in an unprotected header. It is allowed only in the
    /// protected header ([RFC 7515 §4.1.11](https://www.rfc-editor.org/rfc/rfc7515#section-4.1.11),
    /// [RFC 7516 §4.1.3](https://www.rfc-editor.org/rfc/rfc7516#section-4.1.3)).
    #[error("the header parameter `{0}` is outside the protected header")]
    Unprotected(&'static str),
    /// A required header parameter is absent: `alg`, `enc`, or a parameter that the token's `alg`
    /// requires, such as `epk`
    /// ([RFC 7516 §4.1.1](https://www.rfc-editor.org/rfc/rfc7516#section-4.1.1),
    /// [§4.1.2](https://www.rfc-editor.org/rfc/rfc7516#section-4.1.2)). The string is the name of
    /// the parameter.
    #[error("the token's header has no `{0}`")]
    MissingParameter(&'static str),
    /// A header parameter is not valid base64url without padding.
    #[error("the header parameter `{name}` is {error}")]
    ParameterBase64 {
        /// The name of the header parameter that is not base64url.
        name: &'static str,
        /// The reason why it does not decode.
        error: base64url::Error,
    },
    /// The decoded value of a header parameter has too many or too few bytes.
    ///
    /// - `iv` must have 12 bytes, and `tag` must have 16 bytes
    ///   ([RFC 7518 §4.7](https://www.rfc-editor.org/rfc/rfc7518#section-4.7)).
    /// - `p2s` must have 8 to 1 024 bytes
    ///   ([RFC 7518 §4.8.1.1](https://www.rfc-editor.org/rfc/rfc7518#section-4.8.1.1)).
    /// - `apu` and `apv` must have at most 1 024 bytes each.
    #[error("the header parameter `{name}` has {found} bytes; expected {}", Range(*least, *most))]
    ParameterLength {
        /// The name of the header parameter with the wrong length.
        name: &'static str,
        /// The smallest number of bytes that is allowed.
        least: usize,
        /// The largest number of bytes that is allowed.
        most: usize,
        /// The decoded length of the parameter in bytes.
        found: usize,
    },
    /// `p2c`, the number of PBES2 iterations, is smaller or larger than [`Limits`](crate::Limits)
    /// allows. Too few iterations do not protect the password, and too many iterations cost the
    /// recipient too much time
    /// ([RFC 7518 §4.8.1.2](https://www.rfc-editor.org/rfc/rfc7518#section-4.8.1.2)).
    #[error("`p2c` is {found}; expected {least} to {most} (`Limits::pbes2_iterations_most`)")]
    Iterations {
        /// The limit [`Limits::pbes2_iterations_least`](crate::Limits::pbes2_iterations_least).
        least: u32,
        /// What is left of [`Limits::pbes2_iterations_most`](crate::Limits::pbes2_iterations_most)
        /// after the iterations for the recipients of this token that were tried before.
        most: u32,
        /// The value of `p2c`.
        found: u64,
    },
    /// `apu` and `apv` have the same value
    /// ([RFC 7518 §4.6.2](https://www.rfc-editor.org/rfc/rfc7518#section-4.6.2)).
    #[error("`apu` and `apv` have the same value; they must differ")]
    SameParty,
    /// `epk`, the sender's ephemeral key, is not a valid public key
    /// ([RFC 7518 §4.6.1.1](https://www.rfc-editor.org/rfc/rfc7518#section-4.6.1.1)).
    #[error("the ephemeral key (`epk`) is not a public key: {0}")]
    EphemeralKey(jwk::Error),
    /// `epk`, the sender's ephemeral key, is for a different curve than the recipient's key.
    #[error("the ephemeral key (`epk`) is for {found}; the recipient's key is for {expected}")]
    EphemeralKeyKind {
        /// The kind of the recipient's key.
        expected: KeyKind,
        /// The kind of the ephemeral key.
        found: KeyKind,
    },
    /// `crit` is malformed, or names an extension that was not passed to
    /// [`Reader::understanding`](super::Reader::understanding)
    /// ([RFC 7516 §4.1.13](https://www.rfc-editor.org/rfc/rfc7516#section-4.1.13)).
    #[error(transparent)]
    Critical(#[from] CriticalError),
    /// The header's `jwk` is not a valid public key: it is malformed, or it is a private key or a
    /// shared secret ([RFC 7516 §4.1.5](https://www.rfc-editor.org/rfc/rfc7516#section-4.1.5)). A
    /// valid public key that is too weak or has an unknown type does not cause this error:
    /// [`Header::jwk`](super::Header::jwk) returns `None` for that key.
    #[error("the header's `jwk` is not a public key: {0}")]
    EmbeddedKey(jwk::Error),
    /// `alg` is not a supported key management algorithm
    /// ([RFC 7516 §4.1.1](https://www.rfc-editor.org/rfc/rfc7516#section-4.1.1)).
    ///
    /// [`KeyManagementAlgorithm::ALL`](crate::KeyManagementAlgorithm::ALL) lists the supported
    /// algorithms.
    #[error("the token's `alg` is not a supported key management algorithm")]
    UnsupportedAlgorithm,
    /// `enc` is not a supported content encryption algorithm, or the backend does not have it
    /// ([RFC 7516 §4.1.2](https://www.rfc-editor.org/rfc/rfc7516#section-4.1.2)).
    ///
    /// [`ContentEncryptionAlgorithm::ALL`] lists the supported algorithms.
    #[error("the token's `enc` is not a supported content encryption algorithm")]
    UnsupportedContentEncryption,
    /// The `kid` and `alg` of the token's header select no key, or more than one key.
    #[error(transparent)]
    Key(#[from] SelectError),
    /// The key was not prepared for the token's `enc`
    /// ([RFC 7516 §5.2](https://www.rfc-editor.org/rfc/rfc7516#section-5.2), last paragraph). To
    /// accept this `enc`, add it to the list `contents` when you prepare the key.
    #[error("the token's `enc` is {0}, which the key was not prepared for")]
    ContentEncryptionNotAllowed(ContentEncryptionAlgorithm),
    /// The content is compressed, and the reader does not accept compressed content
    /// ([RFC 8725 §3.6](https://www.rfc-editor.org/rfc/rfc8725#section-3.6)). To accept it, enable
    /// the feature `zip` and call `Reader::inflating`.
    #[error("the content is compressed; only a reader made with `Reader::inflating` accepts it")]
    Compressed,
    /// `zip` is not `DEF` (DEFLATE), the only compression algorithm that this crate supports
    /// ([RFC 7516 §4.1.3](https://www.rfc-editor.org/rfc/rfc7516#section-4.1.3)).
    #[error("the token's `zip` is not `DEF`")]
    UnsupportedCompression,
    /// The token cannot be decrypted. Possible reasons are a wrong key, a part of the token that
    /// was changed, and wrong padding. The error intentionally does not say which reason applies
    /// ([RFC 7516 §11.4](https://www.rfc-editor.org/rfc/rfc7516#section-11.4),
    /// [§11.5](https://www.rfc-editor.org/rfc/rfc7516#section-11.5)).
    #[error("the token does not decrypt")]
    Decryption,
    /// The decrypted content is not valid DEFLATE data
    /// ([RFC 1951](https://www.rfc-editor.org/rfc/rfc1951)).
    #[error("the decrypted content is not valid DEFLATE data")]
    NotDeflate,
    /// The content inflates to more bytes than [`Limits::inflated`](crate::Limits::inflated) allows
    /// ([RFC 8725 §3.6](https://www.rfc-editor.org/rfc/rfc8725#section-3.6)).
    #[error("the content inflates to more bytes than `Limits::inflated` allows")]
    InflatedTooLarge,
    /// The backend's source of randomness failed. Before decrypting, this crate draws a random key,
    /// with which it continues if the encrypted key cannot be decrypted.
    #[error(transparent)]
    Random(#[from] RandomError),
}

/// "12", or "8 to 1024".
struct Range(usize, usize);

impl std::fmt::Display for Range {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self(least, most) = self;
        if least == most { write!(f, "{most}") } else { write!(f, "{least} to {most}") }
    }
}

/// A part of a JWE that an [`Error`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// The protected header.
    Header,
    /// The unprotected header that all recipients share.
    SharedHeader,
    /// The unprotected header of one recipient.
    RecipientHeader,
    /// The encrypted content encryption key.
    EncryptedKey,
    /// The initialization vector.
    InitializationVector,
    /// The ciphertext.
    Ciphertext,
    /// The authentication tag.
    Tag,
    /// The additional authenticated data, `aad`.
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
    /// Returns the stable name of the error, such as `"jwe.decryption"`.
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
            Self::Length { .. } => "jwe.length",
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
            Self::ParameterLength { .. } => "jwe.parameter_length",
            Self::Iterations { .. } => "jwe.iterations",
            Self::SameParty => "jwe.same_party",
            Self::EphemeralKey(_) => "jwe.ephemeral_key",
            Self::EphemeralKeyKind { .. } => "jwe.ephemeral_key_kind",
            Self::Critical(_) => "jwe.critical",
            Self::EmbeddedKey(_) => "jwe.embedded_key",
            Self::UnsupportedAlgorithm => "jwe.unsupported_algorithm",
            Self::UnsupportedContentEncryption => "jwe.unsupported_content_encryption",
            Self::Key(SelectError::UnknownKid) => "jwe.unknown_kid",
            Self::Key(SelectError::KeyLeftOut(_)) => "jwe.key_left_out",
            Self::Key(SelectError::AlgorithmNotAllowed(_)) => "jwe.algorithm_not_allowed",
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
