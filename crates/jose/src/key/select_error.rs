//! The error of finding the key that a header means.

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
