//! Strict base64url without padding: [RFC 7515 §2].
//!
//! Every byte string has exactly one encoding. Padding, line breaks, the characters `+` and `/`,
//! and nonzero trailing bits are refused, so two different texts never decode to the same bytes.
//!
//! ```
//! use symbolon_jose::base64url;
//!
//! assert_eq!(base64url::encode(b"\xff\xfe"), "__4");
//! assert_eq!(base64url::decode("__4").unwrap(), b"\xff\xfe");
//! assert!(base64url::decode("__5").is_err()); // its trailing bits are not zero
//! assert!(base64url::decode("__4=").is_err());
//! ```
//!
//! [RFC 7515 §2]: https://www.rfc-editor.org/rfc/rfc7515#section-2

mod engine;

use base64::Engine as _;

use engine::ENGINE;

/// The error for a text that is not base64url without padding.
///
/// [`decode`] lists the texts that it refuses
/// ([RFC 7515 §2](https://www.rfc-editor.org/rfc/rfc7515#section-2)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not valid base64url; expected no padding, and zero in the unused bits at the end")]
pub struct Error;

impl Error {
    /// Returns the stable name of the error: `"base64url"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        "base64url"
    }
}

/// Encodes bytes as base64url without padding.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    ENGINE.encode(bytes)
}

/// Decodes base64url without padding.
///
/// # Errors
/// [`Error`] if the text contains padding or any other character outside the base64url alphabet, if
/// the number of characters is one more than a multiple of 4, or if the unused bits of the last
/// character are not zero.
pub fn decode(text: &str) -> Result<Vec<u8>, Error> {
    ENGINE.decode(text).map_err(|_| Error)
}

/// Appends the encoding of `bytes` to `text`.
pub(crate) fn encode_onto(text: &mut String, bytes: &[u8]) {
    ENGINE.encode_string(bytes, text);
}

/// Decodes base64url with exactly the padding of RFC 4648 §4, and appends the decoded bytes to
/// `bytes`. After an error, discard `bytes`.
pub(crate) fn decode_padded_onto(bytes: &mut Vec<u8>, text: &str) -> Result<(), Error> {
    let unpadded = text.trim_end_matches('=');
    let padding = text.len().saturating_sub(unpadded.len());
    // Each group of four characters is complete, and at most two of them are padding.
    if !text.len().is_multiple_of(4) || padding > 2 {
        return Err(Error);
    }
    decode_onto(bytes, unpadded)
}

/// Appends the bytes that `text` decodes to. After an error, discard `bytes`.
pub(crate) fn decode_onto(bytes: &mut Vec<u8>, text: &str) -> Result<(), Error> {
    ENGINE.decode_vec(text, bytes).map_err(|_| Error)
}
