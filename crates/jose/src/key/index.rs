//! Finds the one key that a header means, at the same cost among a thousand as among two.

use std::collections::{HashMap, HashSet};

use super::SelectError;

/// A prepared key, as far as a header can mean it.
pub(crate) trait Candidate {
    /// The kind of algorithm that the key has one of.
    type Algorithm: Copy + PartialEq + std::fmt::Debug;

    /// The name by which tokens refer to the key.
    fn kid(&self) -> Option<&str>;

    /// The one algorithm of the key.
    fn algorithm(&self) -> Self::Algorithm;
}

/// Keys, and where to find them by name and algorithm.
#[derive(Debug)]
pub(crate) struct Index<K: Candidate> {
    keys: Vec<K>,
    all: Choices<K::Algorithm>,
    nameless: Choices<K::Algorithm>,
    named: HashMap<String, Choices<K::Algorithm>>,
    /// The names of keys that are there and of no use for what is allowed.
    useless: HashSet<String>,
}

/// What there is to choose for each algorithm. There are few algorithms, whoever wrote the keys.
#[derive(Debug)]
struct Choices<A>(Vec<(A, Choice)>);

#[derive(Clone, Copy, Debug)]
enum Choice {
    /// The key at this place.
    Only(usize),
    Several,
}

impl<K: Candidate> Index<K> {
    pub(crate) fn new(keys: Vec<K>, useless: HashSet<String>) -> Self {
        let mut all = Choices::new();
        let mut nameless = Choices::new();
        let mut named: HashMap<String, Choices<_>> = HashMap::new();
        for (place, key) in keys.iter().enumerate() {
            let algorithm = key.algorithm();
            all.add(algorithm, place);
            match key.kid() {
                None => nameless.add(algorithm, place),
                Some(kid) => {
                    let choices = named.entry(kid.to_owned()).or_insert_with(Choices::new);
                    choices.add(algorithm, place);
                }
            }
        }
        Self { keys, all, nameless, named, useless }
    }

    pub(crate) fn keys(&self) -> &[K] {
        &self.keys
    }

    /// The one key that a header means.
    ///
    /// A `kid` selects by name; keys without a name are considered when no name matches. Without a
    /// `kid`, exactly one key must be of the algorithm.
    pub(crate) fn select(
        &self,
        kid: Option<&str>,
        algorithm: K::Algorithm,
    ) -> Result<&K, SelectError> {
        let Some(kid) = kid else {
            return self.only(&self.all, algorithm);
        };
        if let Some(choices) = self.named.get(kid) {
            return self.only(choices, algorithm);
        }
        if self.useless.contains(kid) {
            return Err(SelectError::AlgorithmNotAllowed);
        }
        // A nameless key of another algorithm says nothing about a name that nobody knows.
        self.only(&self.nameless, algorithm).map_err(|error| match error {
            SelectError::AlgorithmNotAllowed => SelectError::UnknownKid,
            other => other,
        })
    }

    fn only(
        &self,
        choices: &Choices<K::Algorithm>,
        algorithm: K::Algorithm,
    ) -> Result<&K, SelectError> {
        match choices.of(algorithm) {
            Some(Choice::Only(place)) => {
                self.keys.get(place).ok_or(SelectError::AlgorithmNotAllowed)
            }
            Some(Choice::Several) => Err(SelectError::Ambiguous),
            None => Err(SelectError::AlgorithmNotAllowed),
        }
    }
}

impl<K: Candidate> Default for Index<K> {
    fn default() -> Self {
        Self::new(Vec::new(), HashSet::new())
    }
}

impl<A: Copy + PartialEq> Choices<A> {
    const fn new() -> Self {
        Self(Vec::new())
    }

    fn of(&self, algorithm: A) -> Option<Choice> {
        self.0.iter().find(|(other, _)| *other == algorithm).map(|(_, choice)| *choice)
    }

    fn add(&mut self, algorithm: A, place: usize) {
        match self.0.iter_mut().find(|(other, _)| *other == algorithm) {
            Some((_, choice)) => *choice = Choice::Several,
            None => self.0.push((algorithm, Choice::Only(place))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Key(Option<String>, u8);

    impl Candidate for Key {
        type Algorithm = u8;

        fn kid(&self) -> Option<&str> {
            self.0.as_deref()
        }

        fn algorithm(&self) -> u8 {
            self.1
        }
    }

    #[test]
    fn a_thousand_keys_leave_no_more_to_look_through_than_two() {
        for kid in [|_| None, |_| Some("same".to_owned()), |n: u16| Some(n.to_string())] {
            let keys = (0..1000).map(|n| Key(kid(n), n.to_le_bytes()[0] % 3)).collect();
            let index = Index::new(keys, HashSet::new());
            let choices = index.named.values().chain([&index.all, &index.nameless]);
            assert!(choices.map(|choices| choices.0.len()).all(|len| len <= 3));
        }
    }

    #[test]
    fn each_key_of_a_thousand_is_found() {
        let keys = (0..1000_u16).map(|n| Key(Some(n.to_string()), 0)).collect();
        let index = Index::new(keys, HashSet::new());
        for n in 0..1000_u16 {
            let found = index.select(Some(&n.to_string()), 0).map(|key| key.0.clone());
            assert_eq!(found, Ok(Some(n.to_string())));
        }
        assert_eq!(index.select(None, 0).map(|_| ()), Err(SelectError::Ambiguous));
        assert_eq!(index.select(Some("1000"), 0).map(|_| ()), Err(SelectError::UnknownKid));
        assert_eq!(index.select(Some("1"), 1).map(|_| ()), Err(SelectError::AlgorithmNotAllowed));
    }
}
