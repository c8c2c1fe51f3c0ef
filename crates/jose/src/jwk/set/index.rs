//! Which keys of a set a header can mean, without a search through all of them.

use std::collections::HashMap;

use crate::jwk::PublicJwk;
use crate::{SignatureAlgorithm, VerificationKey};

/// The most keys of a set that are prepared for one header.
pub(super) const MOST_CANDIDATES: usize = 16;

/// Positions of a set's keys by `kid` and by algorithm, so that a lookup among a thousand keys
/// costs the same as among two.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct SetIndex {
    named: HashMap<String, Vec<usize>>,
    unnamed: Vec<usize>,
    /// In the order of [`SignatureAlgorithm::ALL`].
    by_algorithm: Vec<(SignatureAlgorithm, Vec<usize>)>,
}

impl SetIndex {
    /// Creates the index of a set's keys.
    pub(super) fn new(keys: &[PublicJwk]) -> Self {
        let mut set = Self::default();
        for (index, jwk) in keys.iter().enumerate() {
            match jwk.kid() {
                Some(kid) => add(set.named.entry(kid.to_owned()).or_default(), index),
                None => add(&mut set.unnamed, index),
            }
        }
        set.by_algorithm = SignatureAlgorithm::ALL
            .iter()
            .map(|algorithm| {
                let fits = |jwk: &PublicJwk| VerificationKey::may_fit(jwk, *algorithm);
                let fitting = keys.iter().enumerate().filter(|(_, jwk)| fits(jwk));
                (*algorithm, fitting.map(|(index, _)| index).take(MOST_CANDIDATES).collect())
            })
            .collect();
        set
    }

    /// Returns the positions of the keys with this `kid`, or `None` if no key has it.
    pub(super) fn named(&self, kid: &str) -> Option<&[usize]> {
        self.named.get(kid).map(Vec::as_slice)
    }

    /// Returns whether no key of the set has a `kid`.
    pub(super) fn is_nameless(&self) -> bool {
        self.named.is_empty()
    }

    /// Returns the positions of the keys that a header with this `kid` and algorithm can mean.
    ///
    /// With a `kid`, these are the keys that have it, or the keys without a `kid` if no key has it.
    /// Without a `kid`, these are the keys that fit the algorithm.
    pub(super) fn candidates(
        &self,
        kid: Option<&str>,
        algorithm: Option<SignatureAlgorithm>,
    ) -> &[usize] {
        match kid {
            Some(kid) => self.named.get(kid).unwrap_or(&self.unnamed),
            None => self
                .by_algorithm
                .iter()
                .find(|(fitting, _)| Some(*fitting) == algorithm)
                .map_or(&[], |(_, candidates)| candidates),
        }
    }
}

fn add(indexes: &mut Vec<usize>, index: usize) {
    if indexes.len() < MOST_CANDIDATES {
        indexes.push(index);
    }
}
