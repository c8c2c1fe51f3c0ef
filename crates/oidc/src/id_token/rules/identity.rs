//! Rules about who says it of whom.

use super::Verdict::{self, Held, NotApplicable};
use super::{Case, IdTokenError};

const MAX_SUBJECT: usize = 255;

pub(super) fn kind(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // RFC 8725 §3.12: the rules for different kinds of JWTs exclude each other, also where older
    // ones do not state their type. RFC 8417 §4.3: `events` are those of a security event, such as
    // a logout token. RFC 9101 §4: `response_type` is that of a request object.
    let of_another_kind = ["events", "response_type"];
    if of_another_kind.iter().any(|name| case.members.has_extra(name)) {
        return Err(IdTokenError::Type);
    }
    Ok(Held)
}

pub(super) fn iss(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // §3.1.3.7 (2): the issuer identifier exactly matches the `iss` claim.
    if case.members.iss.required()? == case.issuer { Ok(Held) } else { Err(IdTokenError::Issuer) }
}

pub(super) fn sub(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // Core §2, sub: required; at most 255 ASCII characters. An empty one identifies nobody.
    let sub = case.members.sub.required()?;
    if sub.is_empty() || sub.len() > MAX_SUBJECT || !sub.is_ascii() {
        return Err(IdTokenError::Subject);
    }
    Ok(Held)
}

pub(super) fn jti(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // RFC 7519 §4.1.7: the value is a string.
    Ok(case.members.jti.optional()?.map_or(NotApplicable, |_| Held))
}
