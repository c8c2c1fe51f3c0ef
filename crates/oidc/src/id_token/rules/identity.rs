//! Rules about the kind of the token, its issuer and the user.

use serde_json::Value;
use symbolon_jose::rule::Verdict::{self, Held, NotApplicable};

use super::check::Case;
use crate::id_token::IdTokenError;

/// The longest `sub` that Core §2 allows.
const MAX_SUBJECT: usize = 255;

pub(super) fn kind(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // RFC 8725 §3.12: the rules for different kinds of JWTs exclude each other, and older kinds
    // have no `typ`. RFC 8417 §4.3: `events` belongs to a security event, such as a logout token.
    // RFC 9101 §4: `response_type` belongs to a request object.
    let custom_events = |events: &Value| case.quirks.events_claim && !are_security_events(events);
    if case.members.extra("events").is_some_and(|events| !custom_events(events)) {
        return Err(IdTokenError::OtherKind("events"));
    }
    match case.members.extra("response_type") {
        None => Ok(Held),
        Some(_) => Err(IdTokenError::OtherKind("response_type")),
    }
}

/// Returns whether `events` has the form that it has in a security event. RFC 8417 §2.2: it is an
/// object, and the name of each of its members is a URI.
fn are_security_events(events: &Value) -> bool {
    events.as_object().is_some_and(|events| events.keys().any(|name| name.contains(':')))
}

pub(super) fn iss(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // §3.1.3.7 (2): the issuer identifier exactly matches the `iss` claim.
    case.token_issuer().map(|_| Held)
}

pub(super) fn sub(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // Core §2, sub: required, at most 255 ASCII characters. An empty `sub` identifies no user.
    let sub = case.members.sub.required()?;
    let has_the_form = sub.len() <= MAX_SUBJECT && sub.is_ascii();
    if sub.is_empty() || !(has_the_form || case.quirks.any_subject) {
        return Err(IdTokenError::Subject { bytes: sub.len() });
    }
    Ok(Held)
}

pub(super) fn sub_of_hint(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // §3.1.2.1, id_token_hint: if the user of the hint does not sign in, the provider returns an
    // error. So an ID Token about another user does not answer the request.
    let (subject, issuer) = (case.expected.subject, case.expected.subject_issuer);
    if subject.is_none() && issuer.is_none() {
        return Ok(NotApplicable);
    }
    // Core §5.7: `sub` identifies a user only together with `iss`.
    let (sub, iss) = (case.members.sub.required()?, case.token_issuer()?);
    if subject.is_none_or(|subject| subject == sub) && issuer.is_none_or(|issuer| *issuer == *iss) {
        Ok(Held)
    } else {
        Err(IdTokenError::OtherSubject)
    }
}
