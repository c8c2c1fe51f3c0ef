//! Hexadecimal text.

use crate::Json;

/// Decodes hexadecimal text. White space is ignored.
///
/// # Panics
/// If the text is not hexadecimal.
#[must_use]
#[expect(clippy::unwrap_used, reason = "a vector that cannot be read fails the test")]
pub fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u32> =
        text.chars().filter(|it| !it.is_whitespace()).map(|it| it.to_digit(16).unwrap()).collect();
    let (pairs, rest) = digits.as_chunks();
    assert!(rest.is_empty(), "an odd number of digits");
    pairs.iter().map(|[high, low]| u8::try_from(high << 4 | low).unwrap()).collect()
}

/// Decodes a hexadecimal member of a vector.
///
/// # Panics
/// If the member is absent or is not hexadecimal.
#[expect(clippy::unwrap_used, reason = "a vector that cannot be read fails the test")]
pub fn bytes(test: &Json, name: &str) -> Vec<u8> {
    hex(test.get(name).and_then(Json::as_str).unwrap())
}
