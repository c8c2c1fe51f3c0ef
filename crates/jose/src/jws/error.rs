//! The errors of parsing and verifying a JWS.

use crate::key::SelectError;
use crate::{MemberError, base64url, json, jwk};

/// The reason why a JWS was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The token has more bytes than [`Limits::token`](crate::Limits::token) allows.
    #[error("the token has more bytes than `Limits::token` allows")]
    TooLarge,
    /// The header has more bytes than [`Limits::header`](crate::Limits::header) allows.
    #[error("the token's header has more bytes than `Limits::header` allows")]
    HeaderTooLarge,
    /// The token is not in the compact form: it does not have exactly three parts
    /// ([RFC 7515 §7.1](https://www.rfc-editor.org/rfc/rfc7515#section-7.1)).
    ///
    /// A token with five parts is encrypted: see [`CompactJwe`](crate::jwe::CompactJwe).
    #[error(
        "the token is not a compact JWS: expected three parts, separated by dots (a token with five \
         parts is encrypted)"
    )]
    NotCompact,
    /// A part of the JWS is empty: its header, payload or signature. In a JSON form, the sender
    /// must leave out an empty header
    /// ([RFC 7515 §7.2.1](https://www.rfc-editor.org/rfc/rfc7515#section-7.2.1)).
    #[error("the token's {0} is empty")]
    Empty(Part),
    /// The token contains a payload, but it was parsed as a token whose payload is sent separately
    /// ([RFC 7515 §F](https://www.rfc-editor.org/rfc/rfc7515#appendix-F)).
    #[error("the token contains a payload; expected a token with a detached payload")]
    NotDetached,
    /// The unencoded payload (`"b64": false`) contains a dot, or a character that is not printable
    /// ASCII ([RFC 7797 §5.2](https://www.rfc-editor.org/rfc/rfc7797#section-5.2)).
    #[error("the unencoded payload contains a dot or a character that is not printable ASCII")]
    PayloadCharacters,
    /// The JWS was parsed as a JSON form, but its text is not an acceptable JSON object
    /// ([RFC 7515 §7.2](https://www.rfc-editor.org/rfc/rfc7515#section-7.2)). The contained error
    /// is the reason.
    #[error("the JSON text of the JWS was refused: {0}")]
    Json(json::Error),
    /// A member of a JWS in a JSON form has the wrong JSON type
    /// ([RFC 7515 §7.2.1](https://www.rfc-editor.org/rfc/rfc7515#section-7.2.1)).
    #[error("a member of the JWS has the wrong type: {0}")]
    Member(MemberError),
    /// A required member of a JWS in a JSON form is missing
    /// ([RFC 7515 §7.2.1](https://www.rfc-editor.org/rfc/rfc7515#section-7.2.1)). The string is the
    /// name of the member.
    #[error("the JWS has no member `{0}`")]
    Missing(&'static str),
    /// The JSON object has both the member `signatures` of the general form and a member of the
    /// flattened form ([RFC 7515 §7.2.2](https://www.rfc-editor.org/rfc/rfc7515#section-7.2.2)).
    ///
    /// Two programs could verify two different signatures of such a JWS.
    #[error(
        "the JWS mixes the general and the flattened form: next to `signatures`, expected no \
         `protected`, `header` or `signature`"
    )]
    BothForms,
    /// The array `signatures` is empty
    /// ([RFC 7515 §5.2](https://www.rfc-editor.org/rfc/rfc7515#section-5.2), step 10).
    #[error("the JWS has no signature: `signatures` is an empty array")]
    NoSignature,
    /// The JWS has more signatures than [`Limits::recipients`](crate::Limits::recipients) allows.
    #[error("the JWS has more signatures than `Limits::recipients` allows")]
    TooManySignatures,
    /// A header parameter is in both the protected header and the unprotected header
    /// ([RFC 7515 §7.2.1](https://www.rfc-editor.org/rfc/rfc7515#section-7.2.1)).
    #[error("a parameter occurs in both the protected and the unprotected header")]
    Overlap,
    /// The header parameter `alg` is in the unprotected header, where an attacker can change it
    /// ([RFC 7515 §10.7](https://www.rfc-editor.org/rfc/rfc7515#section-10.7)).
    ///
    /// To accept an unprotected `alg`, call
    /// [`Reader::unprotected_algorithm`](super::Reader::unprotected_algorithm).
    #[error(
        "`alg` is in the unprotected header; `Reader::unprotected_algorithm` accepts such a JWS"
    )]
    UnprotectedAlgorithm,
    /// Some signatures of the JWS have `"b64": false` in their header, and other signatures do not
    /// ([RFC 7797 §3](https://www.rfc-editor.org/rfc/rfc7797#section-3)).
    #[error("`b64` is false for some signatures and true for others")]
    MixedEncodings,
    /// A part of the JWS is not encoded in base64url
    /// ([RFC 7515 §5.2](https://www.rfc-editor.org/rfc/rfc7515#section-5.2), step 2).
    ///
    /// If the signer writes padding, [`Reader::padded`](super::Reader::padded) reads the token.
    #[error("the token's {part} is {error}; `Reader::padded` reads tokens with padding")]
    Base64 {
        /// The part that is not base64url.
        part: Part,
        /// The reason why the part is not base64url.
        error: base64url::Error,
    },
    /// The header cannot be parsed as a JSON object
    /// ([RFC 7515 §5.2](https://www.rfc-editor.org/rfc/rfc7515#section-5.2), step 3). The contained
    /// error is the reason.
    #[error("the JSON text of the token's header was refused: {0}")]
    Header(json::Error),
    /// A header parameter has the wrong JSON type, for example a number where a string is required.
    ///
    /// If the signer writes `"kid": null`, [`Reader::null_kid`](super::Reader::null_kid) reads the
    /// token.
    #[error("a header parameter has the wrong type: {0}")]
    HeaderParameter(#[from] MemberError),
    /// The header has no `alg`
    /// ([RFC 7515 §4.1.1](https://www.rfc-editor.org/rfc/rfc7515#section-4.1.1)).
    #[error("the token's header has no `alg`")]
    NoAlgorithm,
    /// The header parameter `crit` is malformed, or names an extension that the
    /// [`Reader`](super::Reader) does not understand
    /// ([RFC 7515 §4.1.11](https://www.rfc-editor.org/rfc/rfc7515#section-4.1.11)).
    #[error(transparent)]
    Critical(#[from] CriticalError),
    /// The header parameter `jwk` is malformed, or is a private key or shared secret
    /// ([RFC 7515 §4.1.3](https://www.rfc-editor.org/rfc/rfc7515#section-4.1.3)).
    ///
    /// A public key that is too weak, or that has an unknown type or curve, does not cause this
    /// error. For such a key, [`Header::jwk`](super::Header::jwk) returns `None`.
    #[error("`jwk` in the token's header is not a valid public key: {0}")]
    EmbeddedKey(jwk::Error),
    /// The `alg` in the header is `none`, so the token is not signed
    /// ([RFC 8725 §3.2](https://www.rfc-editor.org/rfc/rfc8725#section-3.2)).
    ///
    /// No key verifies such a token. The only reader for it is
    /// [`danger::unsecured_jws`](crate::danger::unsecured_jws).
    #[error("the token's `alg` is `none`: it is not signed, so anyone could have written it")]
    NotSigned,
    /// The `alg` in the header is not a supported signature algorithm
    /// ([RFC 8725 §3.2](https://www.rfc-editor.org/rfc/rfc8725#section-3.2)).
    ///
    /// [`SignatureAlgorithm::ALL`](crate::SignatureAlgorithm::ALL) lists the supported algorithms.
    #[error("the token's `alg` is not a supported signature algorithm")]
    UnsupportedAlgorithm,
    /// No key, or more than one key, fits the `kid` and `alg` in the header.
    #[error(transparent)]
    Key(#[from] SelectError),
    /// The signature is not valid for the token and the selected key
    /// ([RFC 7515 §5.2](https://www.rfc-editor.org/rfc/rfc7515#section-5.2), step 8).
    #[error("the signature is not valid")]
    Signature,
}

/// A part of a JWS, named by an error such as [`Error::Empty`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// The header: the first part of the compact form.
    Header,
    /// The payload: the second part of the compact form.
    Payload,
    /// The signature: the third part of the compact form.
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

/// The reason why the header parameter `crit` was refused, or why `b64`, which `crit` must name,
/// was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CriticalError {
    /// `crit` is an empty array.
    #[error("`crit` is an empty array; expected at least one name, or no `crit`")]
    Empty,
    /// `crit` contains a name twice.
    #[error("`crit` contains a name twice")]
    Repeated,
    /// `crit` names a parameter that RFC 7515, RFC 7516 or RFC 7518 defines. Such a parameter is
    /// not an extension, and `crit` must name only extensions.
    #[error("`crit` names a registered header parameter; expected only extensions")]
    Registered,
    /// `crit` names a header parameter that the protected header does not contain.
    #[error("`crit` names a parameter that is not in the protected header")]
    Absent,
    /// `crit` names an extension that the [`Reader`](super::Reader) does not understand.
    ///
    /// To accept the extension `b64`, call [`Reader::unencoded`](super::Reader::unencoded). To
    /// accept another extension, pass its name to
    /// [`Reader::understanding`](super::Reader::understanding).
    #[error(
        "`crit` names an extension that is not understood; `Reader::understanding` and \
         `Reader::unencoded` accept extensions"
    )]
    NotUnderstood,
    /// `crit` or `b64` is in the unprotected header
    /// ([RFC 7797 §3](https://www.rfc-editor.org/rfc/rfc7797#section-3)).
    #[error("`crit` or `b64` is in the unprotected header; expected it in the protected header")]
    Unprotected,
    /// The header has `b64`, but `crit` does not name it
    /// ([RFC 7797 §6](https://www.rfc-editor.org/rfc/rfc7797#section-6)).
    #[error("the header has `b64`, but `crit` does not name it")]
    B64,
}

impl Error {
    /// Returns the stable name of the error, such as `"jws.unknown_kid"`.
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
            Self::NotSigned => "jws.not_signed",
            Self::UnsupportedAlgorithm => "jws.unsupported_algorithm",
            Self::Key(SelectError::UnknownKid) => "jws.unknown_kid",
            Self::Key(SelectError::KeyLeftOut(_)) => "jws.key_left_out",
            Self::Key(SelectError::AlgorithmNotAllowed(_)) => "jws.algorithm_not_allowed",
            Self::Key(SelectError::Ambiguous) => "jws.ambiguous_key",
            Self::Signature => "jws.signature",
        }
    }

    /// Returns the error of the signature that came closer to being valid.
    pub(super) fn closer(self, other: Self) -> Self {
        let rank = |error: &Self| match error {
            Self::Signature => 4,
            Self::Key(SelectError::Ambiguous) => 3,
            Self::Key(_) => 2,
            Self::NotSigned | Self::UnsupportedAlgorithm | Self::Critical(_) => 1,
            _ => 0,
        };
        if rank(&other) > rank(&self) { other } else { self }
    }
}
