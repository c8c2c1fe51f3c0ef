//! The prose in a file: comments, documentation, error messages and names of functions.

use crate::files::TextFile;

/// Phrases that readers stumble over. They are a file apart, so that no test finds them in itself.
const PHRASES: &str = include_str!("../data/phrases.txt");

/// Returns the lines of a file that contain a phrase from the kept list, each with the phrase. A
/// phrase that is broken over two lines is found as well.
#[must_use]
pub fn stumbles(file: &TextFile) -> Vec<(usize, &'static str)> {
    let lines: Vec<String> = file.text.lines().map(|line| prose(file, line)).collect();
    let mut found = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let after = lines.get(number.saturating_add(1)).map_or("", String::as_str);
        let both = format!("{line} {after}");
        for phrase in PHRASES.lines() {
            let begins_here = positions(&both, phrase).any(|position| position < line.len());
            if begins_here {
                found.push((number.saturating_add(1), phrase));
            }
        }
    }
    found
}

/// Where a phrase stands in a text as words of their own.
fn positions<'a>(text: &'a str, phrase: &'a str) -> impl Iterator<Item = usize> + 'a {
    text.match_indices(phrase).map(|(position, _)| position).filter(move |position| {
        let before = text.get(..*position).and_then(|it| it.chars().next_back());
        let end = position.saturating_add(phrase.len());
        let after = text.get(end..).and_then(|it| it.chars().next());
        let word_ends = !phrase.ends_with(char::is_alphanumeric);
        !before.is_some_and(is_of_a_word) && (word_ends || !after.is_some_and(is_of_a_word))
    })
}

fn is_of_a_word(character: char) -> bool {
    character.is_alphanumeric() || character == '`'
}

/// The prose on a line in lower case, or nothing when the line is code.
fn prose(file: &TextFile, line: &str) -> String {
    let text = line.trim();
    let prose = match text {
        _ if file.is("md") || file.is("html") => text.to_owned(),
        _ if text.starts_with("//") => text.trim_start_matches(['/', '!']).to_owned(),
        _ if text.starts_with('#') && !file.is("rs") => text.trim_start_matches('#').to_owned(),
        _ if text.starts_with("#[error(") => text.to_owned(),
        _ if file.is("rs") => function_name(text).unwrap_or_default().replace('_', " "),
        _ => String::new(),
    };
    prose.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Returns the name of the function that begins on a line, if one does.
#[must_use]
pub fn function_name(line: &str) -> Option<&str> {
    let (before, after) = line.trim_start().split_once("fn ")?;
    let modifier = |word: &str| word.starts_with("pub") || ["const", "async"].contains(&word);
    let end = after.find(|it: char| !it.is_alphanumeric() && it != '_')?;
    if before.split_whitespace().all(modifier) { after.get(..end) } else { None }
}
