//! Settings for parsing a JWE.

use serde_json::Value;

use super::error::{Error, Part};
use super::header::Header;
use crate::{Limits, Object, base64url};

/// Settings for parsing a JWE: limits, understood extensions, and whether compression is accepted.
///
/// [`CompactJwe::parse`](super::CompactJwe::parse) and [`JsonJwe::parse`](super::JsonJwe::parse)
/// use the reader that [`new`](Self::new) creates.
///
/// Call [`compact`](Self::compact) if you expect the compact form and [`json`](Self::json) if you
/// expect a JSON form. `compact` refuses a JSON form, and `json` refuses the compact form.
///
/// ```
/// use symbolon_jose::Limits;
/// use symbolon_jose::jwe::{Error, Reader};
///
/// let mut limits = Limits::DEFAULT;
/// limits.token = 4096;
/// let reader = Reader::new().limits(limits);
/// assert_eq!(reader.compact(&"x".repeat(4097)).unwrap_err(), Error::TooLarge);
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct Reader<'a> {
    pub(super) limits: Limits,
    understood: &'a [&'a str],
    inflating: bool,
    null_kid: bool,
}

impl Default for Reader<'_> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'a> Reader<'a> {
    /// Creates a reader with [`Limits::DEFAULT`] that refuses tokens with `crit` or `zip`.
    pub const fn new() -> Self {
        Self { limits: Limits::DEFAULT, understood: &[], inflating: false, null_kid: false }
    }

    /// Sets the limits on the size and cost of a token, instead of [`Limits::DEFAULT`].
    pub const fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets the extensions that `crit` is allowed to name. A token whose `crit` names a different
    /// extension is refused. **Your program must process each of these extensions** after
    /// decrypting, as the extension's specification requires.
    pub const fn understanding(mut self, extensions: &'a [&'a str]) -> Self {
        self.understood = extensions;
        self
    }

    /// Accepts content that was compressed with DEFLATE before it was encrypted, up to
    /// [`Limits::inflated`] bytes
    /// ([RFC 7516 §4.1.3](https://www.rfc-editor.org/rfc/rfc7516#section-4.1.3)).
    ///
    /// The length of compressed content reveals information about the content. An attacker who can
    /// choose a part of the plaintext can use the length to guess the rest
    /// ([RFC 8725 §3.6](https://www.rfc-editor.org/rfc/rfc8725#section-3.6)). Accept compressed
    /// content only from peers that cannot send uncompressed content.
    #[cfg(feature = "zip")]
    pub const fn inflating(mut self) -> Self {
        self.inflating = true;
        self
    }

    /// Reads `"kid": null` in a protected header as an absent `kid`. Use this method for senders
    /// that write `null` if their key has no name: see
    /// [`JwsQuirks::null_kid`](crate::jws::JwsQuirks::null_kid).
    pub const fn null_kid(mut self) -> Self {
        self.null_kid = true;
        self
    }

    /// Decodes and parses the protected header (RFC 7516 §5.2 (2), (3)).
    pub(super) fn protected(&self, text: &str) -> Result<Object, Error> {
        // Checked before decoding, so that a long header costs no memory. 4 characters encode 3
        // bytes.
        if text.len().saturating_mul(3) / 4 > self.limits.header {
            return Err(Error::HeaderTooLarge);
        }
        let header = decode(Part::Header, text)?;
        let mut header = Object::parse_within(&header, &self.limits).map_err(Error::Header)?;
        if self.null_kid && header.get("kid").is_some_and(Value::is_null) {
            header.remove("kid");
        }
        Ok(header)
    }

    /// Checks that this reader understands `crit` and accepts `zip` (RFC 7516 §5.2 (5)).
    pub(super) fn accepted(&self, header: Header) -> Result<Header, Error> {
        header.understood(self.understood)?;
        match header.zip() {
            None => Ok(header),
            // RFC 7516 §4.1.3: `DEF` is the only registered value.
            Some("DEF") if self.inflating => Ok(header),
            Some("DEF") => Err(Error::Compressed),
            Some(_) => Err(Error::UnsupportedCompression),
        }
    }
}

/// Decodes a part from base64url (RFC 7516 §5.2 (2)).
pub(super) fn decode(part: Part, text: &str) -> Result<Vec<u8>, Error> {
    base64url::decode(text).map_err(|error| Error::Base64 { part, error })
}
