//! What each rule said about an ID Token, one line for each.

use std::io::{self, Write};

use symbolon::oidc::Explanation;
use symbolon::oidc::id_token::Outcome;

use crate::terminal::{BAD, DIM, GOOD, Styled};

/// A line of an explanation.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) statement: &'static str,
    pub(crate) section: &'static str,
    pub(crate) answer: Answer,
    /// Why it failed, or was not asked.
    pub(crate) note: Option<String>,
}

/// What became of a rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Answer {
    Held,
    Failed,
    NotAsked,
}

/// The lines of an explanation. `idle` tells which rules compare the token with itself, and why.
pub(crate) fn lines(explanation: &Explanation, idle: impl Fn(&str) -> Option<String>) -> Vec<Line> {
    let line = |finding: &symbolon::oidc::id_token::Finding| {
        let rule = finding.rule;
        let (answer, note) = match (finding.outcome, idle(rule.id())) {
            (Outcome::Failed(error), _) => (Answer::Failed, Some(error.to_string())),
            (Outcome::Held, None) => (Answer::Held, None),
            (Outcome::Held, idle) => (Answer::NotAsked, idle),
            (Outcome::NotChecked, _) => (Answer::NotAsked, Some("nothing to read".to_owned())),
            _ => (Answer::NotAsked, None),
        };
        Line { statement: rule.statement(), section: rule.section(), answer, note }
    };
    explanation.findings().iter().map(line).collect()
}

/// What was asked in the order of the rules, then what was not.
pub(crate) fn print(out: &mut impl Write, lines: &[Line]) -> io::Result<()> {
    let (not_asked, asked): (Vec<_>, Vec<_>) =
        lines.iter().partition(|line| line.answer == Answer::NotAsked);
    for line in asked {
        line.print(out)?;
    }
    if !not_asked.is_empty() {
        writeln!(out, "\n{}", Styled(DIM, "Not asked:"))?;
    }
    for line in not_asked {
        line.print(out)?;
    }
    Ok(())
}

impl Line {
    fn print(&self, out: &mut impl Write) -> io::Result<()> {
        let (style, mark) = match self.answer {
            Answer::Held => (GOOD, "held   "),
            Answer::Failed => (BAD, "FAILED "),
            Answer::NotAsked => (DIM, "       "),
        };
        let section = Styled(DIM, format_args!("{:<22}", self.section));
        write!(out, "{} {section} {}", Styled(style, mark), self.statement)?;
        match &self.note {
            Some(note) => writeln!(out, ": {}", Styled(style, note)),
            None => writeln!(out),
        }
    }
}
