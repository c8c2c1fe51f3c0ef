//! The release of claims: which claims about the user the client receives, and in which place.
//!
//! ```
//! use symbolon_jose::Object;
//! use symbolon_oidc::release::{Asked, Consented, Release, ReleaseTo};
//! use symbolon_oidc::{ClaimRequest, ClaimsRequest};
//!
//! let claims = ClaimsRequest::new().id_token_claim("groups", ClaimRequest::voluntary());
//! let scope = "openid email".parse()?;
//! let asked = Asked::new(&claims, &scope, ReleaseTo::IdTokenAndUserInfo);
//! let known = Object::parse(br#"{"email":"a@op.example","groups":["staff"],"gender":"female"}"#)?;
//! let release = Release::new(&asked, &Consented::to_all(), &known);
//! assert_eq!(release.id_token.to_json(), r#"{"groups":["staff"]}"#);
//! assert_eq!(release.user_info.to_json(), r#"{"email":"a@op.example"}"#);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod asked;
mod languages;
mod report;
mod reserved;

use symbolon_jose::Object;

use asked::Demand;
pub use asked::{Asked, Consented, ReleaseTo};
use languages::Variant;
pub use report::{AskedBy, ClaimOutcome, ReportedClaim};

use crate::ClaimPlace;

pub(crate) use reserved::is_reserved;

/// The claims about the user that a client receives, with a report
/// ([Core §5.4](https://openid.net/specs/openid-connect-core-1_0.html#ScopeClaims),
/// [Core §5.5](https://openid.net/specs/openid-connect-core-1_0.html#ClaimsParameter)).
///
/// A claim is released only if the scope or the parameter `claims` asks for it, the user consented,
/// and its value is acceptable.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Release {
    /// The claims for the ID Token, in addition to those that the provider sets itself, such as
    /// `sub` and `acr`.
    pub id_token: Object,
    /// The claims for the response of the UserInfo endpoint, without `sub`.
    pub user_info: Object,
    /// What happened to each claim that the client asked for. The report is for logs and for the
    /// consent page. It contains no values.
    pub report: Vec<ReportedClaim>,
}

impl Release {
    /// Computes the claims to release from the client's request, the user's consent, and the claims
    /// that the provider knows about the user.
    ///
    /// `known` has claims as its members, with language tags where the provider has several
    /// languages, such as `name#de`. [`StandardClaims::to_object`](crate::StandardClaims::to_object)
    /// returns such an object. Claims that the provider itself sets, such as `iss`, `sub` and
    /// `acr`, are never taken from `known`. A claim with the value `null` or an empty string counts
    /// as unknown ([Core §5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse)).
    ///
    /// If the client named no `claims_locales`, a claim without a language tag is released in every
    /// language. Otherwise the value in the best language is released under the name without a tag
    /// ([Core §5.2](https://openid.net/specs/openid-connect-core-1_0.html#ClaimsLanguagesAndScripts)).
    #[must_use]
    pub fn new(asked: &Asked<'_>, consented: &Consented<'_>, known: &Object) -> Self {
        let mut release = Self::default();
        for (place, demands) in asked.demands() {
            for (name, demand) in &demands {
                let outcome = match refused(asked, consented, place, name) {
                    Some(outcome) => outcome,
                    None => {
                        let mut variants = languages::variants(known, name, asked.locales);
                        // The client's request for exactly this language decides about the value.
                        let has_own = |member: &str| member != name && demands.contains_key(member);
                        variants.retain(|variant| !has_own(&variant.member));
                        release.copy(place, demand, variants)
                    }
                };
                release.report.push(ReportedClaim::new(place, name, demand, outcome));
            }
        }
        release
    }

    /// Copies the acceptable values of a claim to its place.
    fn copy(
        &mut self,
        place: ClaimPlace,
        demand: &Demand<'_>,
        variants: Vec<Variant<'_>>,
    ) -> ClaimOutcome {
        if variants.is_empty() {
            return ClaimOutcome::Unknown;
        }
        let target = match place {
            ClaimPlace::IdToken => &mut self.id_token,
            ClaimPlace::UserInfo => &mut self.user_info,
        };
        let mut outcome = ClaimOutcome::ValueDiffers;
        for Variant { member, value } in variants {
            // §5.5.1: a claim whose value does not match the requested value is not included.
            if demand.claim.is_none_or(|claim| claim.accepts(value)) {
                target.insert(&member, value.clone());
                outcome = ClaimOutcome::Released;
            }
        }
        outcome
    }
}

/// Returns the reason if a claim is not released, independently of its value.
fn refused(
    asked: &Asked<'_>,
    consented: &Consented<'_>,
    place: ClaimPlace,
    name: &str,
) -> Option<ClaimOutcome> {
    if is_reserved(name) {
        Some(ClaimOutcome::SetByProvider)
    } else if place == ClaimPlace::UserInfo && asked.to == ReleaseTo::IdTokenOnly {
        Some(ClaimOutcome::NoAccessToken)
    } else if consented.covers(name) {
        None
    } else {
        Some(ClaimOutcome::NotConsented)
    }
}
