use super::error::{Error, Part};
use super::header::Header;
use crate::key::VerificationKeys;
use crate::{Limits, Object, SignatureAlgorithm, base64url};

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
    signing_input: &'a str,
    payload: Vec<u8>,
    signature: Vec<u8>,
}

impl<'a> CompactJws<'a> {
    /// Reads a token under [`Limits::DEFAULT`], understanding no `crit` extension.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn parse(token: &'a str) -> Result<Self, Error> {
        Self::parse_within(token, &Limits::DEFAULT)
    }

    /// Reads a token under these limits, understanding no `crit` extension.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn parse_within(token: &'a str, limits: &Limits) -> Result<Self, Error> {
        Self::parse_understanding(token, &[], limits)
    }

    /// Reads a token whose `crit` may name these extensions. **Whoever names an extension here
    /// promises to obey it**, after verifying.
    ///
    /// `b64` cannot be promised: it changes how a token is read, so only a reader made for it may
    /// understand it.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn parse_understanding(
        token: &'a str,
        understood: &[&str],
        limits: &Limits,
    ) -> Result<Self, Error> {
        if token.len() > limits.token {
            return Err(Error::TooLarge);
        }
        let (signing_input, header, payload, signature) = split(token)?;
        // The bound on decoded bytes, before decoding: four characters carry three bytes.
        if header.len().saturating_mul(3) / 4 > limits.header {
            return Err(Error::HeaderTooLarge);
        }
        let header = decode(Part::Header, header)?;
        let header = Object::parse_within(&header, limits).map_err(Error::Header)?;
        let understood: Vec<&str> =
            understood.iter().copied().filter(|name| *name != "b64").collect();
        Ok(Self {
            header: Header::read(header, &understood)?,
            signing_input,
            payload: decode(Part::Payload, payload)?,
            signature: decode(Part::Signature, signature)?,
        })
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
    pub fn verify(self, keys: &VerificationKeys) -> Result<VerifiedJws, Error> {
        // `none` is no algorithm, so it ends here, before any key is looked at.
        let algorithm: SignatureAlgorithm =
            self.header.alg().parse().map_err(|_| Error::UnsupportedAlgorithm)?;
        let key = keys.select(self.header.kid(), algorithm)?;
        // RFC 7515 §5.2 (8): over the text as received.
        key.verify(self.signing_input.as_bytes(), &self.signature).map_err(|_| Error::Signature)?;
        Ok(VerifiedJws {
            header: self.header,
            payload: self.payload,
            algorithm,
            key: key.kid().map(str::to_owned),
        })
    }
}

impl std::fmt::Debug for CompactJws<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CompactJws").field("header", &self.header).finish_non_exhaustive()
    }
}

/// A JWS whose signature has been verified. There is no other way to one.
#[derive(Clone)]
pub struct VerifiedJws {
    header: Header,
    payload: Vec<u8>,
    algorithm: SignatureAlgorithm,
    key: Option<String>,
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

/// RFC 7515 §7.1: the signing input and the three parts, none of them empty. Looks at no more than
/// four dots' worth of the token, so a token of dots costs nothing.
fn split(token: &str) -> Result<(&str, &str, &str, &str), Error> {
    let (signing_input, signature) = token.rsplit_once('.').ok_or(Error::NotCompact)?;
    let (header, payload) = signing_input.split_once('.').ok_or(Error::NotCompact)?;
    if payload.contains('.') {
        return Err(Error::NotCompact);
    }
    for (part, text) in
        [(Part::Header, header), (Part::Payload, payload), (Part::Signature, signature)]
    {
        if text.is_empty() {
            return Err(Error::Empty(part));
        }
    }
    Ok((signing_input, header, payload, signature))
}

fn decode(part: Part, text: &str) -> Result<Vec<u8>, Error> {
    base64url::decode(text).map_err(|error| Error::Base64 { part, error })
}
