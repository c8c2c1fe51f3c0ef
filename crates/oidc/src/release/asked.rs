//! The request of the client and the consent of the user.

use std::collections::BTreeMap;

use symbolon_oauth::{ResponseType, Scope};

use super::reserved;
use crate::claims::{SCOPES, scope_of};
use crate::claims_request::base_name;
use crate::{ClaimPlace, ClaimRequest, ClaimsRequest};

/// The claims that a client asks for, by its scope and by the parameter `claims`.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    pub(super) claims: &'a ClaimsRequest,
    pub(super) scope: &'a Scope,
    pub(super) to: ReleaseTo,
    pub(super) locales: &'a [String],
}

/// The places in which the client can receive claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReleaseTo {
    /// The client receives an access token, so it can fetch the claims that its scope requests from
    /// the UserInfo endpoint.
    IdTokenAndUserInfo,
    /// The client receives no access token, so the claims that its scope requests go into the ID
    /// Token ([Core §5.4](https://openid.net/specs/openid-connect-core-1_0.html#ScopeClaims)).
    IdTokenOnly,
}

/// The consent of the user: the scope, and the names of the claims that the client asked for by
/// name.
#[derive(Clone, Copy, Debug)]
pub struct Consented<'a> {
    /// `None` if the user consented to the whole request.
    limit: Option<Limit<'a>>,
}

#[derive(Clone, Copy, Debug)]
struct Limit<'a> {
    scope: &'a Scope,
    claims: &'a [String],
}

/// How a client asks for one claim in one place.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Demand<'a> {
    /// Whether the scope requests the claim.
    pub(super) by_scope: bool,
    /// The request in the parameter `claims`.
    pub(super) claim: Option<&'a ClaimRequest>,
}

impl ReleaseTo {
    /// Returns the places in which the client receives claims if it uses this response type.
    #[must_use]
    pub fn of(response_type: &ResponseType) -> Self {
        // Core §5.4: the UserInfo endpoint returns the claims if an access token is issued.
        if response_type.as_str().split(' ').any(|name| matches!(name, "code" | "token")) {
            Self::IdTokenAndUserInfo
        } else {
            Self::IdTokenOnly
        }
    }
}

impl<'a> Asked<'a> {
    /// Creates a request for the claims of the parameter `claims` and of a scope.
    #[must_use]
    pub fn new(claims: &'a ClaimsRequest, scope: &'a Scope, to: ReleaseTo) -> Self {
        Self { claims, scope, to, locales: &[] }
    }

    /// Sets `claims_locales`: the languages that the client prefers, as BCP 47 tags, the preferred
    /// language first.
    #[must_use]
    pub fn locales(mut self, locales: &'a [String]) -> Self {
        self.locales = locales;
        self
    }

    /// Returns the names of the claims to which the user has to consent in addition to the scope,
    /// in alphabetical order and without language tags. These are the claims that the client asks
    /// for by name and that no value of the scope requests.
    ///
    /// Show these names on the consent page. Claims that the provider itself sets, such as `acr`,
    /// are not part of the list. Names that are longer than 100 characters or contain a space or a
    /// character outside ASCII are not part of the list either, because a client could use such
    /// names to write sentences on the consent page. Claims with such names are withheld.
    #[must_use]
    pub fn beyond_scope(&self) -> Vec<String> {
        let consented = Consented::new(self.scope);
        let named = self.claims.user_info.keys().chain(self.claims.id_token.keys());
        let mut names: Vec<String> = named
            .map(|name| base_name(name))
            .filter(|name| !reserved::is_reserved(name) && !consented.covers(name))
            .filter(|name| is_plain(name))
            .map(str::to_owned)
            .collect();
        names.sort();
        names.dedup();
        names
    }

    /// Returns the part of the parameter `claims` to which the user consented. Store the result
    /// with the tokens. It does not contain members that the specification does not define, or
    /// claims that the provider itself sets.
    #[must_use]
    pub fn consented_claims(&self, consented: &Consented<'_>) -> ClaimsRequest {
        let covered = |claims: &BTreeMap<String, ClaimRequest>| {
            let covered = claims
                .iter()
                .filter(|(name, _)| !reserved::is_reserved(name) && consented.covers(name));
            let known = |claim: &ClaimRequest| ClaimRequest {
                essential: claim.essential,
                value: claim.value.clone(),
                values: claim.values.clone(),
                ..ClaimRequest::default()
            };
            covered.map(|(name, claim)| (name.clone(), known(claim))).collect()
        };
        let mut claims = ClaimsRequest::new();
        claims.user_info = covered(&self.claims.user_info);
        claims.id_token = covered(&self.claims.id_token);
        claims
    }

    /// Returns how the client asks for each claim in each place.
    pub(super) fn demands(&self) -> [(ClaimPlace, BTreeMap<String, Demand<'a>>); 2] {
        let scope_place = match self.to {
            ReleaseTo::IdTokenAndUserInfo => ClaimPlace::UserInfo,
            ReleaseTo::IdTokenOnly => ClaimPlace::IdToken,
        };
        [ClaimPlace::IdToken, ClaimPlace::UserInfo].map(|place| {
            let mut demands: BTreeMap<String, Demand<'a>> = BTreeMap::new();
            let requested = SCOPES.iter().filter(|(value, _)| self.scope.contains(value));
            for name in requested.flat_map(|(_, claims)| *claims) {
                if place == scope_place {
                    demands.entry((*name).to_owned()).or_default().by_scope = true;
                }
            }
            for (name, claim) in self.claims.place(place) {
                demands.entry(name.clone()).or_default().claim = Some(claim);
            }
            (place, demands)
        })
    }
}

impl<'a> Consented<'a> {
    /// Creates a consent to a scope. The consent does not cover the claims that the client asks for
    /// by name, except the claims that a value of the scope requests, too.
    #[must_use]
    pub fn new(scope: &'a Scope) -> Self {
        Self { limit: Some(Limit { scope, claims: &[] }) }
    }

    /// Creates a consent to the whole request. Use it for the claims and the scope of a stored
    /// record, because the record contains only what the user consented to.
    #[must_use]
    pub fn to_all() -> Self {
        Self { limit: None }
    }

    /// Adds the names of the claims that the user saw on the consent page and consented to, without
    /// language tags. [`Asked::beyond_scope`] returns the names to show. After
    /// [`to_all`](Self::to_all), this method has no effect.
    #[must_use]
    pub fn claims(mut self, names: &'a [String]) -> Self {
        self.limit = self.limit.map(|limit| Limit { claims: names, ..limit });
        self
    }

    /// Returns whether the user consented to the release of a claim, in any place.
    pub(super) fn covers(&self, name: &str) -> bool {
        let Some(limit) = self.limit else { return true };
        let name = base_name(name);
        limit.claims.iter().any(|consented| consented == name)
            || scope_of(name).is_some_and(|value| limit.scope.contains(value))
    }
}

/// Returns whether a name can be shown to users: it is short, and no sentence can be written with it.
fn is_plain(name: &str) -> bool {
    name.len() <= 100 && name.bytes().all(|byte| byte.is_ascii_graphic())
}
