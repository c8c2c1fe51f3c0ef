//! Strict percent-decoding of URIs and of HTML forms.

/// A percent sign that is not followed by two hexadecimal digits
/// ([RFC 3986 §2.1](https://www.rfc-editor.org/rfc/rfc3986#section-2.1)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BadPercent {
    /// The index of the percent sign in the encoded text.
    pub(crate) position: usize,
}

/// Decodes a part of a URI.
pub(crate) fn decode(text: &str) -> Result<Vec<u8>, BadPercent> {
    decode_bytes(text.bytes())
}

/// Decodes a name or value of a form, in which a plus sign stands for a space.
pub(crate) fn decode_form(text: &str) -> Result<Vec<u8>, BadPercent> {
    decode_bytes(text.bytes().map(|byte| if byte == b'+' { b' ' } else { byte }))
}

/// Returns the index in the encoded `text` at which the decoded byte with this `index` begins.
pub(crate) fn encoded_position(text: &str, index: usize) -> usize {
    let mut bytes = text.bytes().enumerate();
    for _ in 0..index {
        if let Some((_, b'%')) = bytes.next() {
            bytes.nth(1);
        }
    }
    bytes.next().map_or(text.len(), |(position, _)| position)
}

fn decode_bytes(bytes: impl Iterator<Item = u8>) -> Result<Vec<u8>, BadPercent> {
    let mut decoded = Vec::new();
    let mut bytes = bytes.enumerate();
    while let Some((position, byte)) = bytes.next() {
        if byte == b'%' {
            let mut digit = || bytes.next().and_then(|(_, digit)| hex(digit));
            let high = digit().ok_or(BadPercent { position })?;
            let low = digit().ok_or(BadPercent { position })?;
            decoded.push((high << 4) | low);
        } else {
            decoded.push(byte);
        }
    }
    Ok(decoded)
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc3986_2_1_two_hexadecimal_digits() {
        assert_eq!(decode("a%2Fb%2f+").unwrap(), b"a/b/+");
        assert_eq!(decode_form("a+b%2B").unwrap(), b"a b+");
        for refused in ["%", "%2", "%2x", "%x2", "%%41", "%+1", "%é"] {
            assert_eq!(decode(refused), Err(BadPercent { position: 0 }), "{refused}");
            assert_eq!(decode_form(refused), Err(BadPercent { position: 0 }), "{refused}");
        }
        assert_eq!(decode("a%41%4"), Err(BadPercent { position: 4 }));
    }

    #[test]
    fn a_decoded_byte_is_found_in_the_encoded_text() {
        let text = "a%2Fb%2f";
        let positions = [0, 1, 4, 5, 8, 8];
        for (index, position) in positions.into_iter().enumerate() {
            assert_eq!(encoded_position(text, index), position, "{index}");
        }
    }
}
