//! The keys that a token may be verified with.

use std::sync::Arc;

use super::index::{Candidate, Index};
use super::{DroppedKey, SelectError, VerificationKey};
use crate::SignatureAlgorithm;

/// The keys a token may be verified with, and so the algorithms it may be signed with. Cheap to
/// clone.
#[derive(Clone, Debug, Default)]
pub struct VerificationKeys(Arc<Kept>);

#[derive(Debug, Default)]
struct Kept {
    index: Index<VerificationKey>,
    dropped: Vec<DroppedKey>,
}

impl VerificationKeys {
    /// These keys.
    #[must_use]
    pub fn new(keys: Vec<VerificationKey>) -> Self {
        Self::from_set(keys, Vec::new())
    }

    pub(crate) fn from_set(keys: Vec<VerificationKey>, dropped: Vec<DroppedKey>) -> Self {
        let useless = dropped.iter().filter_map(|key| key.kid.clone()).collect();
        Self(Arc::new(Kept { index: Index::new(keys, useless), dropped }))
    }

    /// Every key, in the order given.
    pub fn iter(&self) -> impl Iterator<Item = &VerificationKey> {
        self.0.index.keys().iter()
    }

    /// Whether there is no key at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.index.keys().is_empty()
    }

    /// How many prepared keys there are; a JWK that fits two algorithms counts twice.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.index.keys().len()
    }

    /// The keys of the set that fit no allowed algorithm, and why.
    #[must_use]
    pub fn dropped(&self) -> &[DroppedKey] {
        &self.0.dropped
    }

    /// The one key that a header means.
    pub(crate) fn select(
        &self,
        kid: Option<&str>,
        algorithm: SignatureAlgorithm,
    ) -> Result<&VerificationKey, SelectError> {
        self.0.index.select(kid, algorithm)
    }
}

impl Candidate for VerificationKey {
    type Algorithm = SignatureAlgorithm;

    fn kid(&self) -> Option<&str> {
        Self::kid(self)
    }

    fn algorithm(&self) -> SignatureAlgorithm {
        Self::algorithm(self)
    }
}

impl From<VerificationKey> for VerificationKeys {
    fn from(key: VerificationKey) -> Self {
        Self::new(vec![key])
    }
}
