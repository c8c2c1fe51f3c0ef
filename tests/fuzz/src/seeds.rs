//! The inputs that the fuzzer starts from: tokens and messages, written by the crates themselves.

mod jose;
mod oauth;
mod oidc;
mod parties;
mod registration;
mod webfinger;

use std::collections::BTreeSet;

use crate::checksum;

/// An input that the fuzzer starts from.
#[derive(Clone, Debug)]
pub struct Seed {
    /// The name of the target that it is for.
    pub target: &'static str,
    /// A name that says what the input is.
    pub name: String,
    /// The bytes of the input.
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

    /// Returns the name of its file in the folder of the target.
    #[must_use]
    pub fn file(&self) -> String {
        format!("{}-{}", if self.accepted { "valid" } else { "refused" }, self.name)
    }
}

/// Returns every seed. They are the same on every run.
///
/// # Panics
/// When two seeds have the same name.
#[must_use]
pub fn all() -> Vec<Seed> {
    // Far from where a run begins to count, so that it does not draw the values of a seed again.
    checksum::restart(1 << 32);
    let seeds = [
        jose::seeds(),
        oauth::seeds(),
        oidc::seeds(),
        parties::seeds(),
        registration::seeds(),
        webfinger::seeds(),
    ]
    .concat();
    let mut names = BTreeSet::new();
    for seed in &seeds {
        assert!(
            names.insert((seed.target, seed.file())),
            "two seeds have the name {} {}",
            seed.target,
            seed.name
        );
    }
    seeds
}
