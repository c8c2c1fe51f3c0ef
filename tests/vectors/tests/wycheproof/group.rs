//! What the formats have in common.

use symbolon_vector_tests::{Json, json};

/// What a test says of the key, signature or ciphertext in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Verdict {
    Valid,
    Invalid,
    /// Legitimate and weak: taken or refused.
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

    /// Whether a test may end like this.
    pub(crate) fn permits(self, accepted: bool) -> bool {
        match self {
            Self::Valid => accepted,
            Self::Invalid => !accepted,
            Self::Acceptable => true,
        }
    }
}

/// The groups of a file, and the tests it says it has.
pub(crate) fn groups(file: &str) -> Option<(Vec<Json>, usize)> {
    let file = json(&format!("wycheproof/testvectors_v1/{file}"))?;
    let tests = usize::try_from(file["numberOfTests"].as_u64().unwrap()).unwrap();
    Some((file["testGroups"].as_array().unwrap().clone(), tests))
}

pub(crate) fn tests(group: &Json) -> &[Json] {
    group["tests"].as_array().unwrap()
}
