//! Strict percent-decoding: RFC 3986 §2.1, and the plus sign of HTML forms.

/// A percent sign that two hexadecimal digits do not follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BadPercent;

/// Decodes a part of a URI.
pub(crate) fn decode(text: &str) -> Result<Vec<u8>, BadPercent> {
    decode_bytes(text.bytes())
}

/// Decodes a name or value of a form, where a plus sign is a space.
pub(crate) fn decode_form(text: &str) -> Result<Vec<u8>, BadPercent> {
    decode_bytes(text.bytes().map(|byte| if byte == b'+' { b' ' } else { byte }))
}

fn decode_bytes(mut bytes: impl Iterator<Item = u8>) -> Result<Vec<u8>, BadPercent> {
    let mut decoded = Vec::new();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let high = bytes.next().and_then(hex).ok_or(BadPercent)?;
            let low = bytes.next().and_then(hex).ok_or(BadPercent)?;
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
            assert_eq!(decode(refused), Err(BadPercent), "{refused}");
            assert_eq!(decode_form(refused), Err(BadPercent), "{refused}");
        }
    }
}
