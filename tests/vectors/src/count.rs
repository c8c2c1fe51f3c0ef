//! Counts of vectors that were run, passed and skipped.

use std::fmt::Display;

/// The results of the vectors of one file on one backend.
///
/// [`finish`](Self::finish) reports all failures together, after all vectors have run.
#[derive(Debug)]
#[must_use = "nothing is printed, and no failure reported, before `finish`"]
pub struct Count {
    file: String,
    backend: String,
    passed: usize,
    skipped: usize,
    failed: Vec<String>,
}

impl Count {
    /// Creates a count of zero.
    pub fn new(file: &str, backend: &str) -> Self {
        Self { file: file.into(), backend: backend.into(), passed: 0, skipped: 0, failed: vec![] }
    }

    /// Adds a vector that was run.
    pub fn ran(&mut self, test: impl Display, passed: bool) {
        if passed {
            self.passed = self.passed.saturating_add(1);
        } else {
            self.failed.push(test.to_string());
        }
    }

    /// Adds vectors that were skipped, because JOSE does not allow them or the backend does not
    /// support them.
    pub fn skip(&mut self, tests: usize) {
        self.skipped = self.skipped.saturating_add(tests);
    }

    /// Prints the count, and returns the number of vectors that were run and skipped.
    ///
    /// # Panics
    /// If a vector failed.
    #[must_use]
    #[expect(clippy::print_stdout, reason = "the output of a test is printed to its reader")]
    pub fn finish(self) -> (usize, usize) {
        let Self { file, backend, passed, skipped, failed } = self;
        let run = passed.saturating_add(failed.len());
        println!("{file} on {backend}: {run} run, {passed} passed, {skipped} skipped");
        assert!(failed.is_empty(), "{file} on {backend}: failed: {}", failed.join("\n"));
        (run, skipped)
    }
}
