//! Counts of tokens for each pair of backends.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use symbolon_backend_tests::{Backend, KeySize, Material, Refusal, generate};
use symbolon_jose::jwk::{KeyKind, PrivateJwk};

/// The number of tokens that each backend read from each backend, and the number that it could not
/// read because one of the two does not have the algorithm.
pub(crate) struct Pairs {
    what: &'static str,
    counts: BTreeMap<(&'static str, &'static str), (usize, usize)>,
}

impl Pairs {
    pub(crate) fn new(what: &'static str) -> Self {
        Self { what, counts: BTreeMap::new() }
    }

    pub(crate) fn read(&mut self, maker: Backend, reader: Backend) {
        self.counts.entry((maker.as_str(), reader.as_str())).or_default().0 += 1;
    }

    pub(crate) fn unsupported(&mut self, maker: Backend, reader: Backend) {
        self.counts.entry((maker.as_str(), reader.as_str())).or_default().1 += 1;
    }

    /// Prints the counts and compares them with the expected counts of every pair, in the order of
    /// [`Backend::ALL`].
    #[track_caller]
    pub(crate) fn finish(self, expected: [[(usize, usize); 2]; 2]) {
        for ((maker, reader), (read, unsupported)) in &self.counts {
            println!("{}: {maker} -> {reader}: {read} read, {unsupported} unsupported", self.what);
        }
        for (maker, row) in Backend::ALL.iter().zip(expected) {
            for (reader, expected) in Backend::ALL.iter().zip(row) {
                let found = self.counts.get(&(maker.as_str(), reader.as_str())).copied();
                assert_eq!(found, Some(expected), "{maker:?} -> {reader:?}");
            }
        }
    }
}

/// Generates a key on this backend. RSA keys take long to generate, so all tests share one RSA key
/// of AWS-LC.
pub(crate) fn key(size: KeySize, backend: Backend) -> Material {
    static RSA: OnceLock<PrivateJwk> = OnceLock::new();
    let made =
        || generate(size, backend.crypto()).or_else(|_| generate(size, Backend::AwsLc.crypto()));
    Material::Private(match size.0 {
        KeyKind::Rsa => RSA.get_or_init(|| made().unwrap()).clone(),
        _ => made().unwrap(),
    })
}

/// The error of preparing a key for an algorithm that the backend does not have.
pub(crate) const UNSUPPORTED: Refusal = Refusal("key.unsupported");
