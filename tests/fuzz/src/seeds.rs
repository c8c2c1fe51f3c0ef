//! What the fuzzer starts from: our own tokens and messages, written by our own code.

mod jose;
mod oauth;
mod oidc;
mod parties;

use std::collections::BTreeSet;

use crate::checksum;

/// An input to start from.
#[derive(Clone, Debug)]
pub struct Seed {
    /// The target that it is for.
    pub target: &'static str,
    /// What is in it.
    pub name: String,
    /// The input.
    pub bytes: Vec<u8>,
    /// Whether the target accepts it.
    pub accepted: bool,
}

impl Seed {
    fn valid(target: &'static str, name: &str, bytes: impl Into<Vec<u8>>) -> Self {
        Self { target, name: name.to_owned(), bytes: bytes.into(), accepted: true }
    }

    fn refused(target: &'static str, name: &str, bytes: impl Into<Vec<u8>>) -> Self {
        Self { target, name: name.to_owned(), bytes: bytes.into(), accepted: false }
    }

    /// Its file below the folder of the target.
    #[must_use]
    pub fn file(&self) -> String {
        format!("{}-{}", if self.accepted { "valid" } else { "refused" }, self.name)
    }
}

/// Every seed, the same on every run.
///
/// # Panics
/// When two seeds have the same name.
#[must_use]
pub fn all() -> Vec<Seed> {
    // Far from where every run begins: what was drawn for a seed is not to be drawn again.
    checksum::restart(1 << 32);
    let seeds = [jose::seeds(), oauth::seeds(), oidc::seeds(), parties::seeds()].concat();
    let mut names = BTreeSet::new();
    for seed in &seeds {
        assert!(names.insert((seed.target, seed.file())), "twice: {} {}", seed.target, seed.name);
    }
    seeds
}
