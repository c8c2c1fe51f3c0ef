//! The reasons why no keys are found for a token.

use symbolon_jose::jws;
use time::OffsetDateTime;

use super::FetchError;
use crate::Endpoint;

/// The reason why a search for the keys of a token fails.
///
/// The enum is intentionally exhaustive, so that a program can map each variant to its own error.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeySearchError {
    /// No published key can verify the token, or the token's algorithm is not allowed. The variant
    /// contains the error that the verification of the token would return.
    #[error(transparent)]
    Jws(#[from] jws::Error),
    /// The keys cannot be fetched, or the [`KeyCache`](super::KeyCache) is for the keys of another
    /// provider or client.
    #[error(transparent)]
    Keys(#[from] KeysError),
}

impl KeySearchError {
    /// Returns the time from which another try can succeed, if the search failed only because the
    /// cache is not allowed to fetch the keys yet.
    #[must_use]
    pub fn try_again_at(&self) -> Option<OffsetDateTime> {
        match self {
            Self::Keys(KeysError::CoolDown { until }) => Some(*until),
            _ => None,
        }
    }

    /// Returns the stable name of the error, such as `"keys.cool_down"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Jws(error) => error.code(),
            Self::Keys(error) => error.code(),
        }
    }
}

/// The reason why the keys that a provider or client publishes are not available.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeysError {
    /// The response from the `jwks_uri` is not a usable JWK Set
    /// ([Core §10.1.1](https://openid.net/specs/openid-connect-core-1_0.html#RotateSigKeys)).
    #[error("the keys cannot be read: {0}")]
    Fetch(#[from] FetchError),
    /// The request for the keys could not be sent, or no response arrived
    /// ([Core §10.1.1](https://openid.net/specs/openid-connect-core-1_0.html#RotateSigKeys)).
    #[error("the keys cannot be fetched: no response arrived from the `jwks_uri`")]
    NoResponse,
    /// The cache does not have the key that the token names, and the next fetch is not allowed yet,
    /// because the last fetch was too recent
    /// ([Core §10.1.1](https://openid.net/specs/openid-connect-core-1_0.html#RotateSigKeys)).
    #[error(
        "the cache has no key for the token, and does not fetch the keys again before {until}; \
         try again at that time"
    )]
    CoolDown {
        /// The time from which the next fetch is allowed.
        until: OffsetDateTime,
    },
    /// The `jwks_uri` of the [`KeyCache`](super::KeyCache) is not the `jwks_uri` of the party that
    /// signs the token. Pass the cache for the `jwks_uri` of that party
    /// ([Core §10.1](https://openid.net/specs/openid-connect-core-1_0.html#Signing)).
    #[error("the key cache is for {found}, and the keys are at {expected}")]
    OtherProvider {
        /// The `jwks_uri` of the party whose token is verified.
        expected: Box<Endpoint>,
        /// The `jwks_uri` of the cache.
        found: Box<Endpoint>,
    },
}

impl KeysError {
    /// Returns the stable name of the error, such as `"keys.cool_down"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Fetch(error) => error.code(),
            Self::NoResponse => "keys.no_response",
            Self::CoolDown { .. } => "keys.cool_down",
            Self::OtherProvider { .. } => "keys.other_provider",
        }
    }
}
