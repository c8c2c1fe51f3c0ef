//! Keys that were left out of a set.

use super::error::Error;
use crate::jwk;

/// A key that was left out of a set, because it cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DroppedKey {
    /// The position of the key in the set, counted from 0.
    pub index: usize,
    /// The `kid` of the key, if it has one.
    pub kid: Option<String>,
    /// The reason why the key was left out.
    pub reason: DropReason,
}

/// The reason why a key was left out of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DropReason {
    /// The JSON is not a public key that can be read.
    #[error(transparent)]
    Jwk(#[from] jwk::Error),
    /// The key cannot be prepared for any allowed algorithm. Of several errors, this is the most
    /// informative.
    #[error(transparent)]
    Key(#[from] Error),
    /// The list of allowed algorithms is empty, or does not contain the token's algorithm.
    #[error("no algorithm is allowed, or the token's algorithm is not allowed")]
    NothingAllowed,
}
