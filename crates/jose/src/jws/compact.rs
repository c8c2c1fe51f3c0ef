//! The compact form of a JWS.

use std::borrow::Cow;
use std::sync::Arc;

use super::error::{Error, Part};
use super::header::Header;
use super::reader::Reader;
use super::signing_input::{printable, signing_input};
use super::verify::{any_key, verifying_key};
use crate::key::{SelectError, VerificationKeys};
use crate::{SignatureAlgorithm, compact};

/// A JWS in the compact form that has been parsed. Its signature has **not been verified** yet.
///
/// Before [`verify`](Self::verify) has succeeded, you can read the header, for example to choose
/// keys. You cannot read the payload:
///
/// ```compile_fail,E0599
/// # fn read(token: &str) -> Result<(), symbolon_jose::jws::Error> {
/// let unverified = symbolon_jose::jws::CompactJws::parse(token)?;
/// unverified.payload(); // no such method
/// # Ok(())
/// # }
/// ```
///
/// `Debug` shows only the header.
#[derive(Clone)]
pub struct CompactJws<'a> {
    header: Header,
    signing_input: Cow<'a, [u8]>,
    /// The payload followed by the signature, in one allocation.
    decoded: Vec<u8>,
    payload_len: usize,
    any_key: bool,
}

impl<'a> CompactJws<'a> {
    /// Parses a token with the default settings (see [`Reader::new`]).
    ///
    /// # Errors
    /// An error if the token does not have the compact form, or exceeds a limit: see
    /// [`Reader::compact`].
    pub fn parse(token: &'a str) -> Result<Self, Error> {
        Reader::new().compact(token)
    }

    /// Creates a JWS from its decoded header and payload, and decodes its signature.
    fn read(
        reader: &Reader<'_>,
        header: Header,
        signing_input: Cow<'a, [u8]>,
        mut decoded: Vec<u8>,
        parts: &Parts<'_>,
    ) -> Result<Self, Error> {
        let payload_len = decoded.len();
        // RFC 7515 §5.2 (7): the signature is base64url.
        reader.decode(Part::Signature, parts.signature, &mut decoded)?;
        let any_key = reader.tries_any_key();
        Ok(Self { header, signing_input, decoded, payload_len, any_key })
    }

    /// Returns the header, which is **not verified**: use it only to choose keys.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Verifies the signature with one of `keys`, which is selected by the `kid` and `alg` in the
    /// header.
    ///
    /// # Errors
    /// - [`Error::NotSigned`] if `alg` is `none`;
    /// - [`Error::UnsupportedAlgorithm`] if `alg` is not a supported signature algorithm;
    /// - [`Error::Key`] if no key, or more than one key, fits the `kid` and `alg` in the header;
    /// - [`Error::Signature`] if the signature is not valid.
    pub fn verify(mut self, keys: &VerificationKeys) -> Result<VerifiedJws, Error> {
        let (_, signature) = self.decoded.split_at_checked(self.payload_len).unwrap_or_default();
        let key = match verifying_key(&self.header, &self.signing_input, signature, keys) {
            Err(Error::Key(SelectError::Ambiguous)) if self.any_key => {
                any_key(&self.header, &self.signing_input, signature, keys)?
            }
            selected => selected?,
        };
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
    /// Parses a JWS in the compact form, which consists of a header, a payload and a signature,
    /// separated by dots ([RFC 7515 §7.1](https://www.rfc-editor.org/rfc/rfc7515#section-7.1)).
    ///
    /// # Errors
    /// - [`Error::TooLarge`] and [`Error::HeaderTooLarge`] if the token exceeds this reader's
    ///   limits;
    /// - [`Error::NotSigned`] if the signature is empty and `alg` is `none`;
    /// - [`Error::NotCompact`], [`Error::Empty`], [`Error::Base64`] and
    ///   [`Error::PayloadCharacters`] if the token does not have the compact form;
    /// - [`Error::Header`], [`Error::HeaderParameter`], [`Error::NoAlgorithm`] and
    ///   [`Error::EmbeddedKey`] if the header is malformed;
    /// - [`Error::Critical`] if `crit` is malformed or names an extension that this reader does not
    ///   understand.
    pub fn compact<'t>(&self, token: &'t str) -> Result<CompactJws<'t>, Error> {
        let parts = self.split(token)?;
        if parts.payload.is_empty() {
            return Err(Error::Empty(Part::Payload));
        }
        self.needs_a_signature(&parts)?;
        let mut decoded = Vec::new();
        let header = self.header(parts.header, &mut decoded, parts.decoded_len())?;
        decoded.clear();
        if header.is_unencoded() {
            decoded.extend_from_slice(printable(parts.payload)?.as_bytes());
        } else {
            self.decode(Part::Payload, parts.payload, &mut decoded)?;
        }
        let input = Cow::Borrowed(parts.signing_input.as_bytes());
        CompactJws::read(self, header, input, decoded, &parts)
    }

    /// Parses a JWS in the compact form that was sent without its payload
    /// ([RFC 7515 §F](https://www.rfc-editor.org/rfc/rfc7515#appendix-F)).
    ///
    /// As `payload`, pass the bytes that you received separately, without base64url encoding. The
    /// reader's limits do not apply to `payload`.
    ///
    /// # Errors
    /// - [`Error::NotDetached`] if the token contains a payload;
    /// - another error if the rest of the token is not acceptable: see [`compact`](Self::compact).
    pub fn detached<'t>(&self, token: &'t str, payload: &[u8]) -> Result<CompactJws<'t>, Error> {
        let parts = self.split(token)?;
        // With two payloads, it would be unclear which of them is signed.
        if !parts.payload.is_empty() {
            return Err(Error::NotDetached);
        }
        self.needs_a_signature(&parts)?;
        let (mut decoded, room) = (Vec::new(), parts.decoded_len().saturating_add(payload.len()));
        let header = self.header(parts.header, &mut decoded, room)?;
        decoded.clear();
        decoded.extend_from_slice(payload);
        let input = signing_input(parts.header, payload, header.is_unencoded());
        CompactJws::read(self, header, Cow::Owned(input), decoded, &parts)
    }

    /// Parses the compact form and returns header, payload and signature without verifying them.
    ///
    /// The signature may be empty. Only the `danger` module may call this function.
    pub(crate) fn unverified(&self, token: &str) -> Result<(Header, Vec<u8>, Vec<u8>), Error> {
        let parts = self.split(token)?;
        if parts.payload.is_empty() {
            return Err(Error::Empty(Part::Payload));
        }
        let header = self.header(parts.header, &mut Vec::new(), 0)?;
        let (mut payload, mut signature) = (Vec::new(), Vec::new());
        self.decode(Part::Payload, parts.payload, &mut payload)?;
        self.decode(Part::Signature, parts.signature, &mut signature)?;
        Ok((header, payload, signature))
    }

    /// Splits a token at its two dots: RFC 7515 §7.1.
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

    /// Refuses an empty signature. If `alg` is `none`, the error is [`Error::NotSigned`].
    fn needs_a_signature(&self, parts: &Parts<'_>) -> Result<(), Error> {
        if !parts.signature.is_empty() {
            return Ok(());
        }
        match self.header(parts.header, &mut Vec::new(), 0) {
            Ok(header) if header.alg() == "none" => Err(Error::NotSigned),
            _ => Err(Error::Empty(Part::Signature)),
        }
    }

    /// Reads the header of a compact form, where every parameter is protected.
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

/// The parts of a compact form, not decoded.
pub(super) struct Parts<'t> {
    signing_input: &'t str,
    header: &'t str,
    payload: &'t str,
    signature: &'t str,
}

impl Parts<'_> {
    /// Returns a capacity that suffices for the header, and later for payload and signature.
    fn decoded_len(&self) -> usize {
        self.header.len().max(self.payload.len().saturating_add(self.signature.len()))
    }
}

/// A JWS in the compact form whose signature has been verified. Returned only by
/// [`CompactJws::verify`].
///
/// `Debug` shows only the header and the algorithm.
#[derive(Clone)]
pub struct VerifiedJws {
    header: Header,
    payload: Vec<u8>,
    algorithm: SignatureAlgorithm,
    key: Option<Arc<str>>,
}

impl VerifiedJws {
    /// Returns the header, which the verified signature covers.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Returns the payload, which the verified signature covers.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// Returns the header and the payload by value.
    #[must_use]
    pub fn into_parts(self) -> (Header, Vec<u8>) {
        (self.header, self.payload)
    }

    /// Returns the algorithm of the key that verified the signature.
    #[must_use]
    pub fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    /// Returns the `kid` of the key that verified the signature, or `None` if the key has no `kid`.
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
