use super::error::{CriticalError, Error, Part};
use super::header::{Header, Protected};
use crate::{Limits, base64url};

/// How a JWS is read: within which limits, with which extensions, and in which form. The short
/// functions, such as [`CompactJws::parse`](super::CompactJws::parse), are this reader as [`new`](Self::new) makes it.
///
/// The form is the caller's word, never the token's: a reader of one form refuses the others
/// ([RFC 8725 §2.4](https://www.rfc-editor.org/rfc/rfc8725#section-2.4)).
///
/// ```
/// use symbolon_crypto_ring::CRYPTO;
/// use symbolon_jose::jws::{Jws, Reader};
/// # use symbolon_jose::{Secret, SignatureAlgorithm, SigningKey, VerificationKey};
/// # let secret = Secret::new(b"thirty-two bytes at the very least".to_vec());
/// # let key = SigningKey::from_secret(&secret, SignatureAlgorithm::Hs256, &CRYPTO)?;
/// # let keys = VerificationKey::from_secret(&secret, SignatureAlgorithm::Hs256, &CRYPTO)?.into();
///
/// let body = b"sent beside the signature, as it is";
/// let token = Jws::new(body.to_vec()).unencoded().detached().sign(&key)?;
/// let reader = Reader::new().unencoded();
/// assert!(reader.detached(&token, body)?.verify(&keys).is_ok());
/// assert!(reader.detached(&token, b"something else")?.verify(&keys).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct Reader<'a> {
    pub(super) limits: Limits,
    understood: &'a [&'a str],
    pub(super) unencoded: bool,
    pub(super) unprotected_algorithm: bool,
}

impl Default for Reader<'_> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'a> Reader<'a> {
    /// Reads within [`Limits::DEFAULT`], and understands no extension.
    pub const fn new() -> Self {
        Self {
            limits: Limits::DEFAULT,
            understood: &[],
            unencoded: false,
            unprotected_algorithm: false,
        }
    }

    /// How much is read.
    pub const fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The extensions that `crit` may name. **Whoever names an extension here promises to obey it**,
    /// after verifying.
    ///
    /// `b64` cannot be promised: it changes how a token is read, so [`unencoded`](Self::unencoded)
    /// is how to understand it.
    pub const fn understanding(mut self, extensions: &'a [&'a str]) -> Self {
        self.understood = extensions;
        self
    }

    /// Also reads tokens whose payload is not in base64url, and who say so with `"b64":false` in
    /// `crit`: [RFC 7797](https://www.rfc-editor.org/rfc/rfc7797). A JWT never is one.
    pub const fn unencoded(mut self) -> Self {
        self.unencoded = true;
        self
    }

    /// Also reads JSON forms whose `alg` stands in the unprotected header, where
    /// [RFC 7515 §7.2.1](https://www.rfc-editor.org/rfc/rfc7515#section-7.2.1) permits it.
    ///
    /// Whoever can change the message can then change `alg`, and with it which of several keys is
    /// asked ([RFC 7515 §10.7](https://www.rfc-editor.org/rfc/rfc7515#section-10.7)). A key still
    /// verifies with its one algorithm only, so this opens no attack between algorithms by itself; it
    /// makes the signature say less than its reader may think. Read so only what a peer cannot write
    /// differently.
    pub const fn unprotected_algorithm(mut self) -> Self {
        self.unprotected_algorithm = true;
        self
    }

    /// RFC 7515 §5.2 (2), (3). In `decoded` there will be `room` for what else is read there, in one
    /// allocation.
    pub(super) fn protected(
        &self,
        text: &str,
        decoded: &mut Vec<u8>,
        room: usize,
    ) -> Result<Protected, Error> {
        // The bound on decoded bytes, before decoding: four characters carry three bytes.
        if text.len().saturating_mul(3) / 4 > self.limits.header {
            return Err(Error::HeaderTooLarge);
        }
        decoded.reserve(room);
        decode(Part::Header, text, decoded)?;
        Protected::parse(decoded, &self.limits).map_err(Error::Header)
    }

    /// RFC 7515 §4.1.11: whatever `crit` names is understood.
    pub(super) fn understands(&self, header: &Header) -> Result<(), CriticalError> {
        let understood = |name: &str| match name {
            "b64" => self.unencoded,
            _ => self.understood.contains(&name),
        };
        if header.crit().iter().all(|name| understood(name)) {
            Ok(())
        } else {
            Err(CriticalError::NotUnderstood)
        }
    }
}

pub(super) fn decode(part: Part, text: &str, decoded: &mut Vec<u8>) -> Result<(), Error> {
    base64url::decode_onto(decoded, text).map_err(|error| Error::Base64 { part, error })
}
