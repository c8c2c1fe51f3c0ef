//! The choices that the specification leaves to the relying party.

use core::time::Duration;

/// The choices that OpenID Connect Core leaves to a relying party when it validates ID Tokens
/// ([Core §3.1.3.7](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
///
/// | field | default | reason |
/// |---|---|---|
/// | `leeway` | 60 seconds | two clocks that are synchronised differ by less |
/// | `max_age_of_iat` | no limit | the token endpoint sends a token as soon as it has issued it |
/// | `trusted_audiences` | empty | only the client itself needs the token |
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct IdTokenPolicy {
    /// The largest accepted difference between the clocks of the provider and of the relying party.
    /// It must not exceed [`IdTokenPolicy::MAX_LEEWAY`].
    pub leeway: Duration,
    /// The longest accepted time since `iat`, which is the time when the ID Token was issued.
    /// `None` means that there is no limit
    /// ([Core §3.1.3.7 (10)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    pub max_age_of_iat: Option<Duration>,
    /// The audiences that `aud` is allowed to contain besides the relying party's own client
    /// identifier
    /// ([Core §3.1.3.7 (3)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    pub trusted_audiences: Vec<String>,
}

impl IdTokenPolicy {
    /// The longest leeway that a policy is allowed to have: ten minutes. A leeway is usually a few
    /// minutes at most ([Core §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken),
    /// `exp`).
    pub const MAX_LEEWAY: Duration = Duration::from_secs(600);

    pub(super) fn check(&self) -> Result<(), PolicyError> {
        // Core §2, exp: a leeway is usually a few minutes at most.
        if self.leeway > Self::MAX_LEEWAY {
            return Err(PolicyError::Leeway { found: self.leeway });
        }
        Ok(())
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

/// The reason why an [`IdTokenPolicy`] is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// The leeway is longer than [`IdTokenPolicy::MAX_LEEWAY`], so expired tokens would be accepted
    /// for too long
    /// ([Core §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken), `exp`).
    #[error(
        "the leeway is {} s, longer than the maximum of {} s",
        .found.as_secs(),
        IdTokenPolicy::MAX_LEEWAY.as_secs()
    )]
    Leeway {
        /// The leeway of the policy.
        found: Duration,
    },
}

impl PolicyError {
    /// Returns the stable name of the error, such as `"id_token_policy.leeway"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Leeway { .. } => "id_token_policy.leeway",
        }
    }
}
