//! What the harness reports.

use core::fmt;

use super::promise::Promise;

/// The outcome of a run in which the store kept all promises.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// The promises that were checked.
    pub promises: Vec<&'static Promise>,
    /// How many times each promise about requests at the same time, or about a crash, was checked.
    pub rounds: usize,
    /// How many requests used the same record at the same time.
    pub takers: usize,
}

/// The error of a store that breaks promises.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Broken {
    /// The promises that the store breaks. There is at least one.
    pub promises: Vec<BrokenPromise>,
}

/// A promise that a store breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BrokenPromise {
    /// The promise.
    pub promise: &'static Promise,
    /// The number of the round, counted from 0, in which the store broke the promise.
    pub round: usize,
    /// What the harness expected, as a sentence.
    pub expected: &'static str,
    /// What the harness found. The text can contain records and errors of the store. A record
    /// contains fingerprints and no usable code or token.
    pub found: String,
}

impl Broken {
    /// Returns whether the store breaks the promise with this ID.
    #[must_use]
    pub fn contains(&self, id: &str) -> bool {
        self.promises.iter().any(|broken| broken.promise.id == id)
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "promises that the store breaks: {}", self.promises.len())?;
        self.promises.iter().try_for_each(|broken| write!(f, "\n{broken}"))
    }
}

impl fmt::Display for BrokenPromise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { promise, round, expected, found } = self;
        writeln!(f, "{}: {}", promise.id, promise.statement)?;
        write!(f, "  round {round}: expected: {expected}\n  found: {found}")
    }
}

impl core::error::Error for Broken {}

/// Why a promise is broken: what was expected, and what was found.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) expected: &'static str,
    pub(super) found: String,
}

/// The outcome of the check of one promise.
pub(super) type Outcome = Result<(), Failure>;

impl<E: core::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        let expected = "no function of the store fails";
        Self { expected, found: format!("the error: {error}") }
    }
}

/// Checks that a value is the expected value.
pub(super) fn same<T: PartialEq + fmt::Debug>(
    found: &T,
    value: &T,
    expected: &'static str,
) -> Outcome {
    check(found == value, expected, || format!("{found:?}, and not {value:?}"))
}

/// Checks a condition.
pub(super) fn check(
    holds: bool,
    expected: &'static str,
    found: impl FnOnce() -> String,
) -> Outcome {
    if holds { Ok(()) } else { Err(Failure { expected, found: found() }) }
}
