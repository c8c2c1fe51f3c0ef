//! Tokens whose `alg` is `none`.

use crate::jws::{self, Header, Reader};

/// A JWS **without a signature**: anyone could have written its header and payload.
///
/// `Debug` shows only the header.
#[derive(Clone)]
pub struct UnsecuredJws {
    header: Header,
    payload: Vec<u8>,
}

/// The reason why [`unsecured_jws`] refused a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnsecuredError {
    /// The token is not a compact JWS.
    #[error(transparent)]
    Jws(#[from] jws::Error),
    /// The token's `alg` is not `none`, or the token has a signature. Verify it instead, with
    /// [`CompactJws`](jws::CompactJws) or [`Expected`](crate::jwt::Expected)
    /// ([RFC 7515 §A.5](https://www.rfc-editor.org/rfc/rfc7515#appendix-A.5)).
    #[error("the token names a signature algorithm or has a signature; verify it instead")]
    Signed,
}

impl UnsecuredError {
    /// Returns the stable name of the error, such as `"unsecured.signed"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Jws(error) => error.code(),
            Self::Signed => "unsecured.signed",
        }
    }
}

/// Reads a JWS whose `alg` is `none` and whose signature is empty:
/// [RFC 7518 §3.6](https://www.rfc-editor.org/rfc/rfc7518#section-3.6).
///
/// **What an attacker gains: everything.** Anyone who can pass a token to this function chooses its
/// content. Use it only for tokens that are protected in another way, such as an ID Token that your
/// client received directly from the token endpoint over TLS, if the client is registered with the
/// `id_token_signed_response_alg` `none`.
///
/// ```
/// use symbolon_jose::danger;
///
/// let anyone_can_write_this = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.";
/// let jws = danger::unsecured_jws(anyone_can_write_this)?;
/// assert_eq!(jws.payload(), br#"{"sub":"admin"}"#);
/// # Ok::<(), danger::UnsecuredError>(())
/// ```
///
/// # Errors
/// [`UnsecuredError::Jws`] if the token is not a compact JWS, and [`UnsecuredError::Signed`] if its
/// `alg` is not `none` or its signature is not empty.
pub fn unsecured_jws(token: &str) -> Result<UnsecuredJws, UnsecuredError> {
    let (header, payload, signature) = Reader::new().unverified(token)?;
    // RFC 7518 §3.6: the signature is the empty string. A signature is never skipped unverified.
    if header.alg() != "none" || !signature.is_empty() {
        return Err(UnsecuredError::Signed);
    }
    Ok(UnsecuredJws { header, payload })
}

impl UnsecuredJws {
    /// Returns the header, which no signature protects.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Returns the payload, which no signature protects.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }
}

impl std::fmt::Debug for UnsecuredJws {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UnsecuredJws").field("header", &self.header).finish_non_exhaustive()
    }
}
