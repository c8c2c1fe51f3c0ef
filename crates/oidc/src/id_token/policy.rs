//! The choices that the specification leaves to the relying party.

use core::time::Duration;

/// What a relying party decides for itself
/// ([Core §3.1.3.7](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
///
/// | field | default | reason |
/// |---|---|---|
/// | `leeway` | 60 seconds | clocks that follow a time server differ by less |
/// | `max_age_of_iat` | none | a token from the token endpoint is fresh by how it came |
/// | `trusted_audiences` | none | nobody else has a reason to hold this token |
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct IdTokenPolicy {
    /// How far the provider's clock may be from ours. At most [`IdTokenPolicy::MAX_LEEWAY`].
    pub leeway: Duration,
    /// How long ago the token may have been issued, if that is limited (item 10).
    pub max_age_of_iat: Option<Duration>,
    /// Which audiences besides the relying party itself are no reason to refuse (item 3).
    pub trusted_audiences: Vec<String>,
}

impl IdTokenPolicy {
    /// Ten minutes: Core §2 speaks of a few minutes at most.
    pub const MAX_LEEWAY: Duration = Duration::from_secs(600);

    pub(super) fn check(&self) -> Result<(), PolicyError> {
        // Core §2, exp: leeway is usually no more than a few minutes.
        if self.leeway > Self::MAX_LEEWAY { Err(PolicyError::Leeway) } else { Ok(()) }
    }
}

impl Default for IdTokenPolicy {
    fn default() -> Self {
        Self {
            leeway: Duration::from_secs(60),
            max_age_of_iat: None,
            trusted_audiences: Vec::new(),
        }
    }
}

/// The policy would switch a check off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// The leeway is longer than [`IdTokenPolicy::MAX_LEEWAY`]
    /// ([Core §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken), `exp`).
    #[error("the leeway is longer than ten minutes")]
    Leeway,
}

impl PolicyError {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Leeway => "id_token_policy.leeway",
        }
    }
}
