//! The error of finding the key that a header means.

use super::Algorithm;

/// The reason why no key was selected for a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SelectError {
    /// No key has this `kid`. If the keys were fetched, fetch them again: the provider may have new
    /// keys ([Core §10.1.1](https://openid.net/specs/openid-connect-core-1_0.html#RotateSigKeys)).
    #[error("no key has this `kid`")]
    UnknownKid,
    /// No key is for this algorithm: the algorithm is not allowed, or no key for it could be
    /// prepared ([RFC 8725 §3.1](https://www.rfc-editor.org/rfc/rfc8725#section-3.1)).
    ///
    /// [`VerificationKeys::dropped`](super::VerificationKeys::dropped) tells which keys of a set could
    /// not be prepared.
    #[error("no key is for {0}: it is not allowed, or no key for it could be prepared")]
    AlgorithmNotAllowed(Algorithm),
    /// More than one key fits
    /// ([Core §10.1](https://openid.net/specs/openid-connect-core-1_0.html#Signing)).
    ///
    /// Give each key its own `kid`, and write it into each token.
    #[error("more than one key fits; give each key its own `kid`")]
    Ambiguous,
}
