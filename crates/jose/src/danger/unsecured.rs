use crate::jws::{self, Header, Reader};

/// A JWS that **nobody signed**: the header and payload are whatever its sender wrote.
///
/// `Debug` shows the header alone.
#[derive(Clone)]
pub struct UnsecuredJws {
    header: Header,
    payload: Vec<u8>,
}

/// Why a token is not an unsecured JWS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnsecuredError {
    /// Not a compact JWS.
    #[error(transparent)]
    Jws(#[from] jws::Error),
    /// `alg` is not `none`, or there is a signature
    /// ([RFC 7515, appendix A.5](https://www.rfc-editor.org/rfc/rfc7515#appendix-A.5)): the token is
    /// to be verified, not to be read like this.
    #[error("the token is signed, or says so")]
    Signed,
}

impl UnsecuredError {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Jws(error) => error.code(),
            Self::Signed => "unsecured.signed",
        }
    }
}

/// Reads a JWS whose `alg` is `none` and whose signature is empty, and no other:
/// [RFC 7518 §3.6](https://www.rfc-editor.org/rfc/rfc7518#section-3.6).
///
/// **What an attacker gains: everything.** Whoever can hand this function a token decides what it
/// says. It is for tokens that something else protects, such as an ID Token that came straight from
/// the token endpoint over TLS, of a client that registered `none`.
///
/// ```
/// use symbolon_jose::danger;
///
/// let anybody_wrote_this = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.";
/// let jws = danger::unsecured_jws(anybody_wrote_this)?;
/// assert_eq!(jws.payload(), br#"{"sub":"admin"}"#);
/// # Ok::<(), danger::UnsecuredError>(())
/// ```
///
/// # Errors
/// See [`UnsecuredError`].
pub fn unsecured_jws(token: &str) -> Result<UnsecuredJws, UnsecuredError> {
    let (header, payload, signature) = Reader::new().unverified(token)?;
    // RFC 7518 §3.6: the empty string, and nothing else. Never a signature that nobody looked at.
    if header.alg() != "none" || !signature.is_empty() {
        return Err(UnsecuredError::Signed);
    }
    Ok(UnsecuredJws { header, payload })
}

impl UnsecuredJws {
    /// The header, which nobody signed.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The payload, which nobody signed.
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
