//! Keys of a set that cannot be used.

use super::error::Error;
use crate::jwk;

/// A key that was left out of a set.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DroppedKey {
    /// Its place in the set, from 0.
    pub index: usize,
    /// Its `kid`, where it has one.
    pub kid: Option<String>,
    /// Why it was left out.
    pub reason: DropReason,
}

/// Why a key was left out of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DropReason {
    /// It is not a usable public key.
    #[error(transparent)]
    Jwk(#[from] jwk::Error),
    /// It cannot be prepared for any of the allowed algorithms.
    #[error(transparent)]
    Key(#[from] Error),
    /// No algorithm is allowed, or none is the token's.
    #[error("no algorithm is allowed")]
    NothingAllowed,
}
