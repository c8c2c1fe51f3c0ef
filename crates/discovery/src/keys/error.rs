//! Why no keys are found for a token.

use symbolon_jose::jws;
use time::OffsetDateTime;

use super::FetchError;
use crate::Endpoint;

/// Why a search for the keys of a token fails.
///
/// Intentionally exhaustive: the caller maps each variant to an error that it defines.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeySearchError {
    /// No published key can verify the token. It is the error that verification with the complete
    /// key set would report.
    #[error(transparent)]
    Jws(#[from] jws::Error),
    /// The published keys are not available.
    #[error(transparent)]
    Keys(#[from] KeysError),
}

impl KeySearchError {
    /// Returns a stable name for logs and metrics.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Jws(error) => error.code(),
            Self::Keys(error) => error.code(),
        }
    }
}

/// Why the keys that a party publishes are not available.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeysError {
    /// The response at the `jwks_uri` is not a usable JWK Set
    /// ([Core §10.1.1](https://openid.net/specs/openid-connect-core-1_0.html#RotateSigKeys)).
    #[error("the keys cannot be read: {0}")]
    Fetch(#[from] FetchError),
    /// The cache does not have the key that the token names, and the last fetch is too recent for
    /// another fetch
    /// ([Core §10.1.1](https://openid.net/specs/openid-connect-core-1_0.html#RotateSigKeys)).
    #[error("the token names an unknown key, and the keys are not fetched again before {until}")]
    CoolDown {
        /// The time from which the next fetch is allowed.
        until: OffsetDateTime,
    },
    /// The cache is for the keys of another party, whose key IDs have no meaning here
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
    /// Returns a stable name for logs and metrics.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Fetch(error) => error.code(),
            Self::CoolDown { .. } => "keys.cool_down",
            Self::OtherProvider { .. } => "keys.other_provider",
        }
    }
}
