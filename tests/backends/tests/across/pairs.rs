use std::collections::BTreeMap;
use std::sync::OnceLock;

use symbolon_backend_tests::{Backend, KeySize, Material, Refusal, generate};
use symbolon_jose::jwk::{KeyKind, PrivateJwk};

/// How many tokens went from one backend to another, and how many the other could not have read.
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

    /// Prints the counts, and wants these of every pair, backends in the order of
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

/// A key that this backend makes; an RSA key is one of AWS-LC and the same for all, since it takes long
/// to make.
pub(crate) fn key(size: KeySize, backend: Backend) -> Material {
    static RSA: OnceLock<PrivateJwk> = OnceLock::new();
    let made =
        || generate(size, backend.crypto()).or_else(|_| generate(size, Backend::AwsLc.crypto()));
    Material::Private(match size.0 {
        KeyKind::Rsa => RSA.get_or_init(|| made().unwrap()).clone(),
        _ => made().unwrap(),
    })
}

/// What a backend says of an algorithm that it cannot run, when the key is prepared.
pub(crate) const UNSUPPORTED: Refusal = Refusal("key.unsupported");
