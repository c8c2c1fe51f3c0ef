//! The same rules, all of them, for people to read.

use std::fmt;

use super::IdTokenError;
use super::rules::{Rule, Verdict};

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
    pub rule: &'static Rule,
    /// What it said.
    pub outcome: Outcome,
}

/// What became of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// It held.
    Held,
    /// It did not.
    Failed(IdTokenError),
    /// It does not apply: what it speaks of is absent, and nobody expected it.
    NotAsked,
    /// It could not be asked, because of another rule that failed.
    NotReached,
}

impl Explanation {
    pub(super) fn new(
        answers: impl Iterator<Item = (&'static Rule, Result<Verdict, IdTokenError>)>,
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

impl From<Result<Verdict, IdTokenError>> for Outcome {
    fn from(answer: Result<Verdict, IdTokenError>) -> Self {
        match answer {
            Ok(Verdict::Held) => Self::Held,
            Ok(Verdict::NotAsked) => Self::NotAsked,
            Ok(Verdict::Unreadable) => Self::NotReached,
            Err(error) => Self::Failed(error),
        }
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

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Held => "held",
            Self::Failed(_) => "failed",
            Self::NotAsked => "not asked",
            Self::NotReached => "not reached",
        })
    }
}
