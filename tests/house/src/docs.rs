//! The doc comments of a source file, with the items that they describe.
//!
//! Files are read line by line. `cargo fmt` has been over them, so each
//! item begins on a new line and ends where a brace closes at the same indentation.

use std::path::PathBuf;

use crate::files::TextFile;

/// An item with a doc comment.
#[derive(Clone, Debug)]
pub struct DocItem {
    /// The file.
    pub path: PathBuf,
    /// The line on which the doc comment begins, counted from 1.
    pub line: usize,
    /// The first line of the type, trait or implementation that the item is in.
    pub inside: Option<String>,
    /// The item up to its body or value.
    pub signature: String,
    /// The text of the doc comment.
    pub text: String,
    /// Whether users of the crate can see the item.
    pub public: bool,
}

impl DocItem {
    /// Whether the item is a function or a method.
    #[must_use]
    pub fn is_function(&self) -> bool {
        let words: Vec<&str> = self.signature.split_whitespace().take(5).collect();
        words.contains(&"fn") && !self.signature.contains("macro_rules!")
    }
}

/// What stands around a line.
struct Around {
    first_line: String,
    indentation: usize,
    /// Whether what is inside without `pub` is public all the same.
    opens: bool,
}

/// Returns the items of a file that have a doc comment, without those of its tests.
#[must_use]
pub fn items(file: &TextFile) -> Vec<DocItem> {
    let lines: Vec<&str> = file.text.lines().collect();
    let mut items = Vec::new();
    let mut around: Vec<Around> = Vec::new();
    let mut doc: Vec<&str> = Vec::new();
    let mut begins = 0_usize;
    let mut rest = lines.iter().enumerate();
    while let Some((number, line)) = rest.next() {
        let text = line.trim_start();
        let indentation = line.len().saturating_sub(text.len());
        if text == "#[cfg(test)]" {
            let closing = format!("{}}}", " ".repeat(indentation));
            let one_line = lines.get(number.saturating_add(1)).is_some_and(|it| it.ends_with(';'));
            rest.find(|(_, line)| one_line || **line == closing);
            doc.clear();
        } else if let Some(comment) = text.strip_prefix("///") {
            if doc.is_empty() {
                begins = number.saturating_add(1);
            }
            doc.push(comment.strip_prefix(' ').unwrap_or(comment));
        } else if text.starts_with("#[") && !text.ends_with(']') {
            // An attribute over several lines stands between the doc comment and its item.
            rest.find(|(_, line)| line.trim_start() == ")]");
        } else if !text.starts_with("#[") && !text.is_empty() {
            around.retain(|it| it.indentation < indentation || !text.starts_with(['}', ')']));
            around.retain(|it| it.indentation < indentation);
            if !doc.is_empty() {
                let public = text.starts_with("pub ") || around.last().is_some_and(|it| it.opens);
                let inside = around.last().map(|it| it.first_line.clone());
                let signature = signature(lines.get(number..).unwrap_or_default());
                let text = doc.join("\n");
                let path = file.path.clone();
                items.push(DocItem { path, line: begins, inside, signature, text, public });
                doc.clear();
            }
            if text.ends_with('{') {
                let opens = opens(text) && (indentation == 0 || text.starts_with("pub "));
                let first_line = text.trim_end_matches('{').trim_end().to_owned();
                around.push(Around { first_line, indentation, opens });
            }
        }
    }
    items
}

/// Whether everything in this block is public: a public enum or trait, or a table in a macro.
fn opens(line: &str) -> bool {
    let table = line.trim_end_matches(['{', '(', ' ']).ends_with('!');
    line.starts_with("pub enum ") || line.starts_with("pub trait ") || table
}

/// Returns an item without its body, its value or the comma after it, on one line.
fn signature(lines: &[&str]) -> String {
    let mut signature = String::new();
    for line in lines.iter().map(|line| line.trim()) {
        if line.starts_with('}') {
            break;
        }
        signature.push_str(if signature.is_empty() { "" } else { " " });
        signature.push_str(line);
        if line.ends_with(['{', ';', ',']) && depth(&signature) <= 0 {
            break;
        }
    }
    signature.trim_end_matches(['{', ';', ',', ' ']).to_owned()
}

/// Counts the brackets that are open, without the brace of the body at the end.
fn depth(text: &str) -> i32 {
    let text = text.strip_suffix('{').unwrap_or(text);
    text.chars().fold(0, |depth: i32, character| match character {
        '(' | '[' | '{' => depth.saturating_add(1),
        ')' | ']' | '}' => depth.saturating_sub(1),
        _ => depth,
    })
}
