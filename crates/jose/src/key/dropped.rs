//! Keys that were left out of a set.

use super::error::Error;
use crate::jwk;

/// A report about a key that was left out of a JWK Set, because it cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DroppedKey {
    /// The position of the key, counted from 0.
    ///
    /// If the JWK could not be read, this is its position in the JSON array `keys` of the JWK Set.
    /// If the JWK was read, but the key could not be prepared, this is its position in
    /// [`PublicJwkSet::keys`](crate::jwk::PublicJwkSet::keys).
    pub index: usize,
    /// The `kid` of the key, or `None` if the key has no `kid`.
    pub kid: Option<String>,
    /// The `kty` of the key, or `None` if the key has no `kty`.
    pub kty: Option<String>,
    /// The reason why the key was left out.
    pub reason: DropReason,
}

/// The reason why a key of a JWK Set was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DropReason {
    /// The JSON of the key cannot be read as a public key.
    #[error(transparent)]
    Jwk(#[from] jwk::Error),
    /// The key cannot be prepared for any allowed algorithm. If the algorithms gave different
    /// errors, this is the most informative error.
    #[error(transparent)]
    Key(#[from] Error),
    /// The list of allowed algorithms is empty, or does not contain the algorithm of the token that
    /// the keys were prepared for.
    #[error("no algorithm is allowed, or the token's algorithm is not allowed")]
    NothingAllowed,
}

impl DropReason {
    /// Returns `true` if the key itself has a fault, and `false` if the key is only for an
    /// algorithm that is not allowed.
    pub(super) fn is_a_fault(&self) -> bool {
        !matches!(self, Self::NothingAllowed | Self::Key(Error::WrongKeyType(_)))
    }
}
