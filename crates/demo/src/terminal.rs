//! What the commands print: colour on a terminal, plain text anywhere else.

use std::error::Error;
use std::fmt;
use std::io::Write;

use anstyle::{AnsiColor, Style};
use time::OffsetDateTime;

pub(crate) const GOOD: Style = AnsiColor::Green.on_default();
pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();
pub(crate) const BOLD: Style = Style::new().bold();
pub(crate) const DIM: Style = Style::new().dimmed();

/// Text in a style. `anstream` takes the style away where there is no terminal.
pub(crate) struct Styled<T>(pub(crate) Style, pub(crate) T);

impl<T: fmt::Display> fmt::Display for Styled<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(style, text) = self;
        write!(f, "{style}{text}{style:#}")
    }
}

/// Says on standard error what went wrong, and what made it so.
pub(crate) fn complain(error: &dyn Error) {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(": ");
        text.push_str(&error.to_string());
        source = error.source();
    }
    // Nobody is left to be told when that fails.
    let _ = writeln!(anstream::stderr(), "{} {text}", Styled(BAD, "error:"));
}

/// A moment as people write it, in UTC.
pub(crate) fn timestamp(moment: OffsetDateTime) -> String {
    let (date, (hour, minute, second)) = (moment.date(), moment.to_hms());
    format!("{date} {hour:02}:{minute:02}:{second:02} UTC")
}
