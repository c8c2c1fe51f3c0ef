//! Colours and error messages. `anstream` removes the colours where there is no terminal, and where
//! `NO_COLOR` is set.

use std::error::Error;
use std::io::Write;

use anstyle::{AnsiColor, Style};

use crate::printable::printable;

pub(crate) const GOOD: Style = AnsiColor::Green.on_default();
pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();
pub(crate) const BOLD: Style = Style::new().bold();
pub(crate) const DIM: Style = Style::new().dimmed();

/// Writes an error and everything that caused it to standard error on one line, then the way out.
pub(crate) fn complain(error: &dyn Error, way_out: Option<&str>) {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(": ");
        text.push_str(&error.to_string());
        source = error.source();
    }
    note(&format!("{BAD}error:{BAD:#} {}", printable(&text)));
    if let Some(way_out) = way_out {
        note(&format!("{BOLD}help:{BOLD:#} {way_out}"));
    }
}

/// Writes a line to standard error, where it does not mix with the output of the command.
pub(crate) fn note(line: &str) {
    // When standard error cannot be written, there is nowhere left to say so.
    let _ = writeln!(anstream::stderr(), "{line}");
}
