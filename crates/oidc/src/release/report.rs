//! The report about a release.

use super::asked::Demand;
use crate::ClaimPlace;

/// What happened to a claim that the client asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReportedClaim {
    /// The place in which the client should receive the claim.
    pub place: ClaimPlace,
    /// The name of the claim, with its language tag if the client asked for a language.
    pub name: String,
    /// The part of the request that asks for the claim.
    pub asked_by: AskedBy,
    /// Whether the client said that the claim is essential.
    pub essential: bool,
    /// Whether the claim was released, or the reason why it was not.
    pub outcome: ClaimOutcome,
}

/// The part of a request that asks for a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AskedBy {
    /// A value of the scope requests the claim.
    Scope,
    /// The parameter `claims` names the claim.
    ClaimsParameter,
    /// A value of the scope and the parameter `claims` ask for the claim.
    Both,
}

/// Whether a claim was released, or the reason why it was not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClaimOutcome {
    /// The claim was released in at least one language.
    Released,
    /// The provider itself sets the claim where the specification requires it, such as `acr` in the
    /// ID Token. The claim is never taken from the claims that are known about the user.
    SetByProvider,
    /// The provider knows no value of the claim, or no value in the requested language.
    Unknown,
    /// The user did not consent to the release.
    NotConsented,
    /// The known value differs from every value that the client accepts.
    ValueDiffers,
    /// The client asked for the claim from the UserInfo endpoint, but receives no access token for
    /// this endpoint.
    NoAccessToken,
}

impl ClaimOutcome {
    /// Returns a stable name for logs, such as `"not_consented"`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Released => "released",
            Self::SetByProvider => "set_by_provider",
            Self::Unknown => "unknown",
            Self::NotConsented => "not_consented",
            Self::ValueDiffers => "value_differs",
            Self::NoAccessToken => "no_access_token",
        }
    }
}

impl ReportedClaim {
    pub(super) fn new(
        place: ClaimPlace,
        name: &str,
        demand: &Demand<'_>,
        outcome: ClaimOutcome,
    ) -> Self {
        let asked_by = match demand.claim {
            None => AskedBy::Scope,
            Some(_) if demand.by_scope => AskedBy::Both,
            Some(_) => AskedBy::ClaimsParameter,
        };
        let essential = demand.claim.is_some_and(|claim| claim.essential);
        Self { place, name: name.to_owned(), asked_by, essential, outcome }
    }
}
