use std::sync::Arc;

use super::VerificationKey;
use super::index::{Candidate, Index};
use crate::SignatureAlgorithm;
use crate::jwk::DroppedKey;

/// The keys a token may be verified with, and so the algorithms it may be signed with. Cheap to
/// clone.
#[derive(Clone, Debug, Default)]
pub struct VerificationKeys(Arc<Kept>);

#[derive(Debug, Default)]
struct Kept {
    index: Index<VerificationKey>,
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
