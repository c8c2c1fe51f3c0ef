//! Finds the key that a header selects. The cost does not depend on the number of keys.

use std::collections::HashMap;

use super::left_out::LeftOut;
use super::{Algorithm, SelectError};

/// A prepared key that a header can select.
pub(crate) trait Candidate {
    /// The type of the algorithm that a key is for.
    type Algorithm: Copy + PartialEq + Into<Algorithm> + std::fmt::Debug;

    /// Returns the key's `kid`.
    fn kid(&self) -> Option<&str>;

    /// Returns the algorithm that the key is for.
    fn algorithm(&self) -> Self::Algorithm;

    /// Returns whether both are copies of the same key, so that it does not matter which copy is
    /// selected.
    fn is_same_key(&self, other: &Self) -> bool;
}

/// Keys that can be found by `kid` and algorithm.
#[derive(Debug)]
pub(crate) struct Index<K: Candidate> {
    keys: Vec<K>,
    all: Choices<K::Algorithm>,
    /// The choices among the keys without a `kid`.
    unnamed: Choices<K::Algorithm>,
    named: HashMap<String, Choices<K::Algorithm>>,
    left_out: LeftOut<K::Algorithm>,
}

/// The choice of keys for each algorithm. A list is enough, since there are few algorithms.
#[derive(Debug)]
struct Choices<A>(Vec<(A, Choice)>);

#[derive(Clone, Copy, Debug)]
enum Choice {
    /// One key is for the algorithm, at this position.
    Only(usize),
    /// Several different keys are for the algorithm.
    Several,
}

impl<K: Candidate> Index<K> {
    /// Creates an index of `keys`. `left_out` contains the keys that could not be read or prepared.
    pub(crate) fn new(keys: Vec<K>, left_out: LeftOut<K::Algorithm>) -> Self {
        let mut all = Choices::new();
        let mut unnamed = Choices::new();
        let mut named: HashMap<String, Choices<_>> = HashMap::new();
        for (place, key) in keys.iter().enumerate() {
            let algorithm = key.algorithm();
            let same = |first: usize| keys.get(first).is_some_and(|first| first.is_same_key(key));
            all.add(algorithm, place, same);
            match key.kid() {
                None => unnamed.add(algorithm, place, same),
                Some(kid) => {
                    let choices = named.entry(kid.to_owned()).or_insert_with(Choices::new);
                    choices.add(algorithm, place, same);
                }
            }
        }
        Self { keys, all, unnamed, named, left_out }
    }

    /// Returns the keys in the order in which they were given.
    pub(crate) fn keys(&self) -> &[K] {
        &self.keys
    }

    /// Returns the key that a header with this `kid` and algorithm selects.
    ///
    /// A `kid` selects the keys that have it, or the keys without a `kid` if no key has it. Without
    /// a `kid`, all keys are considered. Exactly one of these keys must be for the algorithm.
    /// Several copies of the same key count as one key.
    pub(crate) fn select(
        &self,
        kid: Option<&str>,
        algorithm: K::Algorithm,
    ) -> Result<&K, SelectError> {
        let Some(kid) = kid else {
            return self.only(&self.all, algorithm).map_err(|error| {
                instead(error, self.left_out.of_algorithm(algorithm).map(SelectError::KeyLeftOut))
            });
        };
        if let Some(choices) = self.named.get(kid) {
            return self.only(choices, algorithm);
        }
        if let Some(fault) = self.left_out.named(kid) {
            let not_allowed = SelectError::AlgorithmNotAllowed(algorithm.into());
            return Err(fault.map_or(not_allowed, SelectError::KeyLeftOut));
        }
        // If the keys without a `kid` are for other algorithms, the header's `kid` is unknown.
        self.only(&self.unnamed, algorithm).map_err(|error| {
            let fault = self.left_out.of_unknown_kid(algorithm).map(SelectError::KeyLeftOut);
            instead(error, Some(fault.unwrap_or(SelectError::UnknownKid)))
        })
    }

    /// Returns the only key for the algorithm.
    fn only(
        &self,
        choices: &Choices<K::Algorithm>,
        algorithm: K::Algorithm,
    ) -> Result<&K, SelectError> {
        let key = match choices.of(algorithm) {
            Some(Choice::Only(place)) => self.keys.get(place),
            Some(Choice::Several) => return Err(SelectError::Ambiguous),
            None => None,
        };
        key.ok_or(SelectError::AlgorithmNotAllowed(algorithm.into()))
    }
}

/// Returns `exact` instead of the error that no key is for the algorithm, if `exact` is known.
/// Returns all other errors unchanged.
fn instead(error: SelectError, exact: Option<SelectError>) -> SelectError {
    match error {
        SelectError::AlgorithmNotAllowed(_) => exact.unwrap_or(error),
        other => other,
    }
}

impl<K: Candidate> Default for Index<K> {
    fn default() -> Self {
        Self::new(Vec::new(), LeftOut::default())
    }
}

impl<A: Copy + PartialEq> Choices<A> {
    const fn new() -> Self {
        Self(Vec::new())
    }

    fn of(&self, algorithm: A) -> Option<Choice> {
        self.0.iter().find(|(other, _)| *other == algorithm).map(|(_, choice)| *choice)
    }

    /// Adds the key at this place. `same` returns whether the key at another place is a copy of
    /// this key.
    fn add(&mut self, algorithm: A, place: usize, same: impl Fn(usize) -> bool) {
        match self.0.iter_mut().find(|(other, _)| *other == algorithm) {
            Some((_, Choice::Only(first))) if same(*first) => {}
            Some((_, choice)) => *choice = Choice::Several,
            None => self.0.push((algorithm, Choice::Only(place))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::SignatureAlgorithm as Alg;

    struct Key(Option<String>, Alg);

    impl Candidate for Key {
        type Algorithm = Alg;

        fn kid(&self) -> Option<&str> {
            self.0.as_deref()
        }

        fn algorithm(&self) -> Alg {
            self.1
        }

        fn is_same_key(&self, _: &Self) -> bool {
            false
        }
    }

    #[test]
    fn the_choices_do_not_grow_with_the_number_of_keys() {
        for kid in [|_| None, |_| Some("same".to_owned()), |n: u16| Some(n.to_string())] {
            let algorithms = [Alg::Es256, Alg::Rs256, Alg::EdDsa].into_iter().cycle();
            let keys = (0..1000).zip(algorithms).map(|(n, alg)| Key(kid(n), alg)).collect();
            let index = Index::new(keys, LeftOut::default());
            let choices = index.named.values().chain([&index.all, &index.unnamed]);
            assert!(choices.map(|choices| choices.0.len()).all(|len| len <= 3));
        }
    }

    #[test]
    fn each_key_of_a_thousand_is_found() {
        let keys = (0..1000_u16).map(|n| Key(Some(n.to_string()), Alg::Es256)).collect();
        let index = Index::new(keys, LeftOut::default());
        for n in 0..1000_u16 {
            let found = index.select(Some(&n.to_string()), Alg::Es256).map(|key| key.0.clone());
            assert_eq!(found, Ok(Some(n.to_string())));
        }
        let refused = |kid, algorithm| index.select(kid, algorithm).map(drop).unwrap_err();
        assert_eq!(refused(None, Alg::Es256), SelectError::Ambiguous);
        assert_eq!(refused(Some("1000"), Alg::Es256), SelectError::UnknownKid);
        let not_allowed = SelectError::AlgorithmNotAllowed(Alg::Rs256.into());
        assert_eq!(refused(Some("1"), Alg::Rs256), not_allowed);
    }
}
