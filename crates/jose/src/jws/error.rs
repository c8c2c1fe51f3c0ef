use crate::key::SelectError;
use crate::{MemberError, base64url, json, jwk};

/// Why a JWS cannot be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// More bytes than the limit.
    #[error("the token is larger than allowed")]
    TooLarge,
    /// The header has more bytes than the limit.
    #[error("the token's header is larger than allowed")]
    HeaderTooLarge,
    /// Not in the compact form: not exactly three parts with two dots between them
    /// ([RFC 7515 §7.1](https://www.rfc-editor.org/rfc/rfc7515#section-7.1)). Five parts are an
    /// encrypted token, which is read by decrypting it, never here.
    #[error("the token is not three parts with two dots between them")]
    NotCompact,
    /// A part is empty. Of the JSON forms, a header that is empty is one that must not be there
    /// ([RFC 7515 §7.2.1](https://www.rfc-editor.org/rfc/rfc7515#section-7.2.1)).
    #[error("the token's {0} is empty")]
    Empty(Part),
    /// There is a payload where it is to be brought along
    /// ([RFC 7515, appendix F](https://www.rfc-editor.org/rfc/rfc7515#appendix-F)).
    #[error("the token has a payload, where a detached one was expected")]
    NotDetached,
    /// The payload is not in base64url, and has a dot or a character beyond printable ASCII
    /// ([RFC 7797 §5.2](https://www.rfc-editor.org/rfc/rfc7797#section-5.2)).
    #[error("the unencoded payload has a dot or a character beyond printable ASCII")]
    PayloadCharacters,
    /// The text is not a JSON object
    /// ([RFC 7515 §7.2](https://www.rfc-editor.org/rfc/rfc7515#section-7.2)).
    #[error("the JWS is not a JSON object: {0}")]
    Json(json::Error),
    /// A member of the JSON form has the wrong type
    /// ([RFC 7515 §7.2.1](https://www.rfc-editor.org/rfc/rfc7515#section-7.2.1)).
    #[error("a member of the JWS has the wrong type: {0}")]
    Member(MemberError),
    /// A member of the JSON form is absent
    /// ([RFC 7515 §7.2.1](https://www.rfc-editor.org/rfc/rfc7515#section-7.2.1)).
    #[error("the JWS has no `{0}`")]
    Missing(&'static str),
    /// Both JSON forms at once: two readers could read two signatures
    /// ([RFC 7515 §7.2.2](https://www.rfc-editor.org/rfc/rfc7515#section-7.2.2)).
    #[error("the JWS is both flattened and general")]
    BothForms,
    /// `signatures` is empty: nobody signed
    /// ([RFC 7515 §5.2](https://www.rfc-editor.org/rfc/rfc7515#section-5.2) (10)).
    #[error("the JWS has no signature")]
    NoSignature,
    /// More signatures than the limit.
    #[error("the JWS has more signatures than allowed")]
    TooManySignatures,
    /// A name occurs in the protected and in the unprotected header
    /// ([RFC 7515 §7.2.1](https://www.rfc-editor.org/rfc/rfc7515#section-7.2.1)).
    #[error("a name occurs in the protected and in the unprotected header")]
    Overlap,
    /// `alg` is not protected; see
    /// [`Reader::unprotected_algorithm`](super::Reader::unprotected_algorithm)
    /// ([RFC 7515 §10.7](https://www.rfc-editor.org/rfc/rfc7515#section-10.7)).
    #[error("the alg is not protected")]
    UnprotectedAlgorithm,
    /// Signatures that do not agree on `b64`
    /// ([RFC 7797 §3](https://www.rfc-editor.org/rfc/rfc7797#section-3)).
    #[error("the signatures do not agree on b64")]
    MixedEncodings,
    /// A part is not base64url ([RFC 7515 §5.2](https://www.rfc-editor.org/rfc/rfc7515#section-5.2) (2)).
    #[error("the token's {part} is {error}")]
    Base64 {
        /// The part.
        part: Part,
        /// What is wrong with it.
        error: base64url::Error,
    },
    /// The header is not a JSON object
    /// ([RFC 7515 §5.2](https://www.rfc-editor.org/rfc/rfc7515#section-5.2) (3)).
    #[error("the token's header is not a JSON object: {0}")]
    Header(json::Error),
    /// A header parameter has the wrong type.
    #[error("a header parameter has the wrong type: {0}")]
    HeaderParameter(#[from] MemberError),
    /// The header has no `alg` ([RFC 7515 §4.1.1](https://www.rfc-editor.org/rfc/rfc7515#section-4.1.1)).
    #[error("the token's header has no alg")]
    NoAlgorithm,
    /// `crit` is not obeyed ([RFC 7515 §4.1.11](https://www.rfc-editor.org/rfc/rfc7515#section-4.1.11)).
    #[error("crit: {0}")]
    Critical(#[from] CriticalError),
    /// `jwk` in the header is no public key: private, a shared secret, or malformed
    /// ([RFC 7515 §4.1.3](https://www.rfc-editor.org/rfc/rfc7515#section-4.1.3)). One that is only
    /// unknown or too weak is no error; [`Header::jwk`](super::Header::jwk) leaves it out.
    #[error("the header's jwk is no public key: {0}")]
    EmbeddedKey(jwk::Error),
    /// `alg` names no signature algorithm known here; `none` is one such name
    /// ([RFC 8725 §3.2](https://www.rfc-editor.org/rfc/rfc8725#section-3.2)).
    #[error("the token's algorithm is not supported")]
    UnsupportedAlgorithm,
    /// No key, or more than one, is meant by the header.
    #[error(transparent)]
    Key(#[from] SelectError),
    /// The signature does not verify
    /// ([RFC 7515 §5.2](https://www.rfc-editor.org/rfc/rfc7515#section-5.2) (8)).
    #[error("the signature does not verify")]
    Signature,
}

/// One of the three parts of a JWS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The first.
    Header,
    /// The second.
    Payload,
    /// The third.
    Signature,
}

impl std::fmt::Display for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Header => "header",
            Self::Payload => "payload",
            Self::Signature => "signature",
        })
    }
}

/// What is wrong with `crit`, or with an extension it should name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CriticalError {
    /// It is an empty array.
    #[error("an empty array")]
    Empty,
    /// It names a header parameter twice.
    #[error("a name occurs twice")]
    Repeated,
    /// It names a header parameter of the specification itself.
    #[error("it names a registered header parameter")]
    Registered,
    /// It names a header parameter that is not there, or not protected: what anybody may change
    /// cannot be obeyed.
    #[error("it names a header parameter that is absent")]
    Absent,
    /// It names an extension that nobody here understands.
    #[error("it names an extension that is not understood")]
    NotUnderstood,
    /// It is in the unprotected header, or `b64` is
    /// ([RFC 7797 §3](https://www.rfc-editor.org/rfc/rfc7797#section-3)).
    #[error("in the unprotected header")]
    Unprotected,
    /// `b64` is there without `crit` naming it
    /// ([RFC 7797 §6](https://www.rfc-editor.org/rfc/rfc7797#section-6)).
    #[error("b64 without crit naming it")]
    B64,
}

impl Error {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "jws.too_large",
            Self::HeaderTooLarge => "jws.header_too_large",
            Self::NotCompact => "jws.not_compact",
            Self::Empty(_) => "jws.empty_part",
            Self::NotDetached => "jws.not_detached",
            Self::PayloadCharacters => "jws.payload_characters",
            Self::Json(_) => "jws.json",
            Self::Member(_) => "jws.member",
            Self::Missing(_) => "jws.missing",
            Self::BothForms => "jws.both_forms",
            Self::NoSignature => "jws.no_signature",
            Self::TooManySignatures => "jws.too_many_signatures",
            Self::Overlap => "jws.overlap",
            Self::UnprotectedAlgorithm => "jws.unprotected_algorithm",
            Self::MixedEncodings => "jws.mixed_encodings",
            Self::Base64 { .. } => "jws.base64url",
            Self::Header(_) => "jws.header",
            Self::HeaderParameter(_) => "jws.header_parameter",
            Self::NoAlgorithm => "jws.no_algorithm",
            Self::Critical(_) => "jws.critical",
            Self::EmbeddedKey(_) => "jws.embedded_key",
            Self::UnsupportedAlgorithm => "jws.unsupported_algorithm",
            Self::Key(SelectError::UnknownKid) => "jws.unknown_kid",
            Self::Key(SelectError::AlgorithmNotAllowed) => "jws.algorithm_not_allowed",
            Self::Key(SelectError::Ambiguous) => "jws.ambiguous_key",
            Self::Signature => "jws.signature",
        }
    }

    /// Of two signatures that do not hold, the error of the one that came closer to holding.
    pub(super) fn closer(self, other: Self) -> Self {
        let rank = |error: &Self| match error {
            Self::Signature => 4,
            Self::Key(SelectError::Ambiguous) => 3,
            Self::Key(_) => 2,
            Self::UnsupportedAlgorithm | Self::Critical(_) => 1,
            _ => 0,
        };
        if rank(&other) > rank(&self) { other } else { self }
    }
}
