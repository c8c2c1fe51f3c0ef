//! Text from a message of the other party, in a form that an error can hold and print.

use std::fmt;

/// The most bytes of a text that an excerpt keeps.
const MAX_BYTES: usize = 200;
/// The most texts of a list that an excerpt keeps.
const MAX_TEXTS: usize = 8;

/// The beginning of a text that another party sent. An error message can show it safely.
///
/// An excerpt keeps at most the first 200 bytes, so that an error stays small. `Display` prints the
/// text in double quotes and escapes every character that is not printable ASCII. So the text
/// cannot add a forged line to a log, and a Cyrillic letter `о` cannot be mistaken for the Latin
/// letter `o`. Do not create an excerpt from a secret.
///
/// ```
/// use symbolon_jose::Excerpt;
///
/// let found = Excerpt::new("https://\u{43e}p.example\n");
/// assert_eq!(found.to_string(), r#""https://\u{43e}p.example\n""#);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Excerpt {
    text: String,
    left_out: usize,
}

impl Excerpt {
    /// Creates an excerpt that keeps at most the first 200 bytes of `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let boundary = (0..=MAX_BYTES.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
        let (kept, rest) = text.split_at(boundary.unwrap_or(0));
        Self { text: kept.to_owned(), left_out: rest.len() }
    }

    /// Returns the kept text, without quotes and escapes. If the whole text has more than 200
    /// bytes, only its beginning was kept.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// Prints the same as `Display`, so that an error is readable under `Debug` too.
impl fmt::Debug for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"")?;
        for character in self.text.chars() {
            match character {
                '"' | '\\' => write!(f, "\\{character}")?,
                ' '..='~' => write!(f, "{character}")?,
                _ => write!(f, "{}", character.escape_default())?,
            }
        }
        f.write_str("\"")?;
        match self.left_out {
            0 => Ok(()),
            left_out => write!(f, " and {left_out} more bytes"),
        }
    }
}

/// The first texts of a list that another party sent, such as the audiences of a token. An error
/// message can show them safely.
///
/// At most the first eight texts are kept, each as an [`Excerpt`].
///
/// ```
/// use symbolon_jose::Excerpts;
///
/// let found = Excerpts::new(&["app".to_owned(), "https://api.example".to_owned()]);
/// assert_eq!(found.to_string(), r#"["app", "https://api.example"]"#);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Excerpts {
    texts: Vec<Excerpt>,
    left_out: usize,
}

impl Excerpts {
    /// Creates excerpts of the first eight of `texts`, or of all `texts` if the list is shorter.
    #[must_use]
    pub fn new(texts: &[String]) -> Self {
        let kept = texts.iter().take(MAX_TEXTS).map(|text| Excerpt::new(text)).collect();
        Self { texts: kept, left_out: texts.len().saturating_sub(MAX_TEXTS) }
    }

    /// Returns the kept texts: the first texts of the list, at most eight.
    #[must_use]
    pub fn texts(&self) -> &[Excerpt] {
        &self.texts
    }
}

/// Prints the same as `Display`, so that an error is readable under `Debug` too.
impl fmt::Debug for Excerpts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Excerpts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[")?;
        for (index, text) in self.texts.iter().enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            write!(f, "{separator}{text}")?;
        }
        f.write_str("]")?;
        match self.left_out {
            0 => Ok(()),
            left_out => write!(f, " and {left_out} more"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_except_printable_ascii_is_escaped() {
        for (text, printed) in [
            ("", r#""""#),
            ("it's a `b`", r#""it's a `b`""#),
            ("a\"b\\c", r#""a\"b\\c""#),
            ("a\r\nb\u{1b}[31m", r#""a\r\nb\u{1b}[31m""#),
            ("\u{202e}\u{e9}", r#""\u{202e}\u{e9}""#),
        ] {
            assert_eq!(Excerpt::new(text).to_string(), printed);
        }
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        let excerpt = Excerpt::new(&format!("{}\u{e9}xyz", "a".repeat(199)));
        assert_eq!(excerpt.as_str(), "a".repeat(199));
        assert_eq!(excerpt.to_string(), format!("\"{}\" and 5 more bytes", "a".repeat(199)));
        assert_eq!(Excerpt::new(&"a".repeat(200)).to_string().len(), 202);
    }

    #[test]
    fn a_long_list_is_cut() {
        let texts: Vec<String> = (0..10).map(|number| number.to_string()).collect();
        let excerpt = Excerpts::new(&texts);
        assert_eq!(excerpt.texts().len(), 8);
        assert_eq!(excerpt.to_string(), r#"["0", "1", "2", "3", "4", "5", "6", "7"] and 2 more"#);
        assert_eq!(Excerpts::new(&[]).to_string(), "[]");
    }
}
