//! Rules about whom it is said to.

use super::Verdict::{self, Held, NotApplicable, NotChecked};
use super::{Case, IdTokenError};

pub(super) fn contains_client(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // §3.1.3.7 (3): `aud` contains the client identifier. RFC 7519 §2: compared as it stands.
    let aud = case.members.aud.required()?;
    if aud.iter().any(|audience| audience == case.client_id) {
        Ok(Held)
    } else {
        Err(IdTokenError::Audience)
    }
}

pub(super) fn others_trusted(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // §3.1.3.7 (3): refused if it contains additional audiences not trusted by the client.
    let aud = case.members.aud.required()?;
    let trusted = |audience: &String| {
        audience == case.client_id || case.policy.trusted_audiences.contains(audience)
    };
    if aud.iter().all(trusted) { Ok(Held) } else { Err(IdTokenError::UntrustedAudience) }
}

pub(super) fn one_for_mac(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // §3.1.3.7 (8): with a MAC, what several audiences mean is left unspecified.
    let audiences = case.members.aud.required()?.len();
    match case.algorithm {
        None => Ok(NotChecked),
        Some(algorithm) if !algorithm.is_mac() => Ok(NotApplicable),
        Some(_) if audiences == 1 => Ok(Held),
        Some(_) => Err(IdTokenError::MacAudience),
    }
}

pub(super) fn azp_for_several(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // §3.1.3.7 (4): who the token was issued to is for `azp` to say, once `aud` no longer does.
    if case.members.aud.required()?.len() < 2 {
        return Ok(NotApplicable);
    }
    match case.members.azp.optional()? {
        Some(_) => Ok(Held),
        None => Err(IdTokenError::AuthorizedPartyMissing),
    }
}

pub(super) fn azp(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // §3.1.3.7 (5): when `azp` is present, the client verifies that it is its own identifier.
    match case.members.azp.optional()? {
        None => Ok(NotApplicable),
        Some(azp) if azp == case.client_id => Ok(Held),
        Some(_) => Err(IdTokenError::AuthorizedParty),
    }
}
