use std::borrow::Cow;
use std::sync::Arc;

use super::error::{Error, Part};
use super::header::Header;
use super::reader::{Parts, Reader, decode};
use crate::SignatureAlgorithm;
use crate::key::{VerificationKey, VerificationKeys};

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
    pub(super) fn read(
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

impl std::fmt::Debug for CompactJws<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CompactJws").field("header", &self.header).finish_non_exhaustive()
    }
}

/// The key that the header means, when the signature verifies with it.
pub(super) fn verifying_key<'k>(
    header: &Header,
    signing_input: &[u8],
    signature: &[u8],
    keys: &'k VerificationKeys,
) -> Result<&'k VerificationKey, Error> {
    // `none` is no algorithm, so it ends here, before any key is looked at.
    let algorithm: SignatureAlgorithm =
        header.alg().parse().map_err(|_| Error::UnsupportedAlgorithm)?;
    let key = keys.select(header.kid(), algorithm)?;
    // RFC 7515 §5.2 (8): over the text as received.
    key.verify(signing_input, signature).map_err(|_| Error::Signature)?;
    Ok(key)
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
