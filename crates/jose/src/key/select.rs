use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::VerificationKey;
use crate::SignatureAlgorithm;
use crate::jwk::DroppedKey;

/// The keys a token may be verified with, and so the algorithms it may be signed with. Cheap to
/// clone.
#[derive(Clone, Debug, Default)]
pub struct VerificationKeys(Arc<Index>);

#[derive(Debug, Default)]
struct Index {
    keys: Vec<VerificationKey>,
    by_kid: HashMap<String, Vec<usize>>,
    without_kid: Vec<usize>,
    /// The names of keys that are there and of no use for what is allowed.
    useless: HashSet<String>,
    dropped: Vec<DroppedKey>,
}

/// Why no key, or more than one, is meant by a token's header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SelectError {
    /// No key has the token's `kid`. For keys that are fetched this means: fetch them again
    /// ([Core §10.1.1](https://openid.net/specs/openid-connect-core-1_0.html#RotateSigKeys)).
    #[error("no key has the token's kid")]
    UnknownKid,
    /// The keys are of other algorithms than the token's
    /// ([RFC 8725 §3.1](https://www.rfc-editor.org/rfc/rfc8725#section-3.1)).
    #[error("no key is of the token's algorithm")]
    AlgorithmNotAllowed,
    /// More than one key fits, and nothing says which is meant
    /// ([Core §10.1](https://openid.net/specs/openid-connect-core-1_0.html#Signing)).
    #[error("more than one key fits the token")]
    Ambiguous,
}

impl VerificationKeys {
    /// These keys.
    #[must_use]
    pub fn new(keys: Vec<VerificationKey>) -> Self {
        Self::from_set(keys, Vec::new())
    }

    pub(crate) fn from_set(keys: Vec<VerificationKey>, dropped: Vec<DroppedKey>) -> Self {
        let mut by_kid: HashMap<String, Vec<usize>> = HashMap::new();
        let mut without_kid = Vec::new();
        for (index, key) in keys.iter().enumerate() {
            match key.kid() {
                Some(kid) => by_kid.entry(kid.to_owned()).or_default().push(index),
                None => without_kid.push(index),
            }
        }
        let useless = dropped.iter().filter_map(|key| key.kid.clone()).collect();
        Self(Arc::new(Index { keys, by_kid, without_kid, useless, dropped }))
    }

    /// Every key, in the order given.
    pub fn iter(&self) -> impl Iterator<Item = &VerificationKey> {
        self.0.keys.iter()
    }

    /// Whether there is no key at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.keys.is_empty()
    }

    /// How many prepared keys there are; a JWK that fits two algorithms counts twice.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.keys.len()
    }

    /// The keys of the set that fit no allowed algorithm, and why.
    #[must_use]
    pub fn dropped(&self) -> &[DroppedKey] {
        &self.0.dropped
    }

    /// The one key that a header means.
    ///
    /// A `kid` selects by name; keys without a name are considered when no name matches. Without a
    /// `kid`, exactly one key must be of the algorithm.
    pub(crate) fn select(
        &self,
        kid: Option<&str>,
        algorithm: SignatureAlgorithm,
    ) -> Result<&VerificationKey, SelectError> {
        let Some(kid) = kid else {
            return only(self.0.keys.iter(), algorithm);
        };
        if let Some(named) = self.0.by_kid.get(kid) {
            return only(self.at(named), algorithm);
        }
        if self.0.useless.contains(kid) {
            return Err(SelectError::AlgorithmNotAllowed);
        }
        // A nameless key of another algorithm says nothing about a name that nobody knows.
        only(self.at(&self.0.without_kid), algorithm).map_err(|error| match error {
            SelectError::AlgorithmNotAllowed => SelectError::UnknownKid,
            other => other,
        })
    }

    fn at<'a>(&'a self, indices: &'a [usize]) -> impl Iterator<Item = &'a VerificationKey> {
        indices.iter().filter_map(|index| self.0.keys.get(*index))
    }
}

fn only<'a>(
    candidates: impl Iterator<Item = &'a VerificationKey>,
    algorithm: SignatureAlgorithm,
) -> Result<&'a VerificationKey, SelectError> {
    let mut fitting = candidates.filter(|key| key.algorithm() == algorithm);
    match (fitting.next(), fitting.next()) {
        (Some(key), None) => Ok(key),
        (None, _) => Err(SelectError::AlgorithmNotAllowed),
        (Some(_), Some(_)) => Err(SelectError::Ambiguous),
    }
}

impl From<VerificationKey> for VerificationKeys {
    fn from(key: VerificationKey) -> Self {
        Self::new(vec![key])
    }
}
