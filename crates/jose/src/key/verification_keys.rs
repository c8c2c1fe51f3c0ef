//! The keys that a token may be verified with.

use std::sync::Arc;

use super::index::{Candidate, Index};
use super::left_out::LeftOut;
use super::{DroppedKey, SelectError, VerificationKey};
use crate::SignatureAlgorithm;

/// A collection of keys to verify tokens with. A token is refused if no key in the collection was
/// prepared for its `alg`.
///
/// Cloning the collection is cheap.
/// [`PublicJwkSet::verification_keys`](crate::jwk::PublicJwkSet::verification_keys) creates a
/// collection from a JWK Set.
///
/// ```
/// use symbolon_crypto_ring::CRYPTO;
/// use symbolon_jose::{Secret, SignatureAlgorithm, VerificationKey, VerificationKeys};
///
/// let secret = Secret::new(b"32 random bytes, kept in a vault".to_vec());
/// let key = VerificationKey::from_secret(&secret, SignatureAlgorithm::Hs256, &CRYPTO)?;
/// let keys = VerificationKeys::new(vec![key.named("1")]);
/// assert_eq!(keys.iter().next().and_then(|key| key.kid()), Some("1"));
/// # Ok::<(), symbolon_jose::key::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct VerificationKeys(Arc<Kept>);

#[derive(Debug, Default)]
struct Kept {
    index: Index<VerificationKey>,
    dropped: Vec<DroppedKey>,
}

impl VerificationKeys {
    /// Creates a collection of these keys.
    #[must_use]
    pub fn new(keys: Vec<VerificationKey>) -> Self {
        Self::from_set(keys, Vec::new(), LeftOut::default())
    }

    /// Creates a collection of the keys of a set. `dropped` contains the keys that could not be
    /// prepared. `left_out` contains these keys too, and the keys that could not be read.
    pub(crate) fn from_set(
        keys: Vec<VerificationKey>,
        dropped: Vec<DroppedKey>,
        left_out: LeftOut<SignatureAlgorithm>,
    ) -> Self {
        Self(Arc::new(Kept { index: Index::new(keys, left_out), dropped }))
    }

    /// Returns the keys in the order in which they were given.
    pub fn iter(&self) -> impl Iterator<Item = &VerificationKey> {
        self.0.index.keys().iter()
    }

    /// Returns `true` if the collection has no keys.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.index.keys().is_empty()
    }

    /// Returns the number of keys. A JWK that was prepared for two algorithms counts as two keys.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.index.keys().len()
    }

    /// Returns a report about each key of the JWK Set that could not be prepared for any allowed
    /// algorithm. The list is empty if the collection was not created from a JWK Set.
    #[must_use]
    pub fn dropped(&self) -> &[DroppedKey] {
        &self.0.dropped
    }

    /// Returns the key that a header selects: see [`Index::select`].
    pub(crate) fn select(
        &self,
        kid: Option<&str>,
        algorithm: SignatureAlgorithm,
    ) -> Result<&VerificationKey, SelectError> {
        self.0.index.select(kid, algorithm)
    }
}

impl VerificationKeys {
    /// Returns the first 16 keys that fit a header with this `kid` and this algorithm.
    /// [`select`](Self::select) considers the same keys.
    pub(crate) fn fitting<'k, 'h>(
        &'k self,
        kid: Option<&'h str>,
        algorithm: SignatureAlgorithm,
    ) -> impl Iterator<Item = &'k VerificationKey> + use<'k, 'h> {
        let named = kid.filter(|kid| self.iter().any(|key| key.kid() == Some(kid)));
        // RFC 7517 §4.5: a `kid` that no key has can only refer to a key without a `kid`.
        let fits = move |key: &&VerificationKey| {
            key.algorithm() == algorithm && (kid.is_none() || key.kid() == named)
        };
        self.iter().filter(fits).take(MOST_TRIED)
    }
}

/// The largest number of keys that are tried for one signature.
const MOST_TRIED: usize = 16;

impl Candidate for VerificationKey {
    type Algorithm = SignatureAlgorithm;

    fn kid(&self) -> Option<&str> {
        Self::kid(self)
    }

    fn algorithm(&self) -> SignatureAlgorithm {
        Self::algorithm(self)
    }

    fn is_same_key(&self, other: &Self) -> bool {
        Self::is_same_key(self, other)
    }
}

impl From<VerificationKey> for VerificationKeys {
    fn from(key: VerificationKey) -> Self {
        Self::new(vec![key])
    }
}
