//! One line on standard error for each decision and each refusal, for the operator.

use std::fmt::{self, Write as _};
use std::io::{self, Write as _};

use anstream::{AutoStream, ColorChoice};
use anstyle::Style;
use symbolon::provider::{StoreFailed, Stored};
use symbolon_store::Error;
use time::OffsetDateTime;

use crate::system::clock;
use crate::terminal::{BAD, DIM, GOOD, Styled, timestamp};
use crate::transcript::Role;

/// The most characters of a reason that are printed.
const LONGEST: usize = 500;

/// The log of one party.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Log {
    role: Role,
    /// Whether standard error shows colours.
    is_coloured: bool,
    /// Whether nothing is printed, because a transcript shows the messages.
    silent: bool,
}

impl Log {
    /// Creates the log of a party.
    pub(crate) fn new(role: Role) -> Self {
        let is_coloured = AutoStream::choice(&io::stderr()) != ColorChoice::Never;
        Self { role, is_coloured, silent: false }
    }

    /// Switches the log off.
    pub(crate) fn silent(mut self) -> Self {
        self.silent = true;
        self
    }

    /// Prints that a request was granted: the name of the decision, and whom it is about.
    pub(crate) fn decision(&self, name: &str, about: impl fmt::Display) {
        self.print((GOOD, "granted"), name, about);
    }

    /// Prints that a request was refused: the code of the error, and its reason.
    pub(crate) fn refusal(&self, code: &str, reason: impl fmt::Display) {
        self.print((BAD, "refused"), code, reason);
    }

    /// Prints whether the store has stored the records that had to be stored before the answer was
    /// sent.
    pub(crate) fn stored(&self, name: &str, stored: Stored, about: impl fmt::Display) {
        match stored {
            Stored::Confirmed => self.decision(name, about),
            Stored::GrantRevoked => {
                self.refusal("store.revoked", format_args!("the grant was revoked; {about}"));
            }
            Stored::Failed => {
                self.refusal(StoreFailed.code(), format_args!("{StoreFailed}; {about}"))
            }
        }
    }

    /// Prints why the store has failed. The answer to the request does not contain the reason.
    pub(crate) fn store<T>(&self, outcome: Result<T, Error>) -> Result<T, Error> {
        outcome.inspect_err(|error| self.refusal(error.code(), error))
    }

    fn print(&self, mark: (Style, &str), name: &str, about: impl fmt::Display) {
        if self.silent {
            return;
        }
        let line = self.line(clock(), mark, name, about);
        // If standard error cannot be written, the failure cannot be reported anywhere.
        let _ = if self.is_coloured {
            anstream::stderr().write_all(line.as_bytes())
        } else {
            // `anstream` would look at the terminal again, and would write each style separately.
            io::stderr().write_all(line.as_bytes())
        };
    }

    /// Returns an entry with the end of its line, so that one call writes the whole line.
    fn line(
        &self,
        now: OffsetDateTime,
        (colour, mark): (Style, &str),
        name: &str,
        about: impl fmt::Display,
    ) -> String {
        let style = |style| if self.is_coloured { style } else { Style::new() };
        let (time, mark) = (Styled(style(DIM), timestamp(now)), Styled(style(colour), mark));
        let about = printable(&about.to_string());
        format!("{time}  {:<13}  {mark}  {name}: {about}\n", self.role.to_string())
    }
}

/// Replaces control characters by escapes. A reason can contain text of a request, and this text
/// must not look like another line of the log.
fn printable(text: &str) -> String {
    let mut printable = String::new();
    for (count, character) in text.chars().enumerate() {
        if count == LONGEST {
            printable.push('\u{2026}');
            break;
        }
        if character.is_control() || matches!(character, '\u{2028}'..='\u{202e}') {
            // Writing to a `String` cannot fail.
            let _ = write!(printable, "{}", character.escape_unicode());
        } else {
            printable.push(character);
        }
    }
    printable
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_one_line_with_its_time_its_party_and_its_code() {
        let reason = "found\nrefused\u{1b}[2J\u{202e}";
        let expected = "1970-01-01 00:00:00 UTC  provider       refused  a.code: \
                        found\\u{a}refused\\u{1b}[2J\\u{202e}\n";
        for is_coloured in [false, true] {
            let log = Log { role: Role::Provider, is_coloured, silent: false };
            let line = log.line(OffsetDateTime::UNIX_EPOCH, (BAD, "refused"), "a.code", reason);
            assert_eq!(anstream::adapter::strip_str(&line).to_string(), expected);
            // Without colours, the line is written as it is.
            assert_eq!(line != expected, is_coloured);
        }
    }

    #[test]
    fn a_long_reason_is_cut() {
        let long = printable(&"a".repeat(64 * 1024));
        assert_eq!(long.chars().count(), LONGEST + 1);
        assert!(long.ends_with('\u{2026}'));
    }
}
