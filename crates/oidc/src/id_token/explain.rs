//! The same rules, all of them, for people to read.

use std::fmt;

use symbolon_jose::rule::Outcome;

use super::IdTokenError;
use super::rules::{IdTokenRule, Verdict};

/// What each rule said about a token: see
/// [`IdTokenValidator::explain`](super::IdTokenValidator::explain).
///
/// Prints as one line for each rule.
#[derive(Clone, Debug)]
pub struct Explanation {
    findings: Vec<Finding>,
}

/// What one rule said.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Finding {
    /// The rule.
    pub rule: &'static IdTokenRule,
    /// What it said.
    pub outcome: Outcome<IdTokenError>,
}

impl Explanation {
    pub(super) fn new(
        answers: impl Iterator<Item = (&'static IdTokenRule, Result<Verdict, IdTokenError>)>,
    ) -> Self {
        let finding = |(rule, answer)| Finding { rule, outcome: Outcome::from(answer) };
        Self { findings: answers.map(finding).collect() }
    }

    /// What the rules said, in their order.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The first failure: what [`validate`](super::IdTokenValidator::validate) returns. `None` for
    /// a valid ID Token.
    #[must_use]
    pub fn error(&self) -> Option<IdTokenError> {
        self.findings.iter().find_map(|finding| match finding.outcome {
            Outcome::Failed(error) => Some(error),
            _ => None,
        })
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.findings.iter().try_for_each(|finding| writeln!(f, "{finding}"))
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rule, outcome } = self;
        write!(f, "{outcome}: {} [{}]", rule.statement(), rule.section())?;
        match outcome {
            Outcome::Failed(error) => write!(f, ": {error}"),
            _ => Ok(()),
        }
    }
}
