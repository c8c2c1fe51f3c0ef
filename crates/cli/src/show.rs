//! Prints what a token holds, which its sender chose, so that it cannot control the terminal.

use std::io::{self, Write};

use serde_json::Value;
use symbolon::jose::{NumericDate, Object};
use time::OffsetDateTime;

use crate::printable::printable;
use crate::terminal::{BOLD, DIM};

/// The members that are times: RFC 7519 §4.1, Core §2 and §5.1.
const TIMES: &[&str] = &["exp", "nbf", "iat", "auth_time", "updated_at"];

/// Prints a title, then the members of a JSON object, one on each line. A number that is a time has
/// its date beside it.
pub(crate) fn members(out: &mut impl Write, title: &str, object: &Object) -> io::Result<()> {
    writeln!(out, "\n{BOLD}{title}{BOLD:#}")?;
    if object.is_empty() {
        writeln!(out, "  {DIM}no members{DIM:#}")?;
    }
    let members: Vec<_> =
        object.iter().map(|(name, value)| (printable(name), name, value)).collect();
    let width = members.iter().map(|(shown, ..)| shown.chars().count()).max().unwrap_or_default();
    for (shown, name, value) in members {
        write!(out, "  {DIM}{shown:<width$}{DIM:#}  {}", printable(&value.to_string()))?;
        match date(name, value) {
            Some(date) => writeln!(out, "  {DIM}({date}){DIM:#}")?,
            None => writeln!(out)?,
        }
    }
    Ok(())
}

/// Prints a title, then a text as it is.
pub(crate) fn text(out: &mut impl Write, title: &str, text: &str) -> io::Result<()> {
    writeln!(out, "\n{BOLD}{title}{BOLD:#}\n  {}", printable(text))
}

fn date(name: &str, value: &Value) -> Option<String> {
    if TIMES.contains(&name) { rfc3339(NumericDate::from_json(value)?.datetime()) } else { None }
}

/// Formats a point in time in UTC, such as `2011-07-21T20:42:50Z`. RFC 3339 §1: only the years 0 to
/// 9999 have such a form.
pub(crate) fn rfc3339(at: OffsetDateTime) -> Option<String> {
    let (year, month, day) = at.to_calendar_date();
    let (hour, minute, second) = at.to_hms();
    (0..=9999).contains(&year).then(|| {
        format!("{year:04}-{:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z", u8::from(month))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_the_form_of_rfc3339() {
        let at = |seconds| NumericDate::from_seconds(seconds).and_then(|at| rfc3339(at.datetime()));
        assert_eq!(at(0).as_deref(), Some("1970-01-01T00:00:00Z"));
        assert_eq!(at(1_311_280_970).as_deref(), Some("2011-07-21T20:42:50Z"));
        assert_eq!(at(253_402_300_799).as_deref(), Some("9999-12-31T23:59:59Z"));
        assert_eq!(at(-62_167_219_201), None);
    }

    #[test]
    fn only_numbers_in_the_members_of_times_are_times() {
        assert!(date("exp", &1.into()).is_some());
        assert!(date("exp", &"1".into()).is_none());
        assert!(date("n", &1.into()).is_none());
    }
}
