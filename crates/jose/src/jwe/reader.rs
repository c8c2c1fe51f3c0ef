use super::error::{Error, Part};
use super::header::Header;
use crate::{Limits, Object, base64url};

/// How a JWE is read: within which limits, with which extensions, and whether it may be compressed.
/// The short functions, such as [`CompactJwe::parse`](super::CompactJwe::parse), are this reader as [`new`](Self::new) makes
/// it.
///
/// The form is the caller's word, never the token's: a reader of one form refuses the other.
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
}

impl Default for Reader<'_> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'a> Reader<'a> {
    /// Reads within [`Limits::DEFAULT`], understands no extension, and inflates nothing.
    pub const fn new() -> Self {
        Self { limits: Limits::DEFAULT, understood: &[], inflating: false }
    }

    /// How much is read.
    pub const fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The extensions that `crit` may name. **Whoever names an extension here promises to obey it**,
    /// after decrypting.
    pub const fn understanding(mut self, extensions: &'a [&'a str]) -> Self {
        self.understood = extensions;
        self
    }

    /// Also reads content that was compressed with DEFLATE before it was encrypted
    /// ([RFC 7516 §4.1.3](https://www.rfc-editor.org/rfc/rfc7516#section-4.1.3)), up to
    /// [`Limits::inflated`].
    ///
    /// Compressed content gives its length away, and with it, where an attacker chooses a part of
    /// it, the rest ([RFC 8725 §3.6](https://www.rfc-editor.org/rfc/rfc8725#section-3.6)). Read so
    /// only what a peer cannot write differently.
    #[cfg(feature = "zip")]
    pub const fn inflating(mut self) -> Self {
        self.inflating = true;
        self
    }

    /// RFC 7516 §5.2 (2), (3): the protected header.
    pub(super) fn protected(&self, text: &str) -> Result<Object, Error> {
        // The bound on decoded bytes, before decoding: four characters carry three bytes.
        if text.len().saturating_mul(3) / 4 > self.limits.header {
            return Err(Error::HeaderTooLarge);
        }
        let header = decode(Part::Header, text)?;
        Object::parse_within(&header, &self.limits).map_err(Error::Header)
    }

    /// RFC 7516 §5.2 (5): what the header wants is understood, and done.
    pub(super) fn accepted(&self, header: Header) -> Result<Header, Error> {
        header.understood(self.understood)?;
        match header.zip() {
            None => Ok(header),
            // RFC 7516 §4.1.3: the one value there is.
            Some("DEF") if self.inflating => Ok(header),
            Some("DEF") => Err(Error::Compressed),
            Some(_) => Err(Error::UnsupportedCompression),
        }
    }
}

/// RFC 7516 §5.2 (2).
pub(super) fn decode(part: Part, text: &str) -> Result<Vec<u8>, Error> {
    base64url::decode(text).map_err(|error| Error::Base64 { part, error })
}
