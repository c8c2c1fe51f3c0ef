//! The choices that the specification leaves to the relying party.

use core::time::Duration;

/// What a relying party decides for itself when it validates ID Tokens
/// ([Core §3.1.3.7](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
///
/// | field | default | reason |
/// |---|---|---|
/// | `leeway` | 60 seconds | two clocks that are synchronised differ by less |
/// | `max_age_of_iat` | no limit | a token from the token endpoint was issued just before |
/// | `trusted_audiences` | empty | no other party needs to receive this token |
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct IdTokenPolicy {
    /// The accepted difference between the provider's clock and ours, at most
    /// [`IdTokenPolicy::MAX_LEEWAY`].
    pub leeway: Duration,
    /// The longest accepted time since `iat` (§3.1.3.7 (10)). `None` sets no limit.
    pub max_age_of_iat: Option<Duration>,
    /// The audiences that `aud` may contain besides the relying party's own client identifier
    /// (§3.1.3.7 (3)).
    pub trusted_audiences: Vec<String>,
}

impl IdTokenPolicy {
    /// The longest leeway, ten minutes. Core §2 says that it is usually a few minutes at most.
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

/// The reason for which an [`IdTokenPolicy`] is refused.
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
