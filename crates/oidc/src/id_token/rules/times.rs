//! Rules about when the token is good.

use super::Verdict::{self, Held, NotApplicable};
use super::{Case, IdTokenError};
use crate::id_token::expected::Occasion;

pub(super) fn exp(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    let exp = *case.members.exp.required()?;
    // §3.1.2.2 (5): a hint is taken even when its `exp` has passed.
    if matches!(case.expected.occasion, Occasion::Hint) {
        return Ok(NotApplicable);
    }
    // §3.1.3.7 (9): the current time is before `exp`; Core §2: a small leeway is allowed.
    // The leeway moves our clock, not theirs, so that no `exp` is late enough to last for ever.
    if case.now.before(case.policy.leeway) < exp {
        Ok(Held)
    } else {
        Err(IdTokenError::Expired { exp })
    }
}

pub(super) fn nbf(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // RFC 7519 §4.1.5: the current time is after or equal to `nbf`.
    match case.members.nbf.optional()? {
        None => Ok(NotApplicable),
        Some(nbf) if *nbf <= case.now.after(case.policy.leeway) => Ok(Held),
        Some(nbf) => Err(IdTokenError::NotYetValid { nbf: *nbf }),
    }
}

pub(super) fn iat(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // Core §2, iat: required; the time at which the token was issued, which no future time is.
    let iat = *case.members.iat.required()?;
    if iat <= case.now.after(case.policy.leeway) {
        Ok(Held)
    } else {
        Err(IdTokenError::IssuedInFuture { iat })
    }
}

pub(super) fn iat_age(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    let iat = *case.members.iat.required()?;
    // §3.1.3.7 (10): what is too far away from the current time is for the client to say. A hint
    // is of the past by its nature.
    let Some(max_age) = case.policy.max_age_of_iat else { return Ok(NotApplicable) };
    if matches!(case.expected.occasion, Occasion::Hint) {
        return Ok(NotApplicable);
    }
    if case.now.before(case.policy.leeway).before(max_age) <= iat {
        Ok(Held)
    } else {
        Err(IdTokenError::IssuedTooLongAgo { iat })
    }
}
