//! Percent-encoding of the values of a WebFinger query.
//!
//! This is not the encoding of forms: RFC 7033 §4.1 encodes values as RFC 3986 does, so a plus sign
//! stands for itself. A form parser would read `joe+wiki@example.com` as another account.

use std::fmt::Write as _;

/// Encodes a value. Only the unreserved characters of RFC 3986 §2.3 stay as they are.
pub(super) fn encode(value: &str) -> String {
    let mut encoded = String::new();
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a `String` cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// Decodes a text in percent-encoding. Returns `None` if an escape is malformed or if the decoded
/// bytes are not UTF-8.
pub(super) fn decode(text: &str) -> Option<String> {
    let mut decoded = Vec::new();
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let mut digit = || char::from(bytes.next()?).to_digit(16);
            let (high, low) = (digit()?, digit()?);
            decoded.push(u8::try_from((high << 4) | low).ok()?);
        } else {
            decoded.push(byte);
        }
    }
    String::from_utf8(decoded).ok()
}
