//! Rules about the times at which the token is valid.

use symbolon_jose::rule::Verdict::{self, Held, NotApplicable};

use super::check::Case;
use crate::id_token::IdTokenError;
use crate::id_token::expected::Occasion;

pub(super) fn exp(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    let (exp, now) = (*case.members.exp.required()?, case.now);
    // §3.1.2.2 (5): a hint is accepted even after its `exp`.
    if matches!(case.expected.occasion, Occasion::Hint) {
        return Ok(NotApplicable);
    }
    // §3.1.3.7 (9): the current time is before `exp`; Core §2: a small leeway is allowed.
    // The leeway is subtracted from the clock. Added to `exp`, it could pass the last time that a
    // NumericDate can hold, and the token would never expire.
    if now.before(case.policy.leeway) < exp {
        Ok(Held)
    } else {
        Err(IdTokenError::Expired { exp, now })
    }
}

pub(super) fn nbf(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // RFC 7519 §4.1.5: the current time is after or equal to `nbf`.
    let now = case.now;
    match case.members.nbf.optional()? {
        None => Ok(NotApplicable),
        Some(nbf) if *nbf <= now.after(case.policy.leeway) => Ok(Held),
        Some(nbf) => Err(IdTokenError::NotYetValid { nbf: *nbf, now }),
    }
}

pub(super) fn iat(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // Core §2, iat: required; the time at which the token was issued, so it is not in the future.
    let (iat, now) = (*case.members.iat.required()?, case.now);
    if iat <= now.after(case.policy.leeway) {
        Ok(Held)
    } else {
        Err(IdTokenError::IssuedInFuture { iat, now })
    }
}

pub(super) fn iat_age(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    let (iat, now) = (*case.members.iat.required()?, case.now);
    // §3.1.3.7 (10): the client decides how old an ID Token is allowed to be. A hint is always old.
    let Some(max_age) = case.policy.max_age_of_iat else { return Ok(NotApplicable) };
    if matches!(case.expected.occasion, Occasion::Hint) {
        return Ok(NotApplicable);
    }
    if now.before(case.policy.leeway).before(max_age) <= iat {
        Ok(Held)
    } else {
        Err(IdTokenError::IssuedTooLongAgo { iat, now, max_age })
    }
}
