use std::borrow::Cow;
use std::sync::Arc;

use super::error::{Error, Part};
use super::header::Header;
use super::reader::{Reader, decode};
use super::signing_input::{printable, signing_input};
use super::verify::verifying_key;
use crate::key::VerificationKeys;
use crate::{SignatureAlgorithm, compact};

/// A compact JWS that has been read and **not verified**.
///
/// Its header may be looked at, to choose keys by; its payload is out of reach until
/// [`verify`](Self::verify) hands it over.
///
/// ```compile_fail,E0599
/// # fn read(token: &str) -> Result<(), symbolon_jose::jws::Error> {
/// let unverified = symbolon_jose::jws::CompactJws::parse(token)?;
/// unverified.payload(); // no such method
/// # Ok(())
/// # }
/// ```
///
/// `Debug` shows the header alone.
#[derive(Clone)]
pub struct CompactJws<'a> {
    header: Header,
    signing_input: Cow<'a, [u8]>,
    /// The payload, and after it the signature: one allocation for both.
    decoded: Vec<u8>,
    payload_len: usize,
}

impl<'a> CompactJws<'a> {
    /// Reads a token as [`Reader::new`] does.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn parse(token: &'a str) -> Result<Self, Error> {
        Reader::new().compact(token)
    }

    /// Of a header, what was signed, and the payload decoded.
    fn read(
        header: Header,
        signing_input: Cow<'a, [u8]>,
        mut decoded: Vec<u8>,
        parts: &Parts<'_>,
    ) -> Result<Self, Error> {
        let payload_len = decoded.len();
        // RFC 7515 §5.2 (7).
        decode(Part::Signature, parts.signature, &mut decoded)?;
        Ok(Self { header, signing_input, decoded, payload_len })
    }

    /// The header, **not verified**: good for choosing keys, and for nothing else.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Verifies the signature with the one key that the header means.
    ///
    /// # Errors
    /// [`Error::UnsupportedAlgorithm`], [`Error::Key`], [`Error::Signature`].
    pub fn verify(mut self, keys: &VerificationKeys) -> Result<VerifiedJws, Error> {
        let (_, signature) = self.decoded.split_at_checked(self.payload_len).unwrap_or_default();
        let key = verifying_key(&self.header, &self.signing_input, signature, keys)?;
        self.decoded.truncate(self.payload_len);
        Ok(VerifiedJws {
            header: self.header,
            payload: self.decoded,
            algorithm: key.algorithm(),
            key: key.shared_kid(),
        })
    }
}

impl Reader<'_> {
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
}

impl std::fmt::Debug for CompactJws<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CompactJws").field("header", &self.header).finish_non_exhaustive()
    }
}

/// The parts of a compact form as text.
pub(super) struct Parts<'t> {
    signing_input: &'t str,
    header: &'t str,
    payload: &'t str,
    signature: &'t str,
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

/// A JWS whose signature has been verified. There is no other way to one.
#[derive(Clone)]
pub struct VerifiedJws {
    header: Header,
    payload: Vec<u8>,
    algorithm: SignatureAlgorithm,
    key: Option<Arc<str>>,
}

impl VerifiedJws {
    /// The header.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The payload.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// Header and payload, by value.
    #[must_use]
    pub fn into_parts(self) -> (Header, Vec<u8>) {
        (self.header, self.payload)
    }

    /// The algorithm of the key that verified.
    #[must_use]
    pub fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    /// The `kid` of the key that verified.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }
}

impl std::fmt::Debug for VerifiedJws {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("VerifiedJws")
            .field("header", &self.header)
            .field("algorithm", &self.algorithm)
            .finish_non_exhaustive()
    }
}
