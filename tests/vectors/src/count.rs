use std::fmt::Display;

/// What became of the tests of one file on one backend.
///
/// All of them are run before the first failure is reported, so that one fault is seen whole.
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
    /// Counts nothing yet.
    pub fn new(file: &str, backend: &str) -> Self {
        Self { file: file.into(), backend: backend.into(), passed: 0, skipped: 0, failed: vec![] }
    }

    /// One test was run.
    pub fn ran(&mut self, test: impl Display, passed: bool) {
        if passed {
            self.passed = self.passed.saturating_add(1);
        } else {
            self.failed.push(test.to_string());
        }
    }

    /// Tests say something that JOSE cannot, or need something that the backend has not got.
    pub fn skip(&mut self, tests: usize) {
        self.skipped = self.skipped.saturating_add(tests);
    }

    /// Prints the count, and returns how many tests were run and how many skipped.
    ///
    /// # Panics
    /// When a test failed.
    #[expect(clippy::print_stdout, reason = "the count is for whoever runs the tests")]
    pub fn finish(self) -> (usize, usize) {
        let Self { file, backend, passed, skipped, failed } = self;
        let run = passed.saturating_add(failed.len());
        println!("{file} on {backend}: {run} run, {passed} passed, {skipped} skipped");
        assert!(failed.is_empty(), "{file} on {backend}: failed: {}", failed.join("\n"));
        (run, skipped)
    }
}
