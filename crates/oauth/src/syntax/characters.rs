//! The character classes of RFC 6749 §A and of RFC 3986 §2.

/// Returns whether the byte is a `VSCHAR`: identifiers, codes, tokens and `state` are made of
/// these.
pub(crate) fn is_vschar(byte: u8) -> bool {
    matches!(byte, 0x20..=0x7E)
}

/// Returns whether the byte is an `NQCHAR`: scope tokens and `error_uri` are made of these.
pub(crate) fn is_nqchar(byte: u8) -> bool {
    matches!(byte, 0x21 | 0x23..=0x5B | 0x5D..=0x7E)
}

/// Returns whether the byte is an `NQSCHAR`: `error` and `error_description` are made of these.
pub(crate) fn is_nqschar(byte: u8) -> bool {
    byte == 0x20 || is_nqchar(byte)
}

/// Returns whether the byte is `unreserved` in RFC 3986: code verifiers are made of these.
pub(crate) fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// Returns whether the text is one or more `VSCHAR`.
pub(crate) fn is_visible_text(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(is_vschar)
}

/// Returns whether the text is one or more `NQCHAR`.
pub(crate) fn is_unquoted_text(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(is_nqchar)
}

/// Returns whether the text is one or more `NQSCHAR`.
pub(crate) fn is_description(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(is_nqschar)
}

/// Replaces every character of a description that is not an `NQSCHAR` by a question mark, so that
/// the description can be sent. Returns `None` if the text is empty.
pub(crate) fn sendable_description(text: &str) -> Option<String> {
    let fits = |character: char| u8::try_from(character).is_ok_and(is_nqschar);
    replaced(text, fits)
}

/// Replaces every character of a received description that is not printable by a question mark.
///
/// A description is a text for developers. It is useful even if it contains a wrong character, and
/// many servers do not write it in English, so it is not refused. The result is safe in a log: it
/// has no line breaks, and no characters that change the direction of the text. Returns `None` if
/// the text is empty.
pub(crate) fn printable_description(text: &str) -> Option<String> {
    replaced(text, is_printable)
}

fn replaced(text: &str, fits: impl Fn(char) -> bool) -> Option<String> {
    (!text.is_empty()).then(|| text.chars().map(|c| if fits(c) { c } else { '?' }).collect())
}

/// Returns whether a character is visible: it is not a control character or an invisible character,
/// and does not change the direction of the text.
fn is_printable(character: char) -> bool {
    let invisible = matches!(
        character,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    );
    !character.is_control() && !invisible
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc6749_a_classes_hold_exactly_their_octets() {
        let members = |class: fn(u8) -> bool| (0..=255).filter(|byte| class(*byte)).count();
        assert_eq!(members(is_vschar), 95);
        assert_eq!(members(is_nqschar), 93);
        assert_eq!(members(is_nqchar), 92);
        assert_eq!(members(is_unreserved), 66);
        for refused in [b'"', b'\\', 0x1F, 0x7F, b'\r', b'\n'] {
            assert!(!is_nqschar(refused));
        }
    }

    #[test]
    fn rfc6749_a_every_value_has_at_least_one_character() {
        assert!(!is_visible_text(""));
        assert!(!is_unquoted_text(""));
        assert!(!is_description(""));
    }
}
