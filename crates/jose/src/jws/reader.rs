use std::borrow::Cow;

use super::compact::CompactJws;
use super::error::{CriticalError, Error, Part};
use super::header::{Header, Protected};
use super::json::JsonJws;
use crate::{Limits, base64url, compact};

/// How a JWS is read: within which limits, with which extensions, and in which form. The short
/// functions, such as [`CompactJws::parse`], are this reader as [`new`](Self::new) makes it.
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

    /// Reads the compact form: header, payload, signature
    /// ([RFC 7515 §7.1](https://www.rfc-editor.org/rfc/rfc7515#section-7.1)).
    ///
    /// # Errors
    /// See [`Error`].
    pub fn compact<'t>(&self, token: &'t str) -> Result<CompactJws<'t>, Error> {
        let parts = self.split(token)?;
        if parts.payload.is_empty() {
            return Err(Error::Empty(Part::Payload));
        }
        parts.needs_a_signature()?;
        let mut decoded = Vec::new();
        let header = self.header(parts.header, &mut decoded, parts.decoded_len())?;
        decoded.clear();
        if header.is_unencoded() {
            decoded.extend_from_slice(printable(parts.payload)?.as_bytes());
        } else {
            decode(Part::Payload, parts.payload, &mut decoded)?;
        }
        CompactJws::read(header, Cow::Borrowed(parts.signing_input.as_bytes()), decoded, &parts)
    }

    /// Reads the compact form without its payload, which is brought along
    /// ([RFC 7515, appendix F](https://www.rfc-editor.org/rfc/rfc7515#appendix-F)).
    ///
    /// The limits do not bound the payload: it is the caller's already.
    ///
    /// # Errors
    /// See [`Error`]; [`Error::NotDetached`] when the token has a payload of its own.
    pub fn detached<'t>(&self, token: &'t str, payload: &[u8]) -> Result<CompactJws<'t>, Error> {
        let parts = self.split(token)?;
        // One payload, not two to choose from.
        if !parts.payload.is_empty() {
            return Err(Error::NotDetached);
        }
        parts.needs_a_signature()?;
        let (mut decoded, room) = (Vec::new(), parts.decoded_len().saturating_add(payload.len()));
        let header = self.header(parts.header, &mut decoded, room)?;
        decoded.clear();
        decoded.extend_from_slice(payload);
        let input = signing_input(parts.header, payload, header.is_unencoded());
        CompactJws::read(header, Cow::Owned(input), decoded, &parts)
    }

    /// Header, payload and signature, if there is one: for `danger` alone.
    pub(crate) fn unverified(&self, token: &str) -> Result<(Header, Vec<u8>, Vec<u8>), Error> {
        let parts = self.split(token)?;
        if parts.payload.is_empty() {
            return Err(Error::Empty(Part::Payload));
        }
        let header = self.header(parts.header, &mut Vec::new(), 0)?;
        let (mut payload, mut signature) = (Vec::new(), Vec::new());
        decode(Part::Payload, parts.payload, &mut payload)?;
        decode(Part::Signature, parts.signature, &mut signature)?;
        Ok((header, payload, signature))
    }

    /// Reads a JSON form, flattened or general
    /// ([RFC 7515 §7.2](https://www.rfc-editor.org/rfc/rfc7515#section-7.2)).
    ///
    /// # Errors
    /// See [`Error`].
    pub fn json(&self, text: &str) -> Result<JsonJws, Error> {
        JsonJws::read(text, None, self)
    }

    /// Reads a JSON form without its payload, which is brought along
    /// ([RFC 7515, appendix F](https://www.rfc-editor.org/rfc/rfc7515#appendix-F)).
    ///
    /// The limits do not bound the payload: it is the caller's already.
    ///
    /// # Errors
    /// See [`Error`]; [`Error::NotDetached`] when there is a `payload` in the text.
    pub fn detached_json(&self, text: &str, payload: &[u8]) -> Result<JsonJws, Error> {
        JsonJws::read(text, Some(payload), self)
    }

    /// RFC 7515 §7.1: two dots, three parts.
    fn split<'t>(&self, token: &'t str) -> Result<Parts<'t>, Error> {
        if token.len() > self.limits.token {
            return Err(Error::TooLarge);
        }
        let [header, payload, signature] = compact::parts(token).ok_or(Error::NotCompact)?;
        let signed = token.len().saturating_sub(signature.len()).saturating_sub(1);
        let signing_input = token.get(..signed).ok_or(Error::NotCompact)?;
        if header.is_empty() {
            return Err(Error::Empty(Part::Header));
        }
        Ok(Parts { signing_input, header, payload, signature })
    }

    /// The header of a compact form, all of which is protected.
    fn header(&self, text: &str, decoded: &mut Vec<u8>, room: usize) -> Result<Header, Error> {
        let header = Header::read(self.protected(text, decoded, room)?)?;
        self.understands(&header)?;
        Ok(header)
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

/// The parts of a compact form as text.
pub(super) struct Parts<'t> {
    signing_input: &'t str,
    header: &'t str,
    payload: &'t str,
    pub(super) signature: &'t str,
}

impl Parts<'_> {
    fn needs_a_signature(&self) -> Result<(), Error> {
        if self.signature.is_empty() { Err(Error::Empty(Part::Signature)) } else { Ok(()) }
    }

    /// Enough for the header, and later for payload and signature together.
    fn decoded_len(&self) -> usize {
        self.header.len().max(self.payload.len().saturating_add(self.signature.len()))
    }
}

/// RFC 7515 §5.2 (8), RFC 7797 §3.
pub(super) fn signing_input(protected: &str, payload: &[u8], unencoded: bool) -> Vec<u8> {
    let mut input = String::with_capacity(
        protected.len().saturating_add(payload.len().saturating_mul(4) / 3).saturating_add(4),
    );
    input.push_str(protected);
    input.push('.');
    if !unencoded {
        base64url::encode_onto(&mut input, payload);
    }
    let mut input = input.into_bytes();
    if unencoded {
        input.extend_from_slice(payload);
    }
    input
}

/// RFC 7797 §5.2: printable ASCII without a dot, which would be a fourth part.
pub(super) fn printable(payload: &str) -> Result<&str, Error> {
    if payload.bytes().all(|byte| matches!(byte, b' '..=b'-' | b'/'..=b'~')) {
        Ok(payload)
    } else {
        Err(Error::PayloadCharacters)
    }
}

pub(super) fn decode(part: Part, text: &str, decoded: &mut Vec<u8>) -> Result<(), Error> {
    base64url::decode_onto(decoded, text).map_err(|error| Error::Base64 { part, error })
}
