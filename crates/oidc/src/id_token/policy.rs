//! The choices that the specification leaves to the relying party.

use core::time::Duration;

use symbolon_jose::Limits;

/// The choices that OpenID Connect Core leaves to a relying party when it validates ID Tokens
/// ([Core §3.1.3.7](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
///
/// | field | default | reason |
/// |---|---|---|
/// | `leeway` | 60 seconds | two clocks that are synchronised differ by less |
/// | `max_age_of_iat` | no limit | the token endpoint sends a token as soon as it has issued it |
/// | `trusted_audiences` | empty | only the client itself needs the token |
/// | `trusted_parties` | none besides the client | a token that was issued to another client is refused |
/// | `limits` | [`Limits::DEFAULT`] | providers usually send fewer claims and less than 1 MiB |
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
    /// The clients that `azp` is allowed to name besides the relying party's own client identifier
    /// ([Core §3.1.3.7 (5)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    pub trusted_parties: TrustedParties,
    /// The limits on the size of the token and on the number of its claims. Raise
    /// [`json_members`](Limits::json_members) for a provider that lists more than 1 024 groups of a
    /// user in one claim.
    pub limits: Limits,
}

/// The clients that are allowed to be in `azp`, the claim with the client to which an ID Token was
/// issued.
///
/// The relying party's own client identifier is always allowed. A token without `azp` is accepted
/// too. Extensions of the provider define what `azp` means
/// ([Core §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken), `azp`). For example,
/// Google issues an ID Token to an Android app, names the app in `azp`, and names the app's server
/// in `aud`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TrustedParties {
    /// `azp` is allowed to name these clients. List the identifiers of your own apps whose ID
    /// Tokens your server accepts.
    Listed(Vec<String>),
    /// `azp` is ignored, as Core §2 recommends to relying parties that do not use an extension that
    /// defines `azp`. Cost: if the provider issues ID Tokens with this relying party in `aud` to
    /// another client, that client can use them at this relying party.
    Any,
}

impl TrustedParties {
    /// Returns whether `azp` is allowed to name this client.
    #[must_use]
    pub fn contains(&self, party: &str) -> bool {
        match self {
            Self::Listed(parties) => parties.iter().any(|listed| listed == party),
            Self::Any => true,
        }
    }
}

impl Default for TrustedParties {
    /// Returns an empty list: `azp` is allowed to name only the relying party itself.
    fn default() -> Self {
        Self::Listed(Vec::new())
    }
}

impl IdTokenPolicy {
    /// The longest leeway that a policy is allowed to have: ten minutes. A leeway is usually a few
    /// minutes at most ([Core §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken),
    /// `exp`).
    pub const MAX_LEEWAY: Duration = Duration::from_secs(600);

    /// The longest `max_age_of_iat` that a policy is allowed to have: 366 days. To have no limit,
    /// set `max_age_of_iat` to `None`.
    pub const MAX_AGE_OF_IAT: Duration = Duration::from_secs(366 * 24 * 60 * 60);

    pub(super) fn check(&self) -> Result<(), PolicyError> {
        // Core §2, exp: a leeway is usually a few minutes at most.
        if self.leeway > Self::MAX_LEEWAY {
            return Err(PolicyError::Leeway { found: self.leeway });
        }
        // §3.1.3.7 (10): `iat` is compared to refuse tokens from too long ago. A limit that is longer
        // than the lifetime of every token would refuse no token.
        if let Some(found) = self.max_age_of_iat.filter(|age| *age > Self::MAX_AGE_OF_IAT) {
            return Err(PolicyError::MaxAgeOfIat { found });
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
            trusted_parties: TrustedParties::default(),
            limits: Limits::DEFAULT,
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
    /// `max_age_of_iat` is longer than [`IdTokenPolicy::MAX_AGE_OF_IAT`], so the limit would
    /// refuse no ID Token
    /// ([Core §3.1.3.7 (10)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error(
        "`max_age_of_iat` is {} s, longer than the maximum of {} s; use `None` for no limit",
        .found.as_secs(),
        IdTokenPolicy::MAX_AGE_OF_IAT.as_secs()
    )]
    MaxAgeOfIat {
        /// The `max_age_of_iat` of the policy.
        found: Duration,
    },
}

impl PolicyError {
    /// Returns the stable name of the error, such as `"id_token_policy.leeway"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Leeway { .. } => "id_token_policy.leeway",
            Self::MaxAgeOfIat { .. } => "id_token_policy.max_age_of_iat",
        }
    }
}
