//! The errors of signing a JWS.

use std::fmt;

use super::super::error::Error;
use crate::SignatureAlgorithm;

/// The reason why a JWS could not be signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignError {
    /// The cryptography backend could not compute the signature, for example because its source of
    /// randomness failed or because the private key is faulty.
    #[error("the cryptography backend could not sign")]
    Backend,
    /// A reserved header parameter was added with
    /// [`HeaderParameters::param`](super::super::HeaderParameters::param) or a similar method. The
    /// string is the name of the parameter.
    ///
    /// The signing key determines `alg` and `kid`. Set `crit`, `b64`, `typ` and `cty` with the
    /// methods that are made for them.
    #[error(
        "`{0}` cannot be added as a parameter: `alg` and `kid` are taken from the key; for `crit`, \
         `b64`, `typ` and `cty` use `critical`, `unencoded`, `typ` and `cty`"
    )]
    Reserved(&'static str),
    /// The JWS was not signed, because a recipient would refuse its header. The contained error
    /// says why.
    #[error("a recipient would refuse the header: {0}")]
    Header(Error),
    /// A parameter was added to the unprotected header, but a JWS in the compact form has only a
    /// protected header ([RFC 7515 §3.1](https://www.rfc-editor.org/rfc/rfc7515#section-3.1)). Use
    /// the JSON form.
    #[error("the compact form has no unprotected header; use the JSON form")]
    Unprotected,
    /// The payload is empty. The compact form does not allow an empty payload, because a recipient
    /// would treat it as a detached payload
    /// ([RFC 7515 §F](https://www.rfc-editor.org/rfc/rfc7515#appendix-F)).
    ///
    /// Call [`detached`](super::Jws::detached), or use the JSON form.
    #[error("the compact form cannot contain an empty payload; use `detached` or the JSON form")]
    EmptyPayload,
    /// The unencoded payload contains characters that are not allowed in the chosen form of the
    /// JWS. The compact form allows printable ASCII except dots, and a JSON form allows UTF-8
    /// ([RFC 7797 §5](https://www.rfc-editor.org/rfc/rfc7797#section-5)).
    #[error(
        "the unencoded payload cannot be written in this form: expected printable ASCII without a \
         dot in the compact form, UTF-8 in a JSON form"
    )]
    PayloadCharacters,
    /// No signature was added to the [`GeneralJws`](super::GeneralJws)
    /// ([RFC 7515 §7.2.1](https://www.rfc-editor.org/rfc/rfc7515#section-7.2.1)).
    #[error("the JWS has no signature; add at least one with `GeneralJws::sign`")]
    NoSignature,
}

impl SignError {
    /// Returns the stable name of the error, such as `"sign.reserved"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Backend => "sign.backend",
            Self::Reserved(_) => "sign.reserved",
            Self::Header(_) => "sign.header",
            Self::Unprotected => "sign.unprotected",
            Self::EmptyPayload => "sign.empty_payload",
            Self::PayloadCharacters => "sign.payload_characters",
            Self::NoSignature => "sign.no_signature",
        }
    }
}

/// The error that the signature of an external signer does not have the length that the algorithm
/// requires.
///
/// The usual cause is a DER-encoded ECDSA signature. In a JWS, an ECDSA signature consists of the
/// number R followed by the number S, each with a fixed number of bytes
/// ([RFC 7518 §3.4](https://www.rfc-editor.org/rfc/rfc7518#section-3.4)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the signature has {found} bytes; expected {}", ExpectedLength(*algorithm))]
pub struct AttachError {
    /// The algorithm of the signature: `alg` in the header of the JWS.
    pub algorithm: SignatureAlgorithm,
    /// The number of bytes that the external signer's signature has.
    pub found: usize,
}

/// The fewest and most bytes of an RSA signature, for moduli of 2 048 to 8 192 bits.
const RSA_MIN: usize = 256;
const RSA_MAX: usize = 1024;

/// The length of an algorithm's signatures, for people to read.
struct ExpectedLength(SignatureAlgorithm);

impl fmt::Display for ExpectedLength {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use SignatureAlgorithm::{Es256, Es256k, Es384, Es512};
        let algorithm = self.0;
        match algorithm.signature_len() {
            Some(len) => write!(f, "{len} bytes for {algorithm}")?,
            None => write!(f, "{RSA_MIN} to {RSA_MAX} bytes for {algorithm}")?,
        }
        if matches!(algorithm, Es256 | Es384 | Es512 | Es256k) {
            f.write_str(" (R and S, not DER)")?;
        }
        Ok(())
    }
}

impl AttachError {
    /// Returns the stable name of the error, `"sign.attach"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        "sign.attach"
    }

    /// Checks that a signature has the length of this algorithm's signatures.
    pub(super) fn check(algorithm: SignatureAlgorithm, signature: &[u8]) -> Result<(), Self> {
        let found = signature.len();
        let fits = match algorithm.signature_len() {
            Some(len) => found == len,
            None => (RSA_MIN..=RSA_MAX).contains(&found),
        };
        if fits { Ok(()) } else { Err(Self { algorithm, found }) }
    }
}
