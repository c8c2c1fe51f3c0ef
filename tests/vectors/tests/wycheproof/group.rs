//! The parts that all file formats of Project Wycheproof have in common.

use symbolon_vector_tests::{Json, json};

/// The result that a vector expects for its key, signature or ciphertext.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Verdict {
    Valid,
    Invalid,
    /// Valid but weak: an implementation may accept or refuse it.
    Acceptable,
}

impl Verdict {
    pub(crate) fn of(test: &Json) -> Self {
        match test["result"].as_str().unwrap() {
            "valid" => Self::Valid,
            "invalid" => Self::Invalid,
            "acceptable" => Self::Acceptable,
            other => panic!("{other}"),
        }
    }

    /// Returns true if the vector allows this result.
    pub(crate) fn permits(self, accepted: bool) -> bool {
        match self {
            Self::Valid => accepted,
            Self::Invalid => !accepted,
            Self::Acceptable => true,
        }
    }
}

/// Reads the groups of a file, and the number of vectors that the file states.
pub(crate) fn groups(file: &str) -> Option<(Vec<Json>, usize)> {
    let file = json(&format!("wycheproof/testvectors_v1/{file}"))?;
    let tests = usize::try_from(file["numberOfTests"].as_u64().unwrap()).unwrap();
    Some((file["testGroups"].as_array().unwrap().clone(), tests))
}

pub(crate) fn tests(group: &Json) -> &[Json] {
    group["tests"].as_array().unwrap()
}
