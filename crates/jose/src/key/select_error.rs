//! The error when no key can be selected for a token.

use super::{Algorithm, DropReason};

/// The reason why no key was selected for a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SelectError {
    /// No key has the `kid` that the token names. If you fetched the keys from the provider, fetch
    /// them again, because the provider has possibly published new keys
    /// ([Core §10.1.1](https://openid.net/specs/openid-connect-core-1_0.html#RotateSigKeys)).
    #[error("no key has this `kid`")]
    UnknownKid,
    /// The key for the token is in the JWK Set, but it was left out, because it cannot be used. The
    /// contained reason says why.
    ///
    /// Usually, the key has the `kid` that the token names. If the token has no `kid`, or no key of
    /// the set has a `kid`, the key has the type that the algorithm of the token needs.
    ///
    /// Do not fetch the keys again: the owner of the key has to publish a usable key. If the owner
    /// cannot do that, [`KeyQuirks`](crate::jwk::KeyQuirks) accepts some deviations in keys.
    #[error("the key for the token is in the key set, but was left out: {0}")]
    KeyLeftOut(DropReason),
    /// There is no key for the token's algorithm: the algorithm is not allowed, or no key could be
    /// prepared for it ([RFC 8725 §3.1](https://www.rfc-editor.org/rfc/rfc8725#section-3.1)).
    ///
    /// Call [`VerificationKeys::dropped`](super::VerificationKeys::dropped) to see why a key of a
    /// JWK Set could not be prepared.
    #[error("no key is for {0}: it is not allowed, or no key for it could be prepared")]
    AlgorithmNotAllowed(Algorithm),
    /// More than one key fits the token's `kid` and algorithm
    /// ([Core §10.1](https://openid.net/specs/openid-connect-core-1_0.html#Signing)).
    ///
    /// Each key must have a different `kid`, and the sender of a token must put the `kid` of the
    /// key into the header of the token.
    #[error(
        "more than one key fits; give each key its own `kid` (for the keys of another party, \
         `JwsQuirks::any_key` tries each key)"
    )]
    Ambiguous,
}
