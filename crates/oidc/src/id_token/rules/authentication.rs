//! Rules about the authentication that the token speaks of.

use symbolon_jose::NumericDate;

use super::Verdict::{self, Held, NotApplicable};
use super::{Case, IdTokenError};
use crate::id_token::expected::{NonceExpectation, Occasion};

pub(super) fn nonce(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    let nonce = case.members.nonce.optional()?;
    // A refreshed nonce has a rule of its own, and that of a hint was checked long ago.
    let Occasion::Login(expected) = case.expected.occasion else { return Ok(NotApplicable) };
    match (expected, nonce) {
        // §3.1.3.7 (11): if one was sent it is present and the same. In constant time: see `Nonce`.
        (NonceExpectation::Sent(sent), Some(nonce)) if sent == nonce => Ok(Held),
        (NonceExpectation::Sent(_), Some(_)) => Err(IdTokenError::NonceMismatch),
        (NonceExpectation::Sent(_), None) => Err(IdTokenError::NonceMissing),
        // Core §2, nonce: if present it is equal to the one sent, which cannot be when none was.
        (NonceExpectation::NotSent, Some(_)) => Err(IdTokenError::NonceUnexpected),
        (NonceExpectation::NotSent, None) => Ok(Held),
    }
}

pub(super) fn acr(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    let acr = case.members.acr.optional()?;
    // §3.1.3.7 (12): if `acr` was requested, its value is checked to be appropriate.
    if case.expected.acr_values.is_empty() {
        return Ok(NotApplicable);
    }
    match acr {
        Some(acr) if case.expected.acr_values.contains(acr) => Ok(Held),
        Some(_) => Err(IdTokenError::Acr),
        None => Err(IdTokenError::AcrMissing),
    }
}

pub(super) fn amr(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // Core §2, amr: an array of strings.
    Ok(case.members.amr.optional()?.map_or(NotApplicable, |_| Held))
}

pub(super) fn auth_time_present(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // Core §2, auth_time: required when `max_age` was sent or the claim requested as essential.
    let asked = case.expected.max_age.is_some() || case.expected.auth_time;
    match (asked, case.members.auth_time.optional()?) {
        (false, _) => Ok(NotApplicable),
        (true, Some(_)) => Ok(Held),
        (true, None) => Err(IdTokenError::AuthTimeMissing),
    }
}

pub(super) fn auth_time(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // Core §2, auth_time: when the authentication occurred, which no future time is. Zero is 1970.
    match case.members.auth_time.optional()? {
        None => Ok(NotApplicable),
        Some(at) if *at <= case.now.after(case.policy.leeway) => Ok(Held),
        Some(at) => Err(IdTokenError::AuthTimeInFuture { auth_time: *at }),
    }
}

pub(super) fn max_age(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // §3.1.3.7 (13): too long ago is longer than `max_age` allows. Core §3.1.2.1, max_age: what it
    // asks for is an authentication for this request, so one that came after it will do.
    let since_request = |at: NumericDate| {
        let requested_at = case.expected.requested_at;
        requested_at.is_some_and(|requested_at| requested_at.before(case.policy.leeway) <= at)
    };
    match (case.expected.max_age, case.members.auth_time.optional()?) {
        (Some(max_age), Some(at)) => {
            if case.now.before(case.policy.leeway).before(max_age) <= *at || since_request(*at) {
                Ok(Held)
            } else {
                Err(IdTokenError::AuthenticatedTooLongAgo { auth_time: *at })
            }
        }
        _ => Ok(NotApplicable),
    }
}
