//! One line for each rule of the ID Token.

use std::io::{self, Write};

use symbolon::jose::rule::Outcome;
use symbolon::oidc::Explanation;
use symbolon::oidc::id_token::Finding;

use crate::printable::printable;
use crate::terminal::{BAD, DIM, GOOD};

/// A rule, and whether it holds.
pub(super) struct Line {
    pub(super) statement: &'static str,
    pub(super) section: &'static str,
    pub(super) answer: Answer,
    /// Why the rule failed, or was not checked.
    pub(super) note: Option<String>,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Answer {
    Held,
    Failed,
    /// The rule does not apply to this token, or could not be checked.
    Idle,
}

/// Makes the lines of an explanation. `idle` returns the option without which a rule compares the
/// token with itself.
pub(super) fn lines(
    explanation: &Explanation,
    idle: impl Fn(&str) -> Option<&'static str>,
) -> Vec<Line> {
    let line = |Finding { rule, outcome, .. }: &Finding| {
        let (answer, note) = match (outcome, idle(rule.id())) {
            (Outcome::Failed(error), _) => (Answer::Failed, Some(error.to_string())),
            (Outcome::Held, None) => (Answer::Held, None),
            (Outcome::Held, Some(option)) => {
                (Answer::Idle, Some(format!("compared only with {option}")))
            }
            (Outcome::NotApplicable, _) => (Answer::Idle, None),
            (Outcome::NotChecked, _) => {
                (Answer::Idle, Some("the token cannot be read that far".to_owned()))
            }
        };
        Line { statement: rule.statement(), section: rule.section(), answer, note }
    };
    explanation.findings().iter().map(line).collect()
}

/// Prints the rules that were checked, in their order, then the others.
pub(super) fn print(out: &mut impl Write, lines: &[Line]) -> io::Result<()> {
    let (idle, checked): (Vec<_>, Vec<_>) =
        lines.iter().partition(|line| line.answer == Answer::Idle);
    for line in checked {
        line.print(out)?;
    }
    if !idle.is_empty() {
        writeln!(
            out,
            "\n{DIM}Not checked, or about something that this token does not have:{DIM:#}"
        )?;
    }
    for line in idle {
        line.print(out)?;
    }
    Ok(())
}

impl Line {
    /// Changes the answer from held to not checked.
    pub(super) fn idle_unless_failed(&mut self) {
        if self.answer == Answer::Held {
            self.answer = Answer::Idle;
        }
    }

    fn print(&self, out: &mut impl Write) -> io::Result<()> {
        let (style, mark) = match self.answer {
            Answer::Held => (GOOD, "held   "),
            Answer::Failed => (BAD, "FAILED "),
            Answer::Idle => (DIM, "       "),
        };
        let Self { section, statement, .. } = self;
        write!(out, "{style}{mark}{style:#} {DIM}{section:<22}{DIM:#} {statement}")?;
        match &self.note {
            // An error can hold text of the token.
            Some(note) => writeln!(out, ": {style}{}{style:#}", printable(note)),
            None => writeln!(out),
        }
    }
}
