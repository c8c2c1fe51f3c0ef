//! The settings with which a JWS is parsed.

use super::error::{CriticalError, Error, Part};
use super::header::{Header, Protected};
use super::quirks::JwsQuirks;
use crate::{Limits, base64url};

/// A parser for JWS with its settings, for example the limits and the extensions that it accepts.
///
/// [`CompactJws::parse`](super::CompactJws::parse) and [`JsonJws::parse`](super::JsonJws::parse)
/// use the default settings (see [`new`](Self::new)).
///
/// There are separate methods for parsing the compact form and for parsing the JSON forms. Each
/// method refuses all other forms
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
/// let body = b"a body that is sent separately";
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
    quirks: JwsQuirks,
}

impl Default for Reader<'_> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'a> Reader<'a> {
    /// Creates a reader with the default settings. It applies [`Limits::DEFAULT`], understands no
    /// extensions, and refuses a JWS whose `alg` is in the unprotected header.
    pub const fn new() -> Self {
        Self {
            limits: Limits::DEFAULT,
            understood: &[],
            unencoded: false,
            unprotected_algorithm: false,
            quirks: JwsQuirks::NONE,
        }
    }

    /// Sets the limits that a token must not exceed, such as the maximum number of bytes.
    pub const fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets the names of the extensions that your program understands. The reader accepts a token
    /// whose `crit` names these extensions. **Your program must process each extension in `crit`**
    /// after the token has been verified.
    ///
    /// To accept the extension `b64`, call [`unencoded`](Self::unencoded) instead. This method has
    /// no effect for `b64`, because that extension changes how a token is parsed.
    pub const fn understanding(mut self, extensions: &'a [&'a str]) -> Self {
        self.understood = extensions;
        self
    }

    /// Accepts tokens whose header contains `"b64":false`. The payload of such a token is not
    /// encoded in base64url ([RFC 7797](https://www.rfc-editor.org/rfc/rfc7797)).
    ///
    /// Do not call this method for JWTs, which must not use `b64`.
    pub const fn unencoded(mut self) -> Self {
        self.unencoded = true;
        self
    }

    /// Accepts a JWS in a JSON form that has `alg` in the unprotected header, as
    /// [RFC 7515 §7.2.1](https://www.rfc-editor.org/rfc/rfc7515#section-7.2.1) allows.
    ///
    /// Call this method only if the signer cannot put `alg` into the protected header. An attacker
    /// can change an unprotected `alg` to select another of your keys
    /// ([RFC 7515 §10.7](https://www.rfc-editor.org/rfc/rfc7515#section-10.7)). The attacker cannot
    /// make a key verify with an algorithm other than the key's own algorithm.
    pub const fn unprotected_algorithm(mut self) -> Self {
        self.unprotected_algorithm = true;
        self
    }

    /// Expects base64url with padding in each part of a token. A part without the padding that it
    /// needs is refused: see [`JwsQuirks::padding`].
    ///
    /// ```
    /// use symbolon_jose::jws::Reader;
    ///
    /// let token = "eyJhbGciOiJFUzI1NiJ9.e30=.AA=="; // as an AWS load balancer writes it
    /// assert!(Reader::new().compact(token).is_err());
    /// assert!(Reader::new().padded().compact(token).is_ok());
    /// ```
    pub const fn padded(mut self) -> Self {
        self.quirks.padding = true;
        self
    }

    /// Reads `"kid": null` in a protected header as an absent `kid`: see [`JwsQuirks::null_kid`].
    pub const fn null_kid(mut self) -> Self {
        self.quirks.null_kid = true;
        self
    }

    /// Sets the deviations that this reader accepts. All other deviations are refused.
    pub const fn quirks(mut self, quirks: JwsQuirks) -> Self {
        self.quirks = quirks;
        self
    }

    /// Decodes and parses a protected header: RFC 7515 §5.2 (2), (3).
    ///
    /// Reserves `room` bytes in `decoded`, so that the caller can decode the other parts there
    /// without another allocation.
    pub(super) fn protected(
        &self,
        text: &str,
        decoded: &mut Vec<u8>,
        room: usize,
    ) -> Result<Protected, Error> {
        // The limit is on decoded bytes. It is checked before decoding: four characters are three
        // bytes.
        if text.len().saturating_mul(3) / 4 > self.limits.header {
            return Err(Error::HeaderTooLarge);
        }
        decoded.reserve(room);
        self.decode(Part::Header, text, decoded)?;
        let protected = Protected::parse(decoded, &self.limits).map_err(Error::Header)?;
        Ok(protected.with_kid(self.quirks))
    }

    /// Returns whether each fitting key is tried: see [`JwsQuirks::any_key`].
    pub(super) const fn tries_any_key(&self) -> bool {
        self.quirks.any_key
    }

    /// Decodes one part of a token from base64url: RFC 7515 §5.2 (2).
    pub(super) fn decode(
        &self,
        part: Part,
        text: &str,
        decoded: &mut Vec<u8>,
    ) -> Result<(), Error> {
        let result = if self.quirks.padding {
            base64url::decode_padded_onto(decoded, text)
        } else {
            base64url::decode_onto(decoded, text)
        };
        result.map_err(|error| Error::Base64 { part, error })
    }

    /// Checks that this reader understands every extension that `crit` names: RFC 7515 §4.1.11.
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
