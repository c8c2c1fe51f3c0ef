//! The keys of a set that were left out, so that an error can say why the key for a token is
//! missing.

use std::collections::HashMap;

use super::{DropReason, DroppedKey, fit};
use crate::SignatureAlgorithm;

/// The keys of a set that were left out, by the header parameters that can refer to them.
#[derive(Debug)]
pub(crate) struct LeftOut<A> {
    /// The fault of each key that has a `kid`. The value is `None` if the key has no fault, but is
    /// for another algorithm.
    named: HashMap<String, Option<DropReason>>,
    /// The fault of the first key that has the right type, for each allowed algorithm.
    by_algorithm: Vec<(A, DropReason)>,
    /// Whether no key of the whole set has a `kid`. A header with a `kid` can then refer to each
    /// key.
    nameless: bool,
}

impl LeftOut<SignatureAlgorithm> {
    /// Collects the faults of the dropped keys, for tokens with these allowed algorithms.
    pub(crate) fn new<'a>(
        dropped: impl Iterator<Item = &'a DroppedKey>,
        allowed: &[SignatureAlgorithm],
        nameless: bool,
    ) -> Self {
        let mut left_out = Self { nameless, ..Self::default() };
        for key in dropped {
            let fault = key.reason.is_a_fault().then_some(key.reason);
            if let Some(kid) = &key.kid {
                let named = left_out.named.entry(kid.clone()).or_default();
                *named = named.or(fault);
            }
            if let Some(reason) = fault {
                left_out.add(allowed, key.kty.as_deref(), reason);
            }
        }
        left_out
    }

    /// Adds the fault of a key for each allowed algorithm that takes keys of its type.
    fn add(&mut self, allowed: &[SignatureAlgorithm], kty: Option<&str>, reason: DropReason) {
        for algorithm in allowed {
            // RFC 8725 §2.1: a set never has keys for MAC algorithms.
            let mut kinds = fit::signature_kinds(*algorithm).iter();
            let fits = !algorithm.is_mac() && kinds.any(|kind| Some(kind.key_type()) == kty);
            if fits && self.of_algorithm(*algorithm).is_none() {
                self.by_algorithm.push((*algorithm, reason));
            }
        }
    }
}

impl<A: Copy + PartialEq> LeftOut<A> {
    /// Returns `Some` if a key with this `kid` was left out. The value is the fault of that key, or
    /// `None` if that key has no fault.
    pub(super) fn named(&self, kid: &str) -> Option<Option<DropReason>> {
        self.named.get(kid).copied()
    }

    /// Returns the fault of a key to which a header without a `kid` can refer.
    pub(super) fn of_algorithm(&self, algorithm: A) -> Option<DropReason> {
        self.by_algorithm.iter().find(|(other, _)| *other == algorithm).map(|(_, reason)| *reason)
    }

    /// Returns the fault of a key to which a header with an unknown `kid` can refer.
    pub(super) fn of_unknown_kid(&self, algorithm: A) -> Option<DropReason> {
        self.of_algorithm(algorithm).filter(|_| self.nameless)
    }
}

impl<A> Default for LeftOut<A> {
    fn default() -> Self {
        Self { named: HashMap::new(), by_algorithm: Vec::new(), nameless: false }
    }
}
