//! The explanation of an ID Token: the outcome of every rule, for people to read.

use std::fmt;

use symbolon_jose::rule::{Outcome, Verdict};

use super::IdTokenError;
use super::rules::IdTokenRule;

/// The result of checking one ID Token against every rule, returned by
/// [`IdTokenValidator::explain`](super::IdTokenValidator::explain).
///
/// `Display` prints one line for each rule.
#[derive(Clone, Debug)]
pub struct Explanation {
    findings: Vec<Finding>,
}

/// The result of checking an ID Token against one rule.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Finding {
    /// The rule that was checked.
    pub rule: &'static IdTokenRule,
    /// Whether the ID Token obeys the rule, and the error if it does not.
    pub outcome: Outcome<IdTokenError>,
}

impl Explanation {
    pub(super) fn new(
        answers: impl Iterator<Item = (&'static IdTokenRule, Result<Verdict, IdTokenError>)>,
    ) -> Self {
        let finding = |(rule, answer)| Finding { rule, outcome: Outcome::from(answer) };
        Self { findings: answers.map(finding).collect() }
    }

    /// Returns the outcome of every rule, in the order of [`RULES`](super::rules::RULES).
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Returns the first failure, which is the error that
    /// [`validate`](super::IdTokenValidator::validate) returns. Returns `None` if the ID Token is
    /// valid.
    #[must_use]
    pub fn error(&self) -> Option<&IdTokenError> {
        self.findings.iter().find_map(|finding| match &finding.outcome {
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
