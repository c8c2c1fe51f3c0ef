//! Rules about the audience and the authorized party.

use std::collections::BTreeSet;

use symbolon_jose::rule::Verdict::{self, Held, NotApplicable, NotChecked};
use symbolon_jose::{Excerpt, Excerpts};

use super::check::Case;
use crate::id_token::{IdTokenError, TrustedParties};

pub(super) fn contains_client(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // §3.1.3.7 (3): `aud` contains the client identifier. RFC 7519 §2: strings are compared
    // exactly.
    let aud = case.members.aud.required()?;
    if aud.iter().any(|audience| audience == case.client_id) {
        return Ok(Held);
    }
    let client_id = case.client_id.to_owned();
    Err(IdTokenError::Audience { found: Excerpts::new(aud), client_id })
}

pub(super) fn others_trusted(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // §3.1.3.7 (3): a token with an additional audience that the client does not trust is refused.
    let aud = case.members.aud.required()?;
    let trusted = |audience: &String| {
        audience == case.client_id || case.policy.trusted_audiences.contains(audience)
    };
    match aud.iter().find(|audience| !trusted(audience)) {
        None => Ok(Held),
        Some(audience) => Err(IdTokenError::UntrustedAudience { audience: Excerpt::new(audience) }),
    }
}

pub(super) fn one_for_mac(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // §3.1.3.7 (8): for a MAC, the behaviour with several audiences is not specified. An audience
    // that is listed twice is one audience.
    let Some(algorithm) = case.algorithm else { return Ok(NotChecked) };
    if !algorithm.is_mac() {
        return Ok(NotApplicable);
    }
    match case.members.aud.required()?.iter().collect::<BTreeSet<_>>().len() {
        1 => Ok(Held),
        audiences => Err(IdTokenError::MacAudience { algorithm, audiences }),
    }
}

pub(super) fn azp(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // §3.1.3.7 (4), (5): no rule requires `azp`. If `azp` is present, it should be the client's own
    // identifier, unless an extension of the provider says otherwise. Core §2, azp: a client that
    // uses no such extension is encouraged to ignore the claim.
    let trusted = &case.policy.trusted_parties;
    if *trusted == TrustedParties::Any {
        return Ok(NotApplicable);
    }
    match case.members.azp.optional()? {
        None => Ok(NotApplicable),
        Some(azp) if azp == case.client_id || trusted.contains(azp) => Ok(Held),
        Some(azp) => {
            let client_id = case.client_id.to_owned();
            Err(IdTokenError::AuthorizedParty { found: Excerpt::new(azp), client_id })
        }
    }
}
