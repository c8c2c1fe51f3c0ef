//! The reasons why the parameter `claims` is refused.

use serde_json::Value;
use symbolon_jose::{Excerpt, json};

use super::ClaimPlace;
use crate::JsonType;

/// The reason why the parameter `claims` is refused
/// ([Core §5.5](https://openid.net/specs/openid-connect-core-1_0.html#ClaimsParameter)).
///
/// The messages contain claim names and JSON types, but no requested value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ClaimsRequestError {
    /// The text is not a JSON object, or it exceeds
    /// [`ClaimsRequest::LIMITS`](super::ClaimsRequest::LIMITS).
    #[error("`claims` cannot be read: {0}")]
    Json(json::Error),
    /// `userinfo` or `id_token` is not an object.
    #[error("`{}` in `claims` is {found}; expected an object", .place.as_str())]
    Place {
        /// The member that is not an object.
        place: ClaimPlace,
        /// The JSON type of the member.
        found: JsonType,
    },
    /// The request for a claim is neither `null` nor an object.
    #[error("the request for the claim {claim} in `{}` is {found}; expected null or an object", .place.as_str())]
    Claim {
        /// The place in which the claim is requested.
        place: ClaimPlace,
        /// The name of the claim.
        claim: Excerpt,
        /// The JSON type of the request for the claim.
        found: JsonType,
    },
    /// `essential` is not a boolean.
    #[error("`essential` of the claim {claim} in `{}` is {found}; expected true or false", .place.as_str())]
    Essential {
        /// The place in which the claim is requested.
        place: ClaimPlace,
        /// The name of the claim.
        claim: Excerpt,
        /// The JSON type of `essential`.
        found: JsonType,
    },
    /// `values` is not an array, or it is an empty array, so that no value would be acceptable.
    #[error("`values` of the claim {claim} in `{}` is {}; expected an array with at least one value", .place.as_str(), list(*.found))]
    Values {
        /// The place in which the claim is requested.
        place: ClaimPlace,
        /// The name of the claim.
        claim: Excerpt,
        /// The JSON type of `values`: [`JsonType::Array`] if the array is empty.
        found: JsonType,
    },
    /// A requested value is not valid for its claim, such as an object for `sub`.
    #[error("a requested value of the claim {claim} in `{}` is not valid ({found}); expected {expected}", .place.as_str())]
    Value {
        /// The place in which the claim is requested.
        place: ClaimPlace,
        /// The name of the claim.
        claim: Excerpt,
        /// The JSON type of the value.
        found: JsonType,
        /// A description of a valid value, such as `"true or false"`.
        expected: &'static str,
    },
}

impl ClaimsRequestError {
    /// Returns the stable name of the error, such as `"claims_request.values"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Json(_) => "claims_request.json",
            Self::Place { .. } => "claims_request.place",
            Self::Claim { .. } => "claims_request.claim",
            Self::Essential { .. } => "claims_request.essential",
            Self::Values { .. } => "claims_request.values",
            Self::Value { .. } => "claims_request.value",
        }
    }

    /// Returns a sentence for the client. It repeats no text of the request, because any website
    /// can make a browser send a request.
    pub(crate) fn description(&self) -> &'static str {
        match self {
            Self::Json(_) => "`claims` is not a JSON object of moderate size",
            Self::Place { .. } => "`userinfo` or `id_token` in `claims` is not an object",
            Self::Claim { .. } => "the request for a claim in `claims` is not null or an object",
            Self::Essential { .. } => "`essential` in `claims` is not true or false",
            Self::Values { .. } => "`values` in `claims` is not an array with at least one value",
            Self::Value { .. } => "a requested value in `claims` is not valid for its claim",
        }
    }

    pub(super) fn claim(place: ClaimPlace, claim: &str, found: JsonType) -> Self {
        Self::Claim { place, claim: Excerpt::new(claim), found }
    }

    pub(super) fn essential(place: ClaimPlace, claim: &str, found: &Value) -> Self {
        Self::Essential { place, claim: Excerpt::new(claim), found: JsonType::of(found) }
    }

    pub(super) fn values(place: ClaimPlace, claim: &str, found: &Value) -> Self {
        Self::Values { place, claim: Excerpt::new(claim), found: JsonType::of(found) }
    }

    pub(super) fn value(
        place: ClaimPlace,
        claim: &str,
        found: JsonType,
        expected: &'static str,
    ) -> Self {
        Self::Value { place, claim: Excerpt::new(claim), found, expected }
    }
}

/// Describes a `values` member that was refused.
fn list(found: JsonType) -> String {
    match found {
        JsonType::Array => "an empty array".to_owned(),
        _ => found.to_string(),
    }
}
