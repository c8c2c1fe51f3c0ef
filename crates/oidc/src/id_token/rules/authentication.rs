//! Rules about the authentication of the user.

use symbolon_jose::rule::Verdict::{self, Held, NotApplicable};
use symbolon_jose::{Excerpt, NumericDate};

use super::check::Case;
use crate::id_token::expected::Occasion;
use crate::id_token::{IdTokenError, NonceExpectation};

pub(super) fn nonce(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    let nonce = case.members.nonce.optional()?;
    // The rule `refreshed.nonce` checks the nonce of a refreshed token. The nonce of a hint was
    // checked at its login.
    let Occasion::Login(expected) = case.expected.occasion else { return Ok(NotApplicable) };
    match (expected, nonce) {
        // §3.1.3.7 (11): if a nonce was sent, `nonce` is present and equal. `Nonce` compares in
        // constant time.
        (NonceExpectation::Sent(sent), Some(nonce)) if sent == nonce => Ok(Held),
        (NonceExpectation::Sent(_), Some(_)) => Err(IdTokenError::NonceMismatch),
        (NonceExpectation::Sent(_), None) => Err(IdTokenError::NonceMissing),
        // An empty nonce counts as absent here, because the client sent no nonce.
        (NonceExpectation::NotSent, Some(nonce)) if nonce.expose().is_empty() => Ok(Held),
        // Core §2, nonce: if present, it equals the nonce that was sent, and no nonce was sent.
        (NonceExpectation::NotSent, Some(_)) => Err(IdTokenError::NonceUnexpected),
        (NonceExpectation::NotSent, None) => Ok(Held),
    }
}

pub(super) fn acr(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    let requested = case.expected.acr_values;
    // §3.1.3.7 (12): if `acr` was requested, the client checks that its value is appropriate.
    if requested.is_empty() {
        return Ok(NotApplicable);
    }
    match case.members.acr.optional()? {
        Some(acr) if requested.contains(acr) => Ok(Held),
        Some(acr) if is_stronger(acr, requested, case.expected.acr_order) => Ok(Held),
        Some(acr) => {
            Err(IdTokenError::Acr { found: Excerpt::new(acr), expected: requested.to_vec() })
        }
        None => Err(IdTokenError::AcrMissing { expected: requested.to_vec() }),
    }
}

/// Returns whether the class is stronger than a requested class. `order` begins with the weakest.
fn is_stronger(acr: &str, requested: &[String], order: &[String]) -> bool {
    let mut weaker = order.iter().take_while(|class| *class != acr);
    order.iter().any(|class| class == acr) && weaker.any(|class| requested.contains(class))
}

pub(super) fn auth_time_present(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // Core §2, auth_time: required if `max_age` was sent or `auth_time` was an essential claim.
    // §3.1.2.1, prompt: without `auth_time`, `login` cannot be checked.
    match (case.expected.requires_auth_time(), claimed(case)?) {
        (false, _) => Ok(NotApplicable),
        (true, Some(_)) => Ok(Held),
        (true, None) => Err(IdTokenError::AuthTimeMissing),
    }
}

/// Returns `auth_time`. A value of a wrong type counts as absent if `auth_time` was not requested.
fn claimed(case: &Case<'_>) -> Result<Option<NumericDate>, IdTokenError> {
    let requested = case.expected.requires_auth_time();
    Ok(case.members.auth_time.optional_if(requested)?.copied())
}

pub(super) fn auth_time(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // Core §2, auth_time: the time when the authentication occurred, so it is not in the future.
    let now = case.now;
    match claimed(case)? {
        None => Ok(NotApplicable),
        Some(at) if at <= now.after(case.policy.leeway) => Ok(Held),
        Some(at) => Err(IdTokenError::AuthTimeInFuture { auth_time: at, now }),
    }
}

pub(super) fn since_request(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    let (Some(since), Some(auth_time)) = (case.expected.authenticated_since, claimed(case)?) else {
        return Ok(NotApplicable);
    };
    // §3.1.2.1, prompt: with `login`, the provider asks the user to authenticate again, and returns
    // an error if it cannot.
    if since.before(case.policy.leeway) <= auth_time {
        return Ok(Held);
    }
    Err(IdTokenError::AuthenticatedBeforeRequest { auth_time, since })
}

pub(super) fn max_age(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    let (Some(max_age), Some(auth_time)) = (case.expected.max_age, claimed(case)?) else {
        return Ok(NotApplicable);
    };
    // §3.1.3.7 (13): if too much time passed since `auth_time`, the client asks the user to
    // authenticate again. Core §3.1.2.1, max_age: the parameter asks for an authentication for this
    // request, so an authentication after the request always satisfies it.
    let leeway = case.policy.leeway;
    let after_request = |requested_at: NumericDate| requested_at.before(leeway) <= auth_time;
    if case.now.before(leeway).before(max_age) <= auth_time
        || case.expected.requested_at.is_some_and(after_request)
    {
        return Ok(Held);
    }
    Err(IdTokenError::AuthenticatedTooLongAgo { auth_time, now: case.now, max_age })
}
