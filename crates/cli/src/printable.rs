//! Text that a stranger wrote, made safe to print in a terminal.

use std::fmt::Write as _;

/// Replaces the characters that would control a terminal, or the order in which it shows the others,
/// by escapes as in `\u{202e}`.
pub(crate) fn printable(text: &str) -> String {
    let mut printable = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_control() || is_invisible(character) {
            // Writing to a `String` cannot fail.
            let _ = write!(printable, "\\u{{{:x}}}", u32::from(character));
        } else {
            printable.push(character);
        }
    }
    printable
}

/// Returns whether a character changes the direction of its neighbours, ends a line, or is not
/// visible.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_controls_a_terminal_is_printed() {
        assert_eq!(
            printable("a\u{1b}[31mb\n\u{9b}\u{202e}\u{7f}é"),
            "a\\u{1b}[31mb\\u{a}\\u{9b}\\u{202e}\\u{7f}é"
        );
    }
}
