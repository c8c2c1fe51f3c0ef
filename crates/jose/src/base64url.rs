//! Base64url without padding, read strictly: [RFC 7515 §2].
//!
//! One byte string has one text: padding, line breaks, the standard alphabet and stray trailing
//! bits are all refused, so that no two different tokens decode to the same one.
//!
//! ```
//! use symbolon_jose::base64url;
//!
//! assert_eq!(base64url::encode(b"\xff\xfe"), "__4");
//! assert_eq!(base64url::decode("__4").unwrap(), b"\xff\xfe");
//! assert!(base64url::decode("__5").is_err()); // the same two bytes, other trailing bits
//! assert!(base64url::decode("__4=").is_err());
//! ```
//!
//! [RFC 7515 §2]: https://www.rfc-editor.org/rfc/rfc7515#section-2

mod engine;

use base64::Engine as _;

use engine::ENGINE;

/// The text is not base64url without padding, or not the one spelling of its bytes.
///
/// [RFC 7515 §2](https://www.rfc-editor.org/rfc/rfc7515#section-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not canonical base64url without padding")]
pub struct Error;

impl Error {
    /// `"base64url"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        "base64url"
    }
}

/// The one text of these bytes.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    ENGINE.encode(bytes)
}

/// The bytes of this text.
///
/// # Errors
/// [`Error`] for any character outside the alphabet, padding, an impossible length, or trailing
/// bits that are not zero.
pub fn decode(text: &str) -> Result<Vec<u8>, Error> {
    ENGINE.decode(text).map_err(|_| Error)
}

/// Appends the text of these bytes.
pub(crate) fn encode_onto(text: &mut String, bytes: &[u8]) {
    ENGINE.encode_string(bytes, text);
}

/// Appends the bytes of this text.
pub(crate) fn decode_onto(bytes: &mut Vec<u8>, text: &str) -> Result<(), Error> {
    ENGINE.decode_vec(text, bytes).map_err(|_| Error)
}
