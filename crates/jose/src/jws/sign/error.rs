use super::super::error::Error;
use crate::SignatureAlgorithm;

/// Why a JWS cannot be signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignError {
    /// The backend failed: no randomness, or a faulty key.
    #[error("the cryptography backend could not sign")]
    Backend,
    /// `alg`, `kid`, `crit`, `b64`, `typ` or `cty` among the other parameters: they follow from the
    /// key, from [`critical`](super::super::Parameters::critical) and from
    /// [`unencoded`](super::Jws::unencoded), or have methods of their own.
    #[error("alg, kid, crit, b64, typ and cty are no parameters like others")]
    Reserved,
    /// The header is one that readers refuse.
    #[error("the header is one that readers refuse: {0}")]
    Header(Error),
    /// The compact form has no unprotected header
    /// ([RFC 7515 §3.1](https://www.rfc-editor.org/rfc/rfc7515#section-3.1)).
    #[error("the compact form has no unprotected header")]
    Unprotected,
    /// The compact form cannot tell an empty payload from a detached one
    /// ([RFC 7515, appendix F](https://www.rfc-editor.org/rfc/rfc7515#appendix-F)).
    #[error("the compact form cannot tell an empty payload from a detached one")]
    EmptyPayload,
    /// The payload cannot stand in this form as it is: a dot or a character beyond printable ASCII in
    /// the compact form, or no UTF-8 in a JSON form
    /// ([RFC 7797 §5](https://www.rfc-editor.org/rfc/rfc7797#section-5)).
    #[error("the payload has characters that this form cannot hold unencoded")]
    PayloadCharacters,
    /// Nobody signed
    /// ([RFC 7515 §7.2.1](https://www.rfc-editor.org/rfc/rfc7515#section-7.2.1)).
    #[error("nobody signed")]
    NoSignature,
}

impl SignError {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Backend => "sign.backend",
            Self::Reserved => "sign.reserved",
            Self::Header(_) => "sign.header",
            Self::Unprotected => "sign.unprotected",
            Self::EmptyPayload => "sign.empty_payload",
            Self::PayloadCharacters => "sign.payload_characters",
            Self::NoSignature => "sign.no_signature",
        }
    }
}

/// The signature cannot be one of this algorithm: it has another length. DER instead of R and S of
/// fixed length is the usual cause
/// ([RFC 7518 §3.4](https://www.rfc-editor.org/rfc/rfc7518#section-3.4)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a signature of {found} bytes is none of {algorithm}")]
pub struct AttachError {
    /// The algorithm that the header names.
    pub algorithm: SignatureAlgorithm,
    /// The bytes of the signature given.
    pub found: usize,
}

impl AttachError {
    /// `"sign.attach"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        "sign.attach"
    }

    pub(super) fn check(algorithm: SignatureAlgorithm, signature: &[u8]) -> Result<(), Self> {
        let found = signature.len();
        let fits = match algorithm.signature_len() {
            Some(len) => found == len,
            None => (256..=1024).contains(&found),
        };
        if fits { Ok(()) } else { Err(Self { algorithm, found }) }
    }
}
